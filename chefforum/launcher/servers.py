"""The two embedded servers of one home folder, shared by all who use it."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from chefforum.launcher.places import locked, make_home
from chefforum.launcher.postgres import Postgres
from chefforum.launcher.valkey import Valkey

Say = Callable[[str], None]


@dataclass(frozen=True)
class Addresses:
    """Where the app finds its two servers."""

    database_url: str
    redis_url: str


class Servers:
    """PostgreSQL and Valkey of one home folder (`var/run`, `var/test`).

    A `durable` home keeps its data over power cuts; the other is for tests,
    and quicker. Homes are independent of each other.
    """

    def __init__(self, home: Path, *, durable: bool) -> None:
        make_home(home)
        self.home = home
        self.postgres = Postgres(home, durable=durable)
        self.valkey = Valkey(home)

    def start(self, *, database: bool = True, queue: bool = True) -> None:
        """Have the wanted servers answer; those that already do are kept."""
        if database:
            self.postgres.start()
        if queue:
            self.valkey.start()

    def stop(self) -> None:
        """End both servers, those that run."""
        try:
            self.valkey.stop()
        finally:
            self.postgres.stop()


@contextmanager
def serving(home: Path, *, durable: bool, database_url: str = "", redis_url: str = "", say: Say) -> Iterator[Addresses]:
    """Addresses of a database and a queue: those given, else embedded ones.

    Embedded servers are up while the block runs. Several launchers may use one
    home at a time: the last to leave stops the servers, whoever started them,
    and those that a killed launcher left running are taken over.
    """
    if database_url and redis_url:
        yield Addresses(database_url, redis_url)
        return
    servers = Servers(home, durable=durable)
    with (home / "users.lock").open("a") as users:
        try:
            with locked(home / "lock"):
                fcntl.flock(users, fcntl.LOCK_SH)
                if not database_url:
                    say("Starting PostgreSQL")
                if not redis_url:
                    say("Starting Valkey")
                servers.start(database=not database_url, queue=not redis_url)
            yield Addresses(database_url or servers.postgres.url, redis_url or servers.valkey.url)
        finally:
            _leave(servers, users.fileno())


def _leave(servers: Servers, users: int) -> None:
    with locked(servers.home / "lock"):
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        servers.stop()
