"""Children that are watched together and end together, with real processes."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from chefforum.launcher.errors import LauncherError
from chefforum.launcher.processes import STOP_SIGNALS, Household, Stopped, StopRequest

SLEEPER = (sys.executable, "-c", "import time; time.sleep(60)")
# Ends only by force, and has a child of its own.
STUBBORN = ("/bin/sh", "-c", "trap '' TERM; sleep 61 & echo $!; while :; do sleep 0.1; done")


@pytest.fixture
def stop() -> Iterator[StopRequest]:
    before = {number: signal.getsignal(number) for number in STOP_SIGNALS}
    yield StopRequest()
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def household(stop: StopRequest, tmp_path: Path) -> Iterator[Household]:
    with Household(dict(os.environ), tmp_path, stop) as made:
        yield made


def is_alive(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    try:
        return status.read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_no_child_outlives_the_block(stop: StopRequest, tmp_path: Path) -> None:
    with Household(dict(os.environ), tmp_path, stop) as household:
        child = household.start("The sleeper", SLEEPER)
        assert is_alive(child.process.pid)
    assert not is_alive(child.process.pid)


def test_a_signal_ends_the_watch(household: Household) -> None:
    household.start("The sleeper", SLEEPER)
    os.kill(os.getpid(), signal.SIGTERM)
    with pytest.raises(Stopped):
        household.watch()


def test_after_a_signal_nothing_more_is_started(household: Household) -> None:
    os.kill(os.getpid(), signal.SIGINT)
    with pytest.raises(Stopped):
        household.start("The sleeper", SLEEPER)


def test_a_child_that_dies_is_named_with_its_last_words(household: Household, tmp_path: Path) -> None:
    household.start("The talker", ("/bin/sh", "-c", "echo goodbye"), tmp_path / "log")
    with pytest.raises(LauncherError, match=r"The talker stopped by itself.\n    goodbye"):
        household.watch()


def test_a_step_that_fails_is_named(household: Household) -> None:
    with pytest.raises(LauncherError, match=r"The step failed \(exit code 3\)"):
        household.step("The step", ("/bin/sh", "-c", "exit 3"))


def test_a_stubborn_child_and_its_own_children_are_killed(
    household: Household, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chefforum.launcher.processes.WARM_SECONDS", 0.3)
    child = household.start("The stubborn one", STUBBORN, tmp_path / "log")
    while not (told := (tmp_path / "log").read_text()):
        time.sleep(0.02)
    household.end_all()
    assert not is_alive(child.process.pid)
    deadline = time.monotonic() + 5
    while is_alive(int(told)):
        assert time.monotonic() < deadline
        time.sleep(0.02)
