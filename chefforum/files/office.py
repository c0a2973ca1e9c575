"""An office file to a PDF, by LibreOffice where the machine has it.

The program gets a profile and a folder of its own, no macros, no way out to the network, and bounds of time, memory
and size: the files are other people's.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from django.conf import settings

_BYTES_OF_MEMORY = 3_000_000_000
_LARGEST_PDF = 300_000_000
_SETTINGS = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    # Links in a document are never followed: 0 in Writer, 1 in Calc.
    ("Writer/Content/Update", "Link", "0"),
    ("Calc/Content/Update", "Link", "1"),
)


class Unable(Exception):
    """The machine has no LibreOffice."""


class Unreadable(Exception):
    """LibreOffice could not make a PDF of the file."""


class Slow(Unreadable):
    """LibreOffice did not end in time."""


def program() -> str | None:
    """Where LibreOffice is, or ``None``."""
    return shutil.which(settings.LIBREOFFICE)


def to_pdf(source: Path, extension: str, *, room: Path) -> bytes:
    """The file as a PDF; ``room`` is where the program may work. Raises :class:`Unable` or :class:`Unreadable`."""
    found = program()
    if found is None:
        raise Unable
    with tempfile.TemporaryDirectory(dir=room) as name:
        folder = Path(name)
        profile = folder / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_profile())
        # LibreOffice goes by the ending; the name itself is ours.
        copy = folder / f"bilag{extension}"
        shutil.copyfile(source, copy)
        _run([found, f"-env:UserInstallation={profile.parent.as_uri()}", *_HEADLESS, str(folder), str(copy)], folder)
        made = folder / "bilag.pdf"
        if not made.is_file() or not 0 < made.stat().st_size <= _LARGEST_PDF:
            raise Unreadable("no PDF came out")
        return made.read_bytes()


def _profile() -> str:
    """The settings as LibreOffice keeps them."""
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    return f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'


_HEADLESS = ("--headless", "--norestore", "--nologo", "--nodefault", "--convert-to", "pdf", "--outdir")


def _run(command: list[str], folder: Path) -> None:
    limits = [f"--as={_BYTES_OF_MEMORY}", f"--fsize={_LARGEST_PDF}", f"--cpu={settings.LIBREOFFICE_SECONDS}"]
    prefix = ["prlimit", *limits, "--"] if shutil.which("prlimit") else []
    # Addresses in a document lead to a proxy that nobody answers at.
    nowhere = {name: "http://127.0.0.1:9" for name in ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy")}
    environment = {"HOME": str(folder), "PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", **nowhere}
    process = subprocess.Popen(  # noqa: S603 - the command is ours, the file's name is ours
        [*prefix, *command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        code = process.wait(settings.LIBREOFFICE_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise Slow("took too long") from error
    finally:
        # Also what the program has left running behind it.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    if code:
        raise Unreadable(f"exit code {code}")
