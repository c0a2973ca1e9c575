"""Child processes that are watched together and end together."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, TracebackType

from chefforum.launcher.errors import LauncherError

WARM_SECONDS = 20
PULSE = 0.05
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked this launcher to stop."""


class StopRequest:
    """Notes the signals that ask for a stop, from when it is made.

    They are only noted, so no child can be started and forgotten between two
    lines; whoever waits, looks here.
    """

    def __init__(self) -> None:
        self.count = 0
        self.last = 0
        for number in STOP_SIGNALS:
            signal.signal(number, self._note)

    def _note(self, number: int, _frame: FrameType | None) -> None:
        self.count += 1
        self.last = number

    def check(self) -> None:
        """Raise `Stopped` when a stop was asked for."""
        if self.count:
            raise Stopped


@dataclass(frozen=True)
class Child:
    """One process with its own children, and the name people know it by."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path | None

    def has_ended(self) -> bool:
        """Whether the process itself has ended; it is left to be collected.

        Left, because its process group keeps its number only until then.
        """
        flags = os.WEXITED | os.WNOHANG | os.WNOWAIT
        if self.process.returncode is not None:
            return True
        return os.waitid(os.P_PID, self.process.pid, flags) is not None

    def signal(self, number: int) -> None:
        """Send a signal to the process, if it has not ended."""
        if not self.has_ended():
            self.process.send_signal(number)

    def clear(self) -> int:
        """Kill what is left of the process and its children; its exit code."""
        if self.process.returncode is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
        return self.process.wait()

    def last_words(self) -> str:
        """The end of its log, for a person to read."""
        if self.log is None or not self.log.exists():
            return ""
        lines = self.log.read_text(errors="replace").splitlines()
        return "\n".join(f"    {line}" for line in lines[-12:])


class Household:
    """Starts children and guarantees that none outlives the block."""

    def __init__(self, environment: Mapping[str, str], folder: Path, stop: StopRequest) -> None:
        self.environment = environment
        self.folder = folder
        self.stop = stop
        self.children: list[Child] = []

    def __enter__(self) -> Household:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end_all()

    def start(self, name: str, command: Sequence[str], log: Path | None = None) -> Child:
        """Start a child that is to run until everything stops.

        It gets a session of its own: Ctrl-C in the terminal then reaches only
        the launcher, which stops the children in good order.
        """
        self.stop.check()
        if log:
            # Removed, not emptied: it may be of another user's run.
            log.unlink(missing_ok=True)
        output = log.open("wb") if log else None
        try:
            process = subprocess.Popen(
                command,
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                start_new_session=True,
            )
        finally:
            if output:
                output.close()
        child = Child(name, process, log)
        self.children.append(child)
        return child

    def step(self, name: str, command: Sequence[str]) -> None:
        """Run a command to its end, watching the other children meanwhile."""
        child = self.start(name, command)
        while not child.has_ended():
            self.check(apart_from=child)
            time.sleep(PULSE)
        self.children.remove(child)
        code = child.clear()
        if code != 0:
            raise LauncherError(f"{name} failed (exit code {code}).")

    def check(self, apart_from: Child | None = None) -> None:
        """Raise when a stop was asked for, or when a child has died."""
        self.stop.check()
        for child in self.children:
            if child is not apart_from and child.has_ended():
                words = child.last_words()
                raise LauncherError(f"{child.name} stopped by itself." + (f"\n{words}" if words else ""))

    def watch(self) -> None:
        """Wait until a stop is asked for or a child dies; then raise."""
        while True:
            self.check()
            time.sleep(PULSE * 4)

    def end_all(self) -> None:
        """End every child: kindly, and by force after a time or a second asking."""
        for child in self.children:
            child.signal(signal.SIGTERM)
        asked = self.stop.count
        deadline = time.monotonic() + WARM_SECONDS
        while not all(child.has_ended() for child in self.children):
            if time.monotonic() > deadline or self.stop.count > asked:
                break
            time.sleep(PULSE)
        for child in self.children:
            child.clear()
        self.children.clear()
