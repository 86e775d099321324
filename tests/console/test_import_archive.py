"""`rapport import-archive` and `import-members`: what they print, what they leave, killed and begun again (OPS-1)."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import Instance
from tests.exchange.archives import write_archive, zipped

KEPT = """
    SELECT name, company, position, connected_on, note, slug FROM contacts_contact WHERE owner_id = {}
    ORDER BY name, connected_on, slug
"""
ROWS = "SELECT number, line, outcome, reason FROM exchange_importrow WHERE owner_id = {} ORDER BY number"


def _rapport(instance: Instance, *arguments: str, fails: bool = False, given: str = "") -> str:
    done = subprocess.run(
        instance.command(*arguments), env=instance.env, input=given, capture_output=True, text=True, timeout=120,
        check=False,
    )  # fmt: skip
    assert (done.returncode != 0) is fails, done.stderr
    return done.stderr if fails else done.stdout


def _ask(instance: Instance, sql: str) -> list[Any]:
    address = instance.env.get("RAPPORT_DATABASE_URL")
    if address:
        with psycopg.connect(address, autocommit=True) as connection:
            return connection.execute(sql.encode()).fetchall()
    (file,) = instance.data.glob("*.sqlite3")
    with sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=20) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def instance(new_instance: Callable[[], Instance]) -> Instance:
    made = new_instance()
    for handle in ("anna", "bert"):
        _rapport(
            made, "create-member", "--handle", handle, "--email", f"{handle}@example.org", "--name", handle,
            "--password-stdin", given="correct horse battery",
        )  # fmt: skip
    return made


@pytest.mark.kill
def test_killed_in_the_middle_and_begun_again_it_is_the_same(instance: Instance, tmp_path: Path) -> None:
    """OPS-1: kill -9 among the chunks; the same command goes on, and all is as if it had never been killed."""
    path = tmp_path / "archive.zip"
    write_archive(path, era=2025, connections=4_000, messages=0, comments=0)
    whole = json.loads(_rapport(instance, "import-archive", "--handle", "anna", str(path), "--json"))
    command = instance.command("import-archive", "--handle", "bert", str(path), "--json")
    killed = subprocess.Popen(command, env=instance.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    members = "SELECT id FROM actors_actor WHERE handle IN ('anna', 'bert') ORDER BY handle"
    anna, bert = (row[0] for row in _ask(instance, members))
    until = time.monotonic() + 60
    while not _ask(instance, f"SELECT 1 FROM contacts_contact WHERE owner_id = {bert} LIMIT 1"):
        assert killed.poll() is None and time.monotonic() < until
        time.sleep(0.01)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert _ask(instance, "SELECT COUNT(*) FROM exchange_importrun WHERE state = 'applying'") == [(1,)]
    again = json.loads(_rapport(instance, "import-archive", "--handle", "bert", str(path), "--json"))
    assert {**again, "import": ""} == {**whole, "import": ""}
    for sql in (KEPT, ROWS):
        assert _ask(instance, sql.format(anna)) == _ask(instance, sql.format(bert))


@pytest.mark.page
def test_what_it_prints_and_a_dry_run_leaves_nothing(instance: Instance, tmp_path: Path) -> None:
    """api.md: per file rows, imported, merged, skipped with reasons, failed with lines; a dry run writes nothing."""
    path = tmp_path / "archive.zip"
    path.write_bytes(
        zipped(
            {
                "Skills.csv": 'Name\nRust\n"Odd\nGo\n',
                "Connections.csv": "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
                ",,,,,,07 Jun 2024\n",
                "Logins.csv": "x\n1\n",
            }
        )
    )
    counts = "SELECT COUNT(*) FROM exchange_importrun"
    before = _ask(instance, counts)
    arguments = ("import-archive", "--handle", "anna", str(path))
    told = json.loads(_rapport(instance, *arguments, "--dry-run", "--json"))
    assert _ask(instance, counts) == before
    files = {one["file"]: one for one in told["files"]}
    assert told["dry_run"] is True
    assert (files["Skills.csv"]["rows"], files["Skills.csv"]["imported"]) == (3, 2)
    assert files["Skills.csv"]["failures"] == [
        {"line": 3, "reason": "The quotation marks of this row do not match."}
    ]
    assert files["Connections.csv"]["reasons"] == {"A closed account: only the date is left.": 1}
    assert "left" in files["Logins.csv"]
    assert "nothing was written" in _rapport(instance, *arguments, "--dry-run")
    wrong = tmp_path / "wrong.zip"
    wrong.write_bytes(b"%PDF-1.7")
    assert "This is a PDF" in _rapport(instance, "import-archive", "--handle", "anna", str(wrong), fails=True)
    assert "is not there" in _rapport(instance, "import-archive", "--handle", "anna", "/no/such", fails=True)
    assert "no member" in _rapport(instance, "import-archive", "--handle", "nobody", str(path), fails=True)
    assert _ask(instance, counts) == before


def test_members_come_from_a_list_without_a_mail(instance: Instance, tmp_path: Path) -> None:
    """OPS-1: members by CSV, with a dry run; known addresses are left alone, bad rows reported, nobody is mailed."""
    path = tmp_path / "members.csv"
    path.write_text(
        "Name,E-mail,City\nMara Okonjo,mara@example.org,Lagos\nAnna,ANNA@example.org,\nNo Address,,\n"
    )
    members = "SELECT COUNT(*) FROM accounts_account"
    before = _ask(instance, members)
    told = json.loads(_rapport(instance, "import-members", str(path), "--dry-run", "--json"))
    assert (told["rows"], told["made"], told["known"], len(told["failed"])) == (3, 1, 1, 1)
    assert _ask(instance, members) == before
    again = json.loads(_rapport(instance, "import-members", str(path), "--json"))
    assert again["handles"] == ["mara_okonjo"]
    assert _ask(instance, "SELECT COUNT(*) FROM profiles_profile WHERE location = 'Lagos'") == [(1,)]
    assert _ask(instance, "SELECT COUNT(*) FROM jobs_job WHERE name LIKE '%mail%'") == [(0,)]
    assert json.loads(_rapport(instance, "import-members", str(path), "--json"))["known"] == 2
