"""Tells an author what is wrong in words; a traceback is left to faults of the program."""

from mkdocs.exceptions import Abort

from kb.errors import explain
from kb.node import NodeError


def on_build_error(error: Exception) -> None:
    """End the build with a message that names the file, when the content or the machine is at fault."""
    fault = error if isinstance(error, NodeError) else explain(error)
    if fault:
        raise Abort(str(fault)) from error
