"""What `make run`, `make test` and `with-servers` do."""

from __future__ import annotations

import errno
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from chefforum.launcher.environment import app_environment, kept_secret
from chefforum.launcher.errors import LauncherError
from chefforum.launcher.places import CHECKOUT, VAR
from chefforum.launcher.processes import Household, Stopped, StopRequest
from chefforum.launcher.servers import serving

HOST = "127.0.0.1"
ANSWER_SECONDS = 60
MANAGE = (sys.executable, "manage.py")


def say(line: str) -> None:
    """Tell the person at the terminal what happens."""
    print(line, flush=True)


def run() -> int:
    """Serve the app with demo data until told to stop; the exit code."""
    stop = StopRequest()
    try:
        port = wanted_port(os.environ.get("PORT", ""))
        require_free(port)
        os.environ.setdefault("BASE_URL", f"http://localhost:{port}")
        home = VAR / "run"
        with (
            _prepared(home, durable=True) as environment,
            Household(environment, CHECKOUT, stop) as household,
        ):
            try:
                _serve(household, home, port)
            finally:
                say("Stopping")
    except Stopped:
        say("Stopped")
        return 0
    raise AssertionError("serving ends only by a stop or a failure")


def _serve(household: Household, home: Path, port: int) -> None:
    say("Preparing the database")
    household.step("The migration", [*MANAGE, "migrate", "--no-input", "-v0"])
    household.step("Collecting the static files", [*MANAGE, "collectstatic", "--no-input", "-v0"])
    say("Starting the worker and the clock")
    celery = [sys.executable, "-m", "celery", "-A", "chefforum"]
    worker = [*celery, "worker", "--pool", "prefork", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"]
    papers = ["--concurrency", "2", "-Q", "chefforum,chefforum-long", "-n", f"papers-{port}@localhost"]
    household.start("The worker for papers", [*worker, *papers], home / "worker.log")
    mail = ["--concurrency", "1", "-Q", "chefforum-mail", "-n", f"mail-{port}@localhost"]
    household.start("The worker for mail", [*worker, *mail], home / "worker-mail.log")
    beat = ["beat", "--loglevel", "WARNING", "--pidfile=", "-s", str(_schedule(home))]
    household.start("The clock (celery beat)", [*celery, *beat], home / "beat.log")
    say("Loading the demo data, if the database is empty")
    household.step("Loading the demo data", [*MANAGE, "demo", "--if-empty"])
    say("Starting the web server")
    gunicorn = [sys.executable, "-m", "gunicorn", "chefforum.wsgi:application"]
    gunicorn += ["--bind", f"{HOST}:{port}", "--worker-class", "gthread", "--workers", "2"]
    gunicorn += ["--threads", "4", "--log-level", "warning", "--no-control-socket"]
    household.start("The web server", gunicorn)
    _wait_for_answer(household, port)
    household.step("Listing the demo people", [*MANAGE, "demo", "--people"])
    say(f"\nReady: http://localhost:{port}/   (Ctrl-C stops everything)")
    household.watch()


def _schedule(home: Path) -> Path:
    """Where the clock notes what it has done; without another user's notes."""
    schedule = home / "beat-schedule"
    for notes in home.glob(f"{schedule.name}*"):
        if not os.access(notes, os.W_OK):
            notes.unlink()
    return schedule


def test(arguments: Sequence[str]) -> int:
    """Run pytest against real servers of its own; pytest's exit code."""
    return _run_with_servers("test", [sys.executable, "-m", "pytest", *arguments])


def with_servers(command: Sequence[str]) -> int:
    """Run any command with the servers up; the command's exit code."""
    if not command:
        raise LauncherError("Say which command to run with the servers.")
    name = os.environ.get("LAUNCHER_NAME") or "run"
    if not re.fullmatch(r"[a-z]{1,12}", name):
        raise LauncherError("LAUNCHER_NAME must be a word of at most twelve small letters.")
    return _run_with_servers(name, command)


def manage(arguments: Sequence[str]) -> int:
    """Run a command of manage.py on the servers of `make run`; the command's exit code.

    Only the command writes to standard output. Its paths count from the caller's folder, and the database has
    its tables before it begins.
    """
    script = str(CHECKOUT / "manage.py")
    with _prepared(VAR / "run", durable=True, tell=_aside) as environment:
        if arguments[0] not in {"migrate", "makemigrations"}:
            subprocess.run([sys.executable, script, "migrate", "--no-input", "-v0"], env=environment, check=True)
        return subprocess.run([sys.executable, script, *arguments], env=environment, check=False).returncode


def _aside(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def wanted_port(text: str) -> int:
    """The port to serve on: what PORT says, or 8000."""
    if not text:
        return 8000
    with suppress(ValueError):
        if 0 < int(text) < 65536:
            return int(text)
    raise LauncherError(f"PORT must be a number from 1 to 65535, not '{text}'.")


def require_free(port: int) -> None:
    """Raise when the port cannot be served on."""
    with socket.socket() as probe:
        # As gunicorn will: a port in its rest after a stop is no obstacle.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as problem:
            reason = f"Port {port} " + ("needs more rights" if problem.errno == errno.EACCES else "is taken")
            raise LauncherError(f"{reason}: choose another with `make run PORT=8001`.") from None


@contextmanager
def _prepared(home: Path, *, durable: bool, tell: Callable[[str], None] = say) -> Iterator[dict[str, str]]:
    """The app's whole environment, with the servers it names up."""
    given = os.environ
    database_url, redis_url = given.get("DATABASE_URL", ""), given.get("REDIS_URL", "")
    with serving(home, durable=durable, database_url=database_url, redis_url=redis_url, say=tell) as addresses:
        home.mkdir(parents=True, exist_ok=True)
        with _data_folder(home, durable=durable) as data:
            secret = given.get("SECRET_KEY") or kept_secret(home / "secret_key")
            yield app_environment(given, addresses, secret=secret, data=data)


@contextmanager
def _data_folder(home: Path, *, durable: bool) -> Iterator[Path]:
    """Where uploads go: kept with the data, or for tests gone afterwards."""
    if durable:
        data = home / "data"
        # Closed items lie here: nobody else on the machine looks in.
        data.mkdir(mode=0o700, exist_ok=True)
        data.chmod(0o700)
        yield data
        return
    data = Path(tempfile.mkdtemp(prefix="chefforum-data-"))
    try:
        yield data
    finally:
        shutil.rmtree(data, ignore_errors=True)


def _wait_for_answer(household: Household, port: int) -> None:
    deadline = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < deadline:
        household.check()
        status = _status(port)
        if status is None:
            time.sleep(0.1)
        elif status < 500:
            return
        else:
            raise LauncherError(f"The web server answers with an error ({status}).")
    raise LauncherError(f"The web server did not answer within {ANSWER_SECONDS} seconds.")


def _status(port: int) -> int | None:
    """What the health page answers; None while nobody does.

    Asked without following a redirect: by whatever settings, an answer shows
    that the app is loaded.
    """
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", "/sundhed/")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def _run_with_servers(name: str, command: Sequence[str]) -> int:
    """Run a command in the foreground; it keeps the terminal and Ctrl-C."""
    stop = StopRequest()
    with _prepared(VAR / name, durable=name != "test") as environment:
        if stop.count:
            return 128 + signal.SIGINT
        try:
            process = subprocess.Popen(command, cwd=CHECKOUT, env=environment)
        except OSError as problem:
            raise LauncherError(f"Cannot run {command[0]}: {problem.strerror}.") from None
        code = _wait_in_foreground(process, stop)
    return code if code >= 0 else 128 - code


def _wait_in_foreground(process: subprocess.Popen[bytes], stop: StopRequest) -> int:
    told = 0
    while True:
        with suppress(subprocess.TimeoutExpired):
            return process.wait(timeout=0.2)
        # The terminal sends the command Ctrl-C as well, so the first is left to
        # it; any other request to stop comes to this process alone.
        if stop.count > told and (stop.last != signal.SIGINT or stop.count > 1):
            told = stop.count
            process.send_signal(signal.SIGTERM if told < 3 else signal.SIGKILL)
