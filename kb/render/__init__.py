"""What the build draws: formulas, diagrams, plots. The first two are drawn by Node."""

from functools import cache, cached_property
from pathlib import Path
from typing import Any

from kb.node import NodeProcess, ensure_packages

WORKER = Path(__file__).with_name("worker.mjs")


class Renderer(NodeProcess):
    """The Node process that renders formulas and diagrams for one project.

    Args:
        root: The project's folder; holds the locked npm packages and `.cache`.
    """

    def __init__(self, root: Path) -> None:
        super().__init__(WORKER)
        self.root = root

    @cached_property
    def packages(self) -> Path:
        """The folder `node_modules`, installed when it is first asked for."""
        return ensure_packages(self.root)

    def request(self, kind: str, **payload: Any) -> Any:
        """Like `NodeProcess.request`, with the npm packages installed first."""
        assert self.packages
        return super().request(kind, **payload)


@cache
def renderer(root: Path) -> Renderer:
    """The one renderer of a project; ends with the build."""
    return Renderer(root)
