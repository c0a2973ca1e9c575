"""The embedded servers, started for real in a folder of their own."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from chefforum.launcher.accounts import Account
from chefforum.launcher.errors import LauncherError
from chefforum.launcher.places import outside_folder, private_folder, remove_places, token_of
from chefforum.launcher.servers import Servers, serving

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root gives servers to another user")


@pytest.fixture
def checkout() -> Iterator[Path]:
    """A folder like a checkout's, which every user may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="chefforum-checkout-"))
    folder.chmod(0o755)
    yield folder
    if (folder / "var").is_dir():
        remove_places(folder / "var")
    shutil.rmtree(folder)


@pytest.fixture
def servers(checkout: Path) -> Iterator[Servers]:
    made = Servers(checkout / "var" / "test", durable=False)
    yield made
    made.stop()


def ask(servers: Servers, question: str) -> object:
    with psycopg.connect(servers.postgres.url, autocommit=True) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row and row[0]


def queue(servers: Servers) -> redis.Redis:
    return redis.Redis.from_url(servers.valkey.url)


def execute(servers: Servers, statement: str) -> None:
    with psycopg.connect(servers.postgres.url, autocommit=True) as connection:
        connection.execute(statement.encode())


def postmaster(servers: Servers) -> int:
    return int((servers.postgres.cluster / "postmaster.pid").read_text().split()[0])


def test_servers_answer_on_sockets_only_and_stop(servers: Servers) -> None:
    servers.start()
    assert ask(servers, "SELECT current_database()") == "chefforum"
    assert ask(servers, "SHOW listen_addresses") == ""
    assert ask(servers, "SHOW server_encoding") == "UTF8"
    assert ask(servers, "SHOW fsync") == "off"
    assert queue(servers).config_get("port") == {"port": "0"}
    for folder in (servers.postgres.sockets, servers.valkey.socket.parent):
        assert folder.stat().st_mode & 0o777 == 0o700
        assert len(os.fsencode(folder)) < 100

    servers.stop()
    with pytest.raises(psycopg.OperationalError):
        ask(servers, "SELECT 1")
    assert not servers.valkey.answers()
    servers.stop()


def test_starting_twice_keeps_the_running_servers(servers: Servers) -> None:
    servers.start()
    first = postmaster(servers)
    queue(servers).set("kept", "1")
    servers.start()
    assert postmaster(servers) == first
    assert queue(servers).get("kept") == b"1"


def test_data_outlive_a_stop(servers: Servers) -> None:
    servers.start()
    execute(servers, "CREATE TABLE kept AS SELECT 42 AS answer")
    servers.stop()
    servers.start()
    assert ask(servers, "SELECT answer FROM kept") == 42


