"""The service of the FastAPI page, as the page prints it: real uvicorn, real curl, a stub for the model.

Nothing here measures time. A stub that waits while the file `hold` exists makes the order of events certain.
"""

import asyncio
import importlib.util
import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_examples import find_examples

PAGE = Path(__file__).parents[1] / "docs/general/python/fastapi-service.md"
BLOCKS = {block.prefix_settings().get("title"): block.source for block in find_examples(PAGE)}
SHELL = re.findall(r"^```bash\n(.*?)^```", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)
ADDRESS = "http://127.0.0.1:8000"
JSON = ("-H", "Content-Type: application/json")

STUB = """
import json
import time
from pathlib import Path

def load():
    def predict(texts):
        with open("calls", "a") as calls:
            calls.write(json.dumps(texts) + "\\n")
        while Path("hold").exists():
            time.sleep(0.01)
        if "boom" in texts:
            raise RuntimeError("/secret/weights")
        if "panic" in texts:
            raise BaseException("/secret/weights")
        if "stop" in texts:  # what no model should do: it stops the batching task of the service
            from service import app
            app.state.worker.get_loop().call_soon_threadsafe(app.state.worker.cancel)
        if "short" in texts:
            return []
        return [{"label": text, "score": 1.0} for text in texts]
    return predict
"""

# The four variants of the serial's answer, with a stub for its classifier.
SERIAL = """
import time
from pathlib import Path
from fastapi import FastAPI
from pydantic import BaseModel

app = FastAPI()

def classifier(text):
    Path("entered").touch()
    while Path("hold").exists():
        time.sleep(0.01)
    return [{"label": "POSITIVE", "score": 1.0}]

class TextInput(BaseModel):
    text: str

@app.get("/")
async def read_root():
    return {"message": "Welcome to the AI service!"}

@app.post("/v1/")
def v1(text: str):
    return {"prediction": classifier(text)}

@app.post("/v2/")
def v2(input: TextInput):
    return {"prediction": classifier(input.text)}

@app.post("/v3/")
async def v3(input: TextInput):
    return {"prediction": await classifier(input.text)}

@app.post("/v3-without-await/")
async def v3_without_await(input: TextInput):
    return {"prediction": classifier(input.text)}
"""

TRANSFORMERS = """
import json

def pipeline(task, **options):
    def classify(texts, **arguments):
        with open("calls", "a") as calls:
            calls.write(json.dumps([task, options, texts, arguments]) + "\\n")
        return [{"label": "POSITIVE", "score": 0.5} for _ in texts]
    return classify
"""


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: str

    @property
    def data(self) -> dict:
        return json.loads(self.body)


@dataclass(frozen=True)
class Service:
    """A running server: its folder, its process and where it answers."""

    folder: Path
    process: subprocess.Popen[bytes]
    url: str

    def curl(self, path: str, *options: str) -> Reply:
        done = run_curl(f"{self.url}{path}", "-i", *options)
        assert done.returncode == 0, done.stderr
        head, _, body = done.stdout.decode().partition("\r\n\r\n")
        status, *headers = head.split("\r\n")
        return Reply(int(status.split()[1]), dict(line.split(": ", 1) for line in headers), body)

    def predict(self, text: str) -> Reply:
        return self.curl("/predict", *JSON, "-d", json.dumps({"text": text}))

    @property
    def health(self) -> tuple[int, int]:
        return self.curl("/healthz").status, self.curl("/readyz").status

    def metric(self, name: str) -> int:
        return int(re.search(rf"^inference_{name} (\d+)$", self.curl("/metrics").body, re.MULTILINE)[1])

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text("utf-8")

    @property
    def calls(self) -> list:
        path = self.folder / "calls"
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []

    def hold(self) -> None:
        (self.folder / "hold").touch()

    def release(self) -> None:
        (self.folder / "hold").unlink(missing_ok=True)


