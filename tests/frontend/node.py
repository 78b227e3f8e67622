"""Runs a module of the tests in Node: JSON in, JSON out."""

import json
import subprocess
from pathlib import Path
from typing import Any

from kb.node import node_executable

FOLDER = Path(__file__).parent


def run_node(script: str, request: Any) -> Any:
    """What a script beside this file answers to a request."""
    command = [node_executable(), FOLDER / script]
    done = subprocess.run(command, input=json.dumps(request), capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
