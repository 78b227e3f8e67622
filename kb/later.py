"""Work that waits until nothing else is going on."""

import logging
from collections.abc import Callable
from threading import Lock, Timer

log = logging.getLogger("mkdocs.kb.later")


class Later:
    """Does the latest of several jobs when no other has come for a while, one at a time.

    Args:
        seconds: How long to wait for another job.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._timer: Timer | None = None
        self._busy = Lock()

    def run(self, job: Callable[[], None]) -> None:
        """Do a job later, in the place of one that still waits. What it raises is logged."""
        if self._timer:
            self._timer.cancel()
        self._timer = Timer(self._seconds, self._do, [job])
        self._timer.daemon = True
        self._timer.start()

    def _do(self, job: Callable[[], None]) -> None:
        with self._busy:
            try:
                job()
            except Exception as error:
                log.error(error)
