"""The clock of the suite: ``pytest --at 2027-01-01T00:05`` moves it, for the tests and for the servers they start.

``python -m tests.clock MODULE ARGUMENT...`` runs a module under the same clock.
``python -m tests.clock`` runs all tests without a browser once at each hard moment (``make test-dates``).
"""

import os
import runpy
import subprocess
import sys
from datetime import date, datetime
from zoneinfo import ZoneInfo

import time_machine

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
# Seconds from the machine's time to the suite's, told to every process that a test starts.
OFFSET = "TEST_CLOCK_OFFSET"

# Local time in Denmark. One run each; what they share is that some test was once right only on other days.
MOMENTS = {
    "the last day of November": "2026-11-30T12:00",
    "Christmas Eve": "2026-12-24T14:00",
    "the last day of the year": "2026-12-31T16:00",
    "New Year's Day": "2027-01-01T09:00",
    "a Sunday, five minutes past midnight": "2027-01-17T00:05",
    "the last day of February": "2027-02-28T12:00",
    "the night clocks go forward": "2026-03-29T01:58",
    "five minutes to midnight": "2027-05-12T23:55",
    "the night clocks go back": "2027-10-31T02:30",
    "a leap day": "2028-02-29T10:00",
    "Easter Sunday": "2028-04-16T11:00",
    "two years on": "2028-11-30T08:30",
}


def move(to: str) -> None:
    """Set this process's clock to a local moment in ISO form; it goes on from there. Servers started later follow."""
    there = datetime.fromisoformat(to).replace(tzinfo=COPENHAGEN)
    _move_by(there.timestamp() - datetime.now(COPENHAGEN).timestamp())


def _move_by(seconds: float) -> None:
    os.environ[OFFSET] = str(seconds)
    time_machine.travel(datetime.now(COPENHAGEN).timestamp() + seconds, tick=True).start()


def on(day: date) -> time_machine.travel:
    """A day with fixed dates around it, at the hour that the suite's clock has."""
    return time_machine.travel(datetime.combine(day, datetime.now(COPENHAGEN).time(), COPENHAGEN), tick=True)


def run_module(name: str, arguments: list[str]) -> None:
    """Run a module as ``python -m`` does, under the suite's clock."""
    if seconds := os.environ.get(OFFSET):
        _move_by(float(seconds))
    sys.argv = [name, *arguments]
    runpy.run_module(name, run_name="__main__", alter_sys=True)


def run_on_hard_moments(arguments: list[str]) -> int:
    """Run the tests without a browser at every moment; the number of moments at which a test failed."""
    failed = []
    for name, moment in MOMENTS.items():
        print(f"\n{moment}: {name}", flush=True)
        command = [sys.executable, "-m", "pytest", f"--at={moment}", "-m", "not browser", "--durations=0", *arguments]
        if subprocess.run([*command, "--durations-min=20"], check=False).returncode:
            failed.append(moment)
    print(f"\nFailed at {', '.join(failed)}" if failed else f"\nAll passed at {len(MOMENTS)} moments")
    return len(failed)


if __name__ == "__main__":
    if len(sys.argv) > 1 and not sys.argv[1].startswith("-"):
        run_module(sys.argv[1], sys.argv[2:])
    else:
        sys.exit(run_on_hard_moments(sys.argv[1:]))