def test_killed_servers_recover_with_their_data(servers: Servers) -> None:
    servers.start()
    execute(servers, "CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(postmaster(servers), signal.SIGKILL)
    os.kill(int(queue(servers).info("server")["process_id"]), signal.SIGKILL)
    servers.start()
    assert ask(servers, "SELECT answer FROM kept") == 42
    assert queue(servers).ping()


def test_a_stale_pid_file_naming_another_program_is_no_hindrance(servers: Servers) -> None:
    servers.start()
    held = (servers.postgres.cluster / "postmaster.pid").read_text().split("\n")
    servers.stop()
    stale = servers.postgres.cluster / "postmaster.pid"
    stale.write_text("\n".join([str(os.getpid()), *held[1:]]))
    os.chown(stale, servers.postgres.account.uid, servers.postgres.account.gid)
    servers.start()
    assert ask(servers, "SELECT 1") == 1


def test_a_ruined_test_cluster_is_made_anew(servers: Servers) -> None:
    servers.start()
    servers.stop()
    (servers.postgres.cluster / "global" / "pg_control").unlink()
    servers.start()
    assert ask(servers, "SELECT 1") == 1


def test_a_cluster_of_another_version_is_never_thrown_away(checkout: Path) -> None:
    durable = Servers(checkout / "var" / "run", durable=True)
    try:
        durable.start()
        durable.stop()
        (durable.postgres.cluster / "PG_VERSION").write_text("9\n")
        with pytest.raises(LauncherError, match="made by PostgreSQL 9"):
            durable.start()
        assert (durable.postgres.cluster / "global" / "pg_control").exists()
    finally:
        durable.stop()


def test_two_homes_run_side_by_side(checkout: Path, servers: Servers) -> None:
    servers.start()
    other = Servers(checkout / "var" / "run", durable=False)
    try:
        other.start()
        execute(other, "CREATE TABLE mine AS SELECT 1 AS one")
        assert ask(servers, "SELECT to_regclass('mine')") is None
    finally:
        other.stop()
    assert ask(servers, "SELECT 1") == 1


def test_the_last_user_of_a_home_stops_its_servers(checkout: Path) -> None:
    home = checkout / "var" / "test"
    said: list[str] = []
    with serving(home, durable=False, say=said.append):
        with serving(home, durable=False, say=said.append) as inner:
            assert inner.redis_url.startswith("unix:///")
        servers = Servers(home, durable=False)
        assert ask(servers, "SELECT 1") == 1
    assert not servers.valkey.answers()
    with pytest.raises(psycopg.OperationalError):
        ask(servers, "SELECT 1")


def test_given_servers_are_used_and_nothing_is_started(checkout: Path) -> None:
    said: list[str] = []
    home = checkout / "var" / "test"
    given = {"database_url": "postgresql://db/x", "redis_url": "redis://queue"}
    with serving(home, durable=False, say=said.append, **given) as addresses:
        assert addresses.database_url == "postgresql://db/x"
        assert addresses.redis_url == "redis://queue"
    assert said == []
    assert not home.exists()


def test_only_the_missing_server_is_started(checkout: Path) -> None:
    said: list[str] = []
    home = checkout / "var" / "test"
    with serving(home, durable=False, database_url="postgresql://db/x", say=said.append):
        assert said == ["Starting Valkey"]
        assert not (home / "postgres").exists()


def test_a_copied_checkout_shares_nothing_with_the_first(checkout: Path) -> None:
    var = checkout / "var"
    (var / "test").mkdir(parents=True)
    copied = checkout / "copied"
    first = token_of(var)
    shutil.copytree(var, copied)
    assert token_of(copied) != first
    assert token_of(var) == first


def test_a_socket_folder_open_to_others_is_refused(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir(mode=0o755)
    with pytest.raises(LauncherError, match="private"):
        private_folder(tmp_path / "open", Account.current())
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(LauncherError, match="private"):
        private_folder(tmp_path / "link", Account.current())


@needs_root
def test_root_runs_the_database_where_others_cannot_enter(checkout: Path) -> None:
    checkout.chmod(0o700)
    closed = Servers(checkout / "var" / "test", durable=False)
    try:
        closed.start()
        assert ask(closed, "SELECT 1") == 1
        assert (checkout / "var" / "test" / "postgres").is_symlink()
        outside = closed.postgres.cluster
        assert outside.stat().st_uid != 0
        assert outside.stat().st_mode & 0o777 == 0o700
        assert outside_folder(checkout / "var").stat().st_uid == 0
    finally:
        closed.stop()
    assert checkout.stat().st_mode & 0o777 == 0o700


@needs_root
def test_a_checkout_closed_later_takes_its_data_along(checkout: Path) -> None:
    home = checkout / "var" / "run"
    first = Servers(home, durable=False)
    first.start()
    execute(first, "CREATE TABLE kept AS SELECT 42 AS answer")
    first.stop()
    checkout.chmod(0o700)
    later = Servers(home, durable=False)
    try:
        later.start()
        assert ask(later, "SELECT answer FROM kept") == 42
    finally:
        later.stop()


@needs_root
def test_programs_are_copied_when_the_account_cannot_reach_them(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reaches = Account.can_enter
    monkeypatch.setattr(
        Account,
        "can_enter",
        lambda account, folder: "site-packages" not in str(folder) and reaches(account, folder),
    )
    servers = Servers(checkout / "var" / "test", durable=False)
    try:
        servers.start()
        assert ask(servers, "SELECT 1") == 1
        copies = list(outside_folder(checkout / "var").glob("programs-*"))
        assert len(copies) == 1
        assert copies[0].stat().st_uid == 0
    finally:
        servers.stop()