def run_curl(*arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = ["curl", "-sS", "--noproxy", "*", "--max-time", "60", *arguments]
    return subprocess.run(command, capture_output=True, check=False)


def eventually(happened: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < deadline, "did not happen within a minute"
        time.sleep(0.02)


@contextmanager
def running(folder: Path, source: str, **environment: str) -> Iterator[Service]:
    """Start the page's own command on a free port, in a folder that holds the service and the stubs."""
    for name, text in {
        "service": source,
        "stub": STUB,
        "sst2": BLOCKS["sst2.py"],
        "transformers": TRANSFORMERS,
    }.items():
        (folder / f"{name}.py").write_text(text, "utf-8")
    command = next(line for block in SHELL for line in block.splitlines() if line.startswith("uvicorn "))
    command = re.sub(r"--port 8000\b", "--port 0", command)
    assert "--port 0" in command
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-X", "utf8", "-m", *shlex.split(command)],
            cwd=folder,
            env=os.environ | {"PYTHONUNBUFFERED": "1"} | environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    found = re.compile(r"Uvicorn running on (http://127\.0\.0\.1:\d+)")
    try:
        eventually(lambda: process.poll() is not None or found.search((folder / "log").read_text("utf-8")))
        started = found.search((folder / "log").read_text("utf-8"))
        assert started, (folder / "log").read_text("utf-8")
        yield Service(folder, process, started[1])
    finally:
        (folder / "hold").unlink(missing_ok=True)
        process.terminate()
        try:
            process.wait(60)
        finally:
            process.kill()  # does nothing once it has ended


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    with running(tmp_path, BLOCKS["service.py"], MODEL="stub:load", MAX_QUEUE="8", TIMEOUT="60") as service:
        yield service


@pytest.fixture
def serial(tmp_path: Path) -> Iterator[Service]:
    with running(tmp_path, SERIAL) as service:
        yield service


@pytest.fixture
def clients() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(16) as pool:
        yield pool


def occupy(service: Service, clients: ThreadPoolExecutor) -> Future[Reply]:
    """Send one request and wait until the model works on it, and on it alone."""
    service.hold()
    first = clients.submit(service.predict, "first")
    eventually(lambda: first.done() or service.calls)
    assert not first.done() and service.calls == [["first"]]
    return first


def queue_up(service: Service, clients: ThreadPoolExecutor, *texts: str) -> list[Future[Reply]]:
    """Send requests one by one, each when the one before it is in the queue."""
    before, replies = service.metric("queue_size"), []
    for number, text in enumerate(texts, 1):
        replies.append(clients.submit(service.predict, text))
        eventually(lambda number=number: service.metric("queue_size") == before + number)
    return replies


def interactive_bash(commands: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Feed commands to an interactive bash, where `!` expands history, in a session without a terminal."""
    return subprocess.run(
        ["bash", "--norc", "--noprofile", "-i"],
        input=commands,
        cwd=folder,
        env=os.environ | {"HISTFILE": "", "LC_ALL": "C", "no_proxy": "*"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        start_new_session=True,
        check=False,
    )


def test_curl_prints_what_the_page_shows(tmp_path: Path) -> None:
    blocks = [block for block in SHELL if ADDRESS in block]
    assert sum(block.count("curl ") for block in blocks) >= 4
    with running(tmp_path, BLOCKS["service.py"]) as service:
        for block in blocks:
            shown = [line[2:].strip() for line in block.splitlines() if line.startswith("#>")]
            printed = interactive_bash(block.replace(ADDRESS, service.url), tmp_path).stdout
            assert [line.strip() for line in printed.splitlines()] == shown


def test_every_curl_of_the_page_quotes_json_in_single_quotes() -> None:
    bodies = re.findall(r"-d (\S)", "\n".join(SHELL))
    assert bodies and set(bodies) == {"'"}


def test_eight_requests_make_one_batch_and_health_answers_meanwhile(
    service: Service, clients: ThreadPoolExecutor
) -> None:
    first = occupy(service, clients)
    replies = [clients.submit(service.predict, f"text {number}") for number in range(8)]
    eventually(lambda: service.metric("queue_size") == 8)
    assert service.health == (200, 200)
    assert not first.done() and not any(reply.done() for reply in replies)
    service.release()
    assert first.result().data == {"label": "first", "score": 1.0}
    for number, reply in enumerate(replies):
        assert reply.result().data == {"label": f"text {number}", "score": 1.0}
    assert [len(texts) for texts in service.calls] == [1, 8]
    assert (service.metric("batches_total"), service.metric("texts_total")) == (2, 9)


def test_the_ninth_text_goes_into_the_next_batch(tmp_path: Path, clients: ThreadPoolExecutor) -> None:
    with running(tmp_path, BLOCKS["service.py"], MODEL="stub:load", MAX_QUEUE="16", TIMEOUT="60") as service:
        first = occupy(service, clients)
        others = queue_up(service, clients, *"123456789")
        service.release()
        assert [reply.result().status for reply in (first, *others)] == [200] * 10
        assert service.calls == [["first"], list("12345678"), ["9"]]


class JumpingClock(asyncio.SelectorEventLoop):
    """An event loop whose clock jumps to the next timer as soon as nothing else is left to do."""

    now = 0.0

    def time(self) -> float:
        return self.now

    def _run_once(self) -> None:
        if not self._ready and self._scheduled:
            self.now = max(self.now, self._scheduled[0].when())
        super()._run_once()


def test_a_batch_waits_from_its_first_text_on_not_from_its_last(tmp_path: Path) -> None:
    (tmp_path / "service.py").write_text(BLOCKS["service.py"], "utf-8")
    spec = importlib.util.spec_from_file_location("service_of_the_page", tmp_path / "service.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    async def collect() -> tuple[list[str], float]:
        loop = asyncio.get_running_loop()
        batcher = module.Batcher(list)
        for number, text in enumerate("abc"):
            item = (text, loop.create_future())
            loop.call_at(number * module.MAX_WAIT * 0.6, batcher.queue.put_nowait, item)
        return [text for text, _ in await batcher.collect()], loop.time()

    def run() -> tuple[list[str], float]:
        with asyncio.Runner(loop_factory=JumpingClock) as runner:
            return runner.run(collect())

    # In a thread of its own: this one may hold the loop of the browser that other tests share.
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(run).result() == (["a", "b"], module.MAX_WAIT)


def test_full_queue_answers_503_at_once(service: Service, clients: ThreadPoolExecutor) -> None:
    first = occupy(service, clients)
    waiting = queue_up(service, clients, *"12345678")
    refused = service.predict("9")
    assert (refused.status, refused.headers["retry-after"], refused.data) == (503, "1", {"detail": "排队已满"})
    assert service.metric("rejected_total") == 1
    assert not first.done()
    service.release()
    assert [reply.result().status for reply in (first, *waiting)] == [200] * 9
    assert service.calls == [["first"], list("12345678")]


def test_timeout_answers_504_and_what_waited_is_not_computed(tmp_path: Path, clients: ThreadPoolExecutor) -> None:
    with running(tmp_path, BLOCKS["service.py"], MODEL="stub:load", TIMEOUT="3") as service:
        first = occupy(service, clients)
        second = service.predict("second")
        assert (second.status, second.data) == (504, {"detail": "推理超时"})
        assert first.result().status == 504
        service.release()
        eventually(lambda: service.metric("queue_size") == 0)
        assert service.predict("third").status == 200
        assert service.calls == [["first"], ["third"]]


def test_a_client_that_hangs_up_is_computed_all_the_same(service: Service, clients: ThreadPoolExecutor) -> None:
    first = occupy(service, clients)
    curl = ["curl", "-s", "--noproxy", "*", *JSON, "-d", '{"text": "gone"}', f"{service.url}/predict"]
    with subprocess.Popen(curl) as client:
        eventually(lambda: service.metric("queue_size") == 1)
        client.kill()
    service.release()
    assert first.result().status == 200
    eventually(lambda: service.calls == [["first"], ["gone"]])


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        (json.dumps({"text": "x" * 512}), 200, None),
        (json.dumps({"text": "x" * 513}), 422, "string_too_long"),
        (json.dumps({"text": ""}), 422, "string_too_short"),
        (json.dumps({"text": 1}), 422, "string_type"),
        (json.dumps({"words": "x"}), 422, "missing"),
        ("nonsense", 422, "json_invalid"),
        ("x" * (64 * 1024 + 1), 413, None),
    ],
)
def test_bad_input_never_reaches_the_model(service: Service, body: str, status: int, kind: str | None) -> None:
    (service.folder / "body").write_text(body, "utf-8")
    reply = service.curl("/predict", *JSON, "--data-binary", f"@{service.folder / 'body'}")
    assert reply.status == status
    if kind:
        assert [fault["type"] for fault in reply.data["detail"]] == [kind]
    assert len(service.calls) == (status == 200)


@pytest.mark.parametrize("text", ["boom", "panic", "short"])
def test_model_error_answers_500_and_leaks_nothing(service: Service, text: str) -> None:
    reply = service.predict(text)
    assert (reply.status, reply.data) == (500, {"detail": "推理失败"})
    assert "Traceback" in service.log
    assert ("/secret/weights" in service.log) == (text != "short")
    assert service.health == (200, 200)
    assert service.predict("fine").status == 200


def test_one_bad_text_fails_its_whole_batch_and_no_other(service: Service, clients: ThreadPoolExecutor) -> None:
    first = occupy(service, clients)
    others = queue_up(service, clients, "good", "boom")
    service.release()
    assert [reply.result().status for reply in (first, *others)] == [200, 500, 500]
    assert service.predict("good").status == 200


def test_wrongly_shaped_result_answers_500_without_traceback(tmp_path: Path) -> None:
    (tmp_path / "shape.py").write_text("def load():\n    return lambda texts: [{'secret': 1} for _ in texts]\n")
    with running(tmp_path, BLOCKS["service.py"], MODEL="shape:load") as service:
        reply = service.predict("x")
        assert (reply.status, reply.body) == (500, "Internal Server Error")
        eventually(lambda: "ResponseValidationError" in service.log)


def test_a_batch_that_takes_too_long_fails_health_until_it_ends(tmp_path: Path) -> None:
    with running(tmp_path, BLOCKS["service.py"], MODEL="stub:load", TIMEOUT="1") as service:
        service.hold()
        assert service.predict("slow").status == 504
        eventually(lambda: service.health == (503, 503))
        service.release()
        eventually(lambda: service.health == (200, 200))
        assert service.predict("fine").status == 200


def test_a_stopped_batching_task_fails_health(tmp_path: Path, clients: ThreadPoolExecutor) -> None:
    with running(tmp_path, BLOCKS["service.py"], MODEL="stub:load", TIMEOUT="600") as service:
        clients.submit(service.predict, "stop")  # nobody will answer it
        eventually(lambda: service.health == (503, 503))
        service.process.kill()


def test_shutdown_answers_what_is_in_flight_then_unloads(service: Service, clients: ThreadPoolExecutor) -> None:
    first = occupy(service, clients)
    service.process.send_signal(signal.SIGTERM)
    eventually(lambda: run_curl(f"{service.url}/healthz").returncode == 7)  # refused: no new connections
    assert service.process.poll() is None and not first.done()
    service.release()
    assert first.result().status == 200
    assert service.process.wait(60) in (0, -signal.SIGTERM)
    steps = [
        "Shutting down",
        '"POST /predict HTTP/1.1" 200',
        "批处理任务已停止",
        "Application shutdown complete",
        "Finished server process",
    ]
    places = [service.log.index(step) for step in steps]
    assert places == sorted(places)
    assert "Traceback" not in service.log


def test_the_batching_task_is_stopped_before_the_process_ends(tmp_path: Path) -> None:
    (tmp_path / "service.py").write_text(BLOCKS["service.py"], "utf-8")
    script = """
import asyncio
from service import app, lifespan

async def main():
    async with lifespan(app):
        assert not app.state.worker.done()
    assert app.state.worker.cancelled()

asyncio.run(asyncio.wait_for(main(), 60))
"""
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, check=True)


def test_a_model_that_does_not_load_stops_the_start(tmp_path: Path) -> None:
    with (
        pytest.raises(AssertionError, match="no_such_module"),
        running(tmp_path, BLOCKS["service.py"], MODEL="no_such_module:load"),
    ):
        pytest.fail("it started")


def test_real_pipeline_is_pinned_and_warmed_up(tmp_path: Path) -> None:
    with running(tmp_path, BLOCKS["service.py"], MODEL="sst2:load") as service:
        (task, options, texts, arguments), *later = service.calls
        assert (task, arguments["truncation"], len(texts), later) == ("text-classification", True, 1, [])
        assert re.fullmatch(r"[0-9a-f]{40}", options["revision"]) and "/" in options["model"] and options["device"]
        assert service.predict("a").data == {"label": "POSITIVE", "score": 0.5}
        assert service.calls[-1][2:] == [["a"], {"batch_size": 1, "truncation": True}]


def test_serial_json_for_a_scalar_parameter_is_422(serial: Service) -> None:
    body = json.dumps({"text": "I love WeThinkIn!"})
    refused = serial.curl("/v1/", *JSON, "-d", body)
    assert refused.status == 422
    assert [(fault["type"], fault["loc"]) for fault in refused.data["detail"]] == [("missing", ["query", "text"])]
    assert serial.curl("/v1/?text=hi", "-X", "POST").status == 200
    assert serial.curl("/v2/", *JSON, "-d", body).status == 200


def test_serial_await_of_a_list_is_500(serial: Service) -> None:
    reply = serial.curl("/v3/", *JSON, "-d", '{"text": "hi"}')
    assert (reply.status, reply.body) == (500, "Internal Server Error")
    eventually(lambda: re.search(r"TypeError: .*await", serial.log))


def test_serial_accepts_empty_text_and_redirects_without_slash(serial: Service) -> None:
    assert serial.curl("/v2/", *JSON, "-d", '{"text": ""}').status == 200
    moved = serial.curl("/v2", *JSON, "-d", '{"text": "x"}')
    assert (moved.status, moved.headers["location"]) == (307, f"{serial.url}/v2/")


@pytest.mark.parametrize(("path", "starved"), [("/v2/", False), ("/v3-without-await/", True)])
def test_serial_async_def_starves_health_and_def_does_not(
    serial: Service, clients: ThreadPoolExecutor, path: str, starved: bool
) -> None:
    serial.hold()
    prediction = clients.submit(serial.curl, path, *JSON, "-d", '{"text": "hi"}')
    eventually(lambda: prediction.done() or (serial.folder / "entered").exists())
    # The model cannot finish while held: a health check that is answered now was answered before it.
    health = run_curl(f"{serial.url}/", *(["--max-time", "2"] if starved else []))
    assert health.returncode == (28 if starved else 0)  # 28: no answer
    assert not prediction.done()
    serial.release()
    assert prediction.result().status == 200
    assert serial.curl("/").status == 200


def test_serial_double_quotes_lose_the_command_in_interactive_bash(tmp_path: Path) -> None:
    double = r'printf "%s\n" "{\"text\":\"I love WeThinkIn!\"}"' + "\n"
    lost = interactive_bash(double, tmp_path)
    assert "event not found" in lost.stderr and lost.stdout == ""
    single = """printf '%s\\n' '{"text":"I love WeThinkIn!"}'\n"""
    assert interactive_bash(single, tmp_path).stdout == '{"text":"I love WeThinkIn!"}\n'
    script = subprocess.run(["bash", "-c", double], capture_output=True, text=True, check=True)
    assert script.stdout == '{"text":"I love WeThinkIn!"}\n'
