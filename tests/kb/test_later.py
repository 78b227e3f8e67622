"""Of jobs in quick succession the last is done."""

import logging
from threading import Event

import pytest

from kb.later import Later


def test_a_job_takes_the_place_of_one_that_waits() -> None:
    done, told = Event(), []
    later = Later(0.2)
    for number in range(3):
        later.run(lambda number=number: (told.append(number), done.set()))  # type: ignore[misc]
    assert done.wait(10)
    assert told == [2]


def test_what_a_job_raises_is_logged_and_the_next_is_done(caplog: pytest.LogCaptureFixture) -> None:
    failed, done = Event(), Event()

    def fail() -> None:
        failed.set()
        raise ValueError("索引坏了")

    later = Later(0)
    with caplog.at_level(logging.ERROR):
        later.run(fail)
        assert failed.wait(10)
        later.run(done.set)
        assert done.wait(10)
    assert "索引坏了" in caplog.text
