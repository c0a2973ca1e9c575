"""Where the embedded servers keep their data, sockets and programs."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from chefforum.launcher.accounts import Account
from chefforum.launcher.errors import LauncherError

CHECKOUT = Path(__file__).resolve().parents[2]
VAR = CHECKOUT / "var"

# A socket address holds 107 bytes, and PostgreSQL adds `/.s.PGSQL.5432.lock`.
LONGEST_SOCKET_FOLDER = 80


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock that other launchers of this checkout respect."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def make_home(home: Path) -> None:
    """Make the folder of one set of servers, or say plainly why not."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        with (home / "lock").open("a"):
            pass
    except OSError as problem:
        raise LauncherError(
            f"Cannot write in {home} ({problem.strerror}): it may have been made by another "
            "user; remove it, or run as that user."
        ) from None


def token_of(var: Path) -> str:
    """A random name for one checkout, the same each time.

    A copied or moved checkout gets a name of its own, so it never shares
    sockets or a database with the one it was copied from.
    """
    kept = var / "id"
    with locked(var / "id.lock"):
        with suppress(OSError, ValueError):
            token, path = kept.read_text().splitlines()
            if path == str(var.resolve()):
                return token
        token = secrets.token_hex(5)
        kept.write_text(f"{token}\n{var.resolve()}\n")
        return token


def private_folder(folder: Path, account: Account) -> Path:
    """Make a folder only the account may enter; refuse one that is not so."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        pass
    else:
        os.chown(folder, account.uid, account.gid)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid or found.st_mode & 0o077:
        raise LauncherError(f"{folder} is not a private folder of the right user: remove it.")
    return folder


def socket_folder(home: Path, server: str, account: Account) -> Path:
    """The private folder of one server's socket, with a short enough path."""
    name = f"chefforum-{token_of(home.parent)}-{home.name}-{server}-{account.uid}"
    for base in (Path("/tmp"), Path(tempfile.gettempdir())):
        folder = base / name
        if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER and account.can_enter(base):
            return private_folder(folder, account)
    raise LauncherError("There is no temporary folder with a short path: set TMPDIR to one.")


def outside_folder(var: Path) -> Path:
    """A folder outside the checkout that other users may pass through.

    It belongs to root; used only when the server's account cannot enter the
    checkout.
    """
    return Path("/var/tmp") / f"chefforum-{token_of(var)}"


def make_outside_folder(var: Path) -> Path:
    """Make the outside folder, or refuse one that somebody else made."""
    folder = outside_folder(var)
    folder.mkdir(exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise LauncherError(f"{folder} belongs to another user: remove it.")
    folder.chmod(0o711)
    return folder


def cluster_folder(home: Path) -> Path:
    """Where the PostgreSQL cluster of these servers lies or is to lie.

    That is `postgres` in the home; when the server's account cannot enter the
    home it is a folder outside, and `postgres` a link to it. A cluster
    from before the home was closed to others is moved along.
    """
    inside = home / "postgres"
    outside = outside_folder(home.parent) / home.name
    if inside.is_symlink():
        if Path(os.readlink(inside)) == outside:
            make_outside_folder(home.parent)
            return outside
        inside.unlink()
    account = Account.for_postgres(inside)
    if account.can_enter(home):
        return inside
    make_outside_folder(home.parent)
    if inside.is_dir():
        shutil.move(inside, outside)
        account.own(outside)
    inside.symlink_to(outside)
    return outside


def remove_places(var: Path) -> None:
    """Remove the outside folder and the socket folders of a checkout."""
    shutil.rmtree(outside_folder(var), ignore_errors=True)
    for base in {Path("/tmp"), Path(tempfile.gettempdir())}:
        for folder in base.glob(f"chefforum-{token_of(var)}-*"):
            shutil.rmtree(folder, ignore_errors=True)
