"""The parts that come from the operating system and not from Python."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

QUIET = ("-qq", "-o", "DPkg::Lock::Timeout=120", "-o", "Dpkg::Use-Pty=0")


@dataclass(frozen=True)
class Part:
    """A Debian package and the sign by which one knows that it is there."""

    package: str
    is_there: Callable[[], bool]


def library(name: str) -> Callable[[], bool]:
    """The sign of a library: that it loads, as WeasyPrint will load it."""

    def loads() -> bool:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
        return True

    return loads


def program(*names: str) -> Callable[[], bool]:
    """The sign of a program: that one of its names is found."""
    return lambda: any(shutil.which(name) for name in names)


def font(family: str) -> Callable[[], bool]:
    """The sign of a font: that fontconfig lists its family."""

    def listed() -> bool:
        lister = shutil.which("fc-list")
        if lister is None:
            return False
        answer = subprocess.run([lister, family, "family"], capture_output=True, text=True, check=False)
        return bool(answer.stdout.strip())

    return listed


def office(part: str) -> Callable[[], bool]:
    """The sign of a part of LibreOffice: its settings, beside the program."""
    short = {"writer": "sw", "calc": "sc", "impress": "sd"}[part]
    return lambda: any(Path("/usr/lib/libreoffice/program").glob(f"lib{short}lo.so"))


TO_RUN = (
    Part("libpango-1.0-0", library("libpango-1.0.so.0")),
    Part("libpangoft2-1.0-0", library("libpangoft2-1.0.so.0")),
    Part("libharfbuzz-subset0", library("libharfbuzz-subset.so.0")),
    Part("fontconfig", program("fc-list")),
    Part("fonts-liberation2", font("Liberation Sans")),
)
TO_TEST = (
    Part("chromium", program("chromium", "chromium-browser", "google-chrome")),
    Part("poppler-utils", program("pdftotext")),
    # For reading office files in the browser; without it the app offers the files themselves.
    Part("libreoffice-writer-nogui", office("writer")),
    Part("libreoffice-calc-nogui", office("calc")),
    Part("libreoffice-impress-nogui", office("impress")),
)


def ensure(*, for_tests: bool) -> int:
    """Install the missing parts where allowed, else say which they are.

    Never stops the set-up: without a part the app may still do most of its
    work, and what it cannot do says so itself.
    """
    parts = [*TO_RUN, *TO_TEST] if for_tests else list(TO_RUN)
    missing = list(_missing(parts))
    if not missing:
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {' '.join(missing)}", flush=True)
        _install(missing)
        missing = list(_missing(parts))
    if missing:
        print(
            f"Missing on this machine, please install: {' '.join(missing)} (names as in Debian and Ubuntu)",
            flush=True,
        )
    return 0


def _missing(parts: list[Part]) -> Iterator[str]:
    return (part.package for part in parts if not part.is_there())


def _install(packages: list[str]) -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "--no-install-recommends", *QUIET, *packages]
    for command in (["apt-get", "update", *QUIET], install):
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
        if done.returncode != 0:
            told = done.stderr.strip().splitlines()
            print(f"{' '.join(command[:2])} failed: {told[-1] if told else 'no reason given'}")
