"""An embedded PostgreSQL on a private Unix socket."""

from __future__ import annotations

import os
import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path

import psycopg
from psycopg import sql

from chefforum.launcher.accounts import Account
from chefforum.launcher.errors import LauncherError
from chefforum.launcher.places import cluster_folder, private_folder, socket_folder
from chefforum.launcher.programs import Programs, find_programs

SUPERUSER = "postgres"
DATABASE = "chefforum"
PORT = "5432"
SECONDS = 60
ORPHAN_SECONDS = 10
# What a test loses in a power cut is made anew by the next test.
FAST_AND_FORGETFUL = ("fsync=off", "full_page_writes=off")


class Postgres:
    """The database server of one home folder.

    Anyone who can open the socket is the superuser; so only the account that
    runs the server, and root, can enter the socket's folder.
    """

    def __init__(self, home: Path, *, durable: bool) -> None:
        self.var = home.parent
        self.durable = durable
        self.cluster = cluster_folder(home)
        self.account = Account.for_postgres(self.cluster)
        self.sockets = socket_folder(home, "database", self.account)

    @property
    def url(self) -> str:
        """The address the app is given as DATABASE_URL."""
        return f"postgresql:///{DATABASE}?host={self.sockets}&user={SUPERUSER}"

    @property
    def log(self) -> Path:
        """What the server itself reports."""
        return self.cluster / "server.log"

    def start(self) -> None:
        """Have the server answer on its socket, with the app's database in it.

        A running server is kept. What a crash left behind is cleared first; a
        test cluster that cannot be used is made anew.
        """
        private_folder(self.sockets, self.account)
        if not self._answers():
            programs = find_programs(self.account, self.var)
            self._end_remains()
            self._fit_cluster(programs)
            try:
                self._launch(programs)
            except LauncherError:
                if self.durable:
                    raise
                self._make_cluster(programs)
                self._launch(programs)
        self._make_database()

    def stop(self) -> None:
        """End the server, if it runs, with everything committed kept."""
        if self._processes() and not self._stopped_kindly():
            self._end_remains()
        with suppress(OSError):
            self.sockets.rmdir()

    def _stopped_kindly(self) -> bool:
        control = self._control(find_programs(self.account, self.var))
        # At once, when it does not end its users' connections in time.
        commands = ([*control, "-m", mode, "stop"] for mode in ("fast", "immediate"))
        return any(self.account.run(command).returncode == 0 for command in commands)

    def _answers(self) -> bool:
        """Whether the server is up; one that is just starting is waited for."""
        deadline = time.monotonic() + ORPHAN_SECONDS
        while self._processes() and time.monotonic() < deadline:
            with suppress(psycopg.OperationalError):
                self._connect().close()
                return True
            time.sleep(0.1)
        return False

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(
            host=str(self.sockets),
            port=PORT,
            user=SUPERUSER,
            dbname="postgres",
            autocommit=True,
            connect_timeout=5,
        )

    def _make_database(self) -> None:
        with self._connect() as connection, suppress(psycopg.errors.DuplicateDatabase):
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))

    def _processes(self) -> list[int]:
        """The PostgreSQL processes at work in this cluster, in any state.

        Told by the folder they stand in: the number in a left-behind
        `postmaster.pid` may by now belong to any other program.
        """
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if (process / "comm").read_text().strip() != "postgres":
                    continue
                if Path(os.readlink(process / "cwd")) == self.cluster.resolve():
                    found.append(int(process.name))
        return found

    def _end_remains(self) -> None:
        """After a crash: have no process of the old server, and no lock files.

        Orphans end by themselves when they miss their parent; the lock files
        may go only after them, since they guard the same data.
        """
        deadline = time.monotonic() + ORPHAN_SECONDS
        last_call = deadline + ORPHAN_SECONDS
        while remains := self._processes():
            if time.monotonic() > last_call:
                raise LauncherError(f"An old PostgreSQL does not end (process {remains[0]}).")
            if time.monotonic() > deadline:
                for process in remains:
                    with suppress(ProcessLookupError):
                        os.kill(process, signal.SIGKILL)
            time.sleep(0.05)
        (self.cluster / "postmaster.pid").unlink(missing_ok=True)
        for left in self.sockets.glob(".s.PGSQL.*"):
            left.unlink()

    def _fit_cluster(self, programs: Programs) -> None:
        try:
            made_by = (self.cluster / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            made_by = ""
        if made_by == programs.major:
            return
        if made_by and self.durable:
            raise LauncherError(
                f"{self.cluster} was made by PostgreSQL {made_by}, and this is "
                f"{programs.major}: move that folder away, or set DATABASE_URL."
            )
        self._make_cluster(programs)

    def _make_cluster(self, programs: Programs) -> None:
        """A new empty cluster; put in place whole, so never half made."""
        fresh = self.cluster.with_name(f"{self.cluster.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        self.account.own(fresh)
        command: list[str | Path] = [programs.path("initdb"), "-D", fresh, "-U", SUPERUSER]
        command += ["--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8"]
        if not self.durable:
            command.append("--no-sync")
        done = self.account.run(command)
        if done.returncode != 0:
            raise LauncherError(f"PostgreSQL could not make its data folder: {_last_line(done.stderr)}")
        shutil.rmtree(self.cluster, ignore_errors=True)
        fresh.rename(self.cluster)

    def _control(self, programs: Programs) -> list[str | Path]:
        return [programs.path("pg_ctl"), "-D", self.cluster, "-w", "-t", str(SECONDS)]

    def _launch(self, programs: Programs) -> None:
        options = ["-k", str(self.sockets), "-h", "''", "-p", PORT]
        if not self.durable:
            options += [part for setting in FAST_AND_FORGETFUL for part in ("-c", setting)]
        self.log.unlink(missing_ok=True)
        command = [*self._control(programs), "-l", self.log, "-o", " ".join(options), "start"]
        done = self.account.run(command)
        if done.returncode != 0:
            told = self.log.read_text(errors="replace") if self.log.exists() else done.stderr
            raise LauncherError(f"PostgreSQL did not start: {_last_line(told)}")


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else "it gave no reason"
