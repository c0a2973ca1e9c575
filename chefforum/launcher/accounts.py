"""Which system account a server runs as, and what that account may reach."""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from chefforum.launcher.errors import LauncherError

SERVER_ENVIRONMENT = {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}


@dataclass(frozen=True)
class Account:
    """A user and a group of this machine."""

    uid: int
    gid: int

    @classmethod
    def current(cls) -> Account:
        """The account this process runs as."""
        return cls(os.geteuid(), os.getegid())

    @classmethod
    def for_postgres(cls, cluster: Path) -> Account:
        """The account PostgreSQL shall run as: never root, which it refuses.

        An existing cluster keeps its owner, so root can run one that an
        ordinary user made.
        """
        if os.geteuid() != 0:
            return cls.current()
        try:
            owner = cluster.stat()
        except FileNotFoundError:
            pass
        else:
            if owner.st_uid != 0:
                return cls(owner.st_uid, owner.st_gid)
        try:
            nobody = pwd.getpwnam("nobody")
        except KeyError:
            raise LauncherError(
                "PostgreSQL does not run as root and there is no user 'nobody': "
                "run as an ordinary user, or set DATABASE_URL."
            ) from None
        return cls(nobody.pw_uid, nobody.pw_gid)

    @property
    def is_current(self) -> bool:
        """Whether this process already runs as the account."""
        return self.uid == os.geteuid()

    def run(self, command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
        """Run a command as this account to its end; its output is captured.

        It starts in `/`, because the account may not be allowed to stand in
        the folder this process stands in.
        """
        return subprocess.run(
            [os.fspath(part) for part in command],
            cwd="/",
            env=SERVER_ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            user=None if self.is_current else self.uid,
            group=None if self.is_current else self.gid,
            extra_groups=None if self.is_current else [],
        )

    def can_enter(self, folder: Path) -> bool:
        """Whether the account reaches the folder through all its parents."""
        if self.is_current:
            return os.access(folder, os.X_OK)
        # Asked as the account itself: mode bits alone do not tell about access
        # lists and mount options.
        return self.run(["/bin/sh", "-c", 'test -x "$0"', folder]).returncode == 0

    def own(self, folder: Path) -> None:
        """Give the account the folder and all that is in it."""
        if self.is_current:
            return
        os.chown(folder, self.uid, self.gid)
        for parent, folders, files in os.walk(folder):
            for name in (*folders, *files):
                os.chown(Path(parent, name), self.uid, self.gid, follow_symlinks=False)
