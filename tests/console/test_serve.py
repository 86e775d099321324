"""A running site: how it starts, what it survives, how it ends. Real processes on a port of their own."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import Instance, Instances
from tests.console.sites import Server, get, is_worker, run, until


@pytest.fixture(scope="module")
def site(new_instance: Callable[[], Instance]) -> Instance:
    """One empty site for the tests of this file."""
    return new_instance()


@pytest.fixture
def server(site: Instance) -> Iterator[Server]:
    """It, served by one web process and one worker."""
    with Server(site, "--workers", "1") as started:
        yield started


def test_a_new_directory_becomes_a_site_and_ends_cleanly(instances: Instances) -> None:
    """First use makes database, static files and secret key; SIGTERM ends every process, with status 0."""
    made = instances.new()
    with Server(made, "--workers", "2") as server:
        assert get(server.port, "/healthz") == (200, "ok\n")
        assert get(server.port, "/readyz") == (200, "ok\n")
        assert (made.data / "secret_key").stat().st_mode & 0o077 == 0
        assert list((made.data / "static" / "css").glob("*.css.gz"))
        children = server.children
        assert len(children) == 3
        idle = socket.create_connection(("127.0.0.1", server.port))
        idle.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert idle.recv(100).startswith(b"HTTP/1.1 200")
        status, seconds = server.stop()
        idle.close()
        assert (status, seconds < 12) == (0, True)
        assert [one for one in children if Path(f"/proc/{one}").exists()] == []
        assert any(line.startswith("Rapport is at http://127.0.0.1:") for line in server.lines[:2])


def test_killed_processes_come_back(server: Server) -> None:
    """Kill -9 of the web process, of the worker, of both, twice in a row: the site answers again."""
    for kill in (lambda one: not is_worker(one), is_worker, lambda one: True, lambda one: True):
        before = server.children
        killed = [one for one in before if kill(one)]
        assert killed
        for one in killed:
            os.kill(one, signal.SIGKILL)
        assert until(lambda gone=killed: len(server.children) == 2 and not set(gone) & set(server.children))
        assert server.answers_again()


def test_nothing_outlives_a_killed_supervisor(server: Server) -> None:
    """Kill -9 of the supervisor: its processes notice and end, and the port is free."""
    children = server.children
    server.stop(signal.SIGKILL)
    assert until(lambda: not any(Path(f"/proc/{one}").exists() for one in children))
    with pytest.raises(OSError, match="refused"):
        get(server.port, "/healthz")


def test_an_occupied_port_is_refused(
    server: Server, site: Instance, new_instance: Callable[[], Instance]
) -> None:
    """A second one on the same port says so in one line and leaves the first alone."""
    for other in (site, new_instance()):
        second = run(other, "serve", "--port", str(server.port))
        assert second.returncode == 1
        assert second.stderr.count("\n") == 1
        assert f"Cannot listen on 127.0.0.1:{server.port}: address already in use" in second.stderr
    assert get(server.port, "/healthz")[0] == 200


def test_a_host_may_be_a_name(new_instance: Callable[[], Instance]) -> None:
    """Passkeys need a name, and `localhost` is the one that every machine has."""
    with Server(new_instance(), "--workers", "1", "--host", "localhost") as named:
        assert get(named.port, "/healthz")[0] == 200


def test_a_setting_is_in_force_at_the_next_request(server: Server, site: Instance) -> None:
    """`rapport set` reaches a running server without a word to it."""
    for name in ("Peat Society", "Weir Watchers"):
        assert run(site, "set", "community_name", name).returncode == 0
        assert name in get(server.port, "/")[1]


def test_two_may_start_at_once(instances: Instances) -> None:
    """Both find the new directory empty; one makes the tables, both serve."""
    made = instances.new()
    first, second = Server(made, "--workers", "1"), Server(made, "--workers", "1")
    with first, second:
        assert [get(one.port, "/readyz")[0] for one in (first, second)] == [200, 200]


@pytest.mark.pure
@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("RAPPORT_URL", "network.example.org", "RAPPORT_URL cannot be taken: use the public address"),
        ("RAPPORT_SMTP_URL", "mail.example.org", "RAPPORT_SMTP_URL cannot be taken"),
        ("RAPPORT_DATABASE_URL", "mysql://somewhere/x", "RAPPORT_DATABASE_URL cannot be taken"),
        ("RAPPORT_DATABASE_URL", "postgresql://x:y@127.0.0.1:1/x", "cannot be reached"),
        ("RAPPORT_LOG_FORMAT", "xml", "RAPPORT_LOG_FORMAT cannot be taken: use text or json."),
    ],
)
def test_wrong_settings_are_refused_at_start(tmp_path: Path, variable: str, value: str, words: str) -> None:
    """One line names the variable and what it takes; nothing is served."""
    here = Instance(tmp_path / "site", {"PYTHONPATH": "src", "PATH": "/usr/bin:/bin"})
    result = run(here, "serve", "--port", "1025", **{variable: value})
    assert result.returncode == 1
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


@pytest.mark.pure
def test_a_locked_database_is_refused_at_start(tmp_path: Path) -> None:
    """Another program that holds SQLite's write lock is named, not waited for without end; one of ours that makes
    the tables is waited for."""
    here = Instance(tmp_path / "site", {"PYTHONPATH": "src", "PATH": "/usr/bin:/bin"})
    assert run(here, "check", "--prepare").returncode == 0
    other = sqlite3.connect(here.data / "rapport.sqlite3", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    result = run(here, "check")
    assert result.returncode == 1
    assert "is locked by another program" in result.stderr
    with (here.data / ".lock").open("r+") as making:

        def made() -> None:
            other.execute("ROLLBACK")
            fcntl.flock(making, fcntl.LOCK_UN)

        fcntl.flock(making, fcntl.LOCK_EX)
        later = threading.Timer(4, made)
        later.start()
        assert run(here, "check").returncode == 0
        later.join()
    other.close()


@pytest.mark.pure
def test_what_is_no_database_is_refused_at_start(tmp_path: Path) -> None:
    """A file that SQLite cannot read, a directory that is a file, one that cannot be made."""
    env = {"PYTHONPATH": "src", "PATH": "/usr/bin:/bin"}
    (tmp_path / "rapport.sqlite3").write_text("a letter, not a database" * 100)
    assert "is not a SQLite database" in run(Instance(tmp_path, env), "serve").stderr
    (tmp_path / "file").write_text("")
    assert "is a file, not a directory" in run(Instance(tmp_path / "file", env), "serve").stderr
    assert "cannot be made" in run(Instance(Path("/proc/rapport"), env), "serve").stderr


def test_logs_are_lines_of_json_where_asked(site: Instance) -> None:
    """`RAPPORT_LOG_FORMAT=json`: each line is an object with a level and an event."""
    with Server(site, "--workers", "1", RAPPORT_LOG_FORMAT="json") as server:
        worker = next(one for one in server.children if is_worker(one))
        os.kill(worker, signal.SIGKILL)
        assert until(
            lambda: any('"level": "warning"' in line and "worker ended" in line for line in server.lines)
        )
