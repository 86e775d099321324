"""Each command as a real process: its exit status, what it prints, and what it leaves."""

from __future__ import annotations

import json
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from rapport.interfaces.console.arguments import COMMANDS
from rapport.kernel.limits.rules import SETTINGS
from tests.conftest import Instance
from tests.console.sites import run

OLGA = ("--handle", "olga", "--email", "olga@example.org", "--name", "Olga Lindqvist", "--password-stdin")
PASSWORD = "a river of one's own\n"


@pytest.fixture(scope="module")
def site(new_instance: Callable[[], Instance]) -> Instance:
    """One site for all tests of this file; olga is an organiser."""
    made = new_instance()
    result = run(made, "create-member", *OLGA, "--organiser", typed=PASSWORD)
    assert result.returncode == 0, result.stderr
    assert result.stdout == "@olga can sign in as olga@example.org.\n"
    return made


def refused(result: subprocess.CompletedProcess[str], *words: str) -> None:
    """It failed with a sentence that holds these words, and printed nothing else."""
    assert result.returncode not in (0, None)
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    for word in words:
        assert word in result.stderr


@pytest.mark.pure
@pytest.mark.parametrize("name", [command.name for command in COMMANDS])
def test_every_command_has_help(name: str, tmp_path: Path) -> None:
    """`--help` says what there is, and makes nothing."""
    here = Instance(data=tmp_path / "none", env={"PYTHONPATH": "src", "PATH": "/usr/bin:/bin"})
    result = run(here, name, "--help")
    assert result.returncode == 0, result.stderr
    assert "--data DIR" in result.stdout
    assert not here.data.exists()


def test_a_token_is_printed_alone(site: Instance) -> None:
    """A script takes it as it is; each is another."""
    one, two = (run(site, "token", "--handle", "@olga", "--scope", "all") for _ in range(2))
    assert (one.returncode, one.stderr) == (0, "")
    assert one.stdout.startswith("rpt_")
    assert one.stdout.count("\n") == 1
    assert one.stdout != two.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("token", "--handle", "nobody"), "There is no member @nobody."),
        (("token", "--handle", "olga", "--scope", "everything"), "Choose scopes among"),
        (("suspend", "--handle", "nobody", "--reason", "spam"), "There is no member @nobody."),
        (("restore-member", "--handle", "olga"), "is not suspended"),
        (("appoint", "--handle", "nobody", "moderator"), "There is no member @nobody."),
        (("appoint", "--handle", "olga", "king"), "invalid choice: 'king'"),
        (("delete-member", "--handle", "olga"), "Add --yes"),
        (("approve", "--email", "who@example.org"), "Nobody waits"),
        (("sign-up-code", "--email", "nowhere"), "address"),
        (("export", "--handle", "olga", "olga.tar"), "Name a file that ends in .zip."),
        (("export", "--handle", "nobody", "nobody.zip"), "There is no member @nobody."),
        (("export", "--handle", "olga", "/proc/olga.zip"), "/proc/olga.zip cannot be written"),
        (("set", "note_lenght", "5"), "Did you mean note_length?"),
        (("set", "note_length", "none"), "a whole number from 1 to 10000"),
        (("suspend", "--handle", "olga", "--reason", "spam", "--days", "999999999"), "more than 36500 days"),
        (("token", "--handle", "\udcff"), "handle is not text in UTF-8"),
        (("sign-up-code", "--email", "\udcff@example.org"), "email is not text in UTF-8"),
        (("demo",), "has members already"),
        (("demo", "--attributes", "x"), "--attributes goes with --edges"),
        (("demo", "--edges", "nowhere.txt"), "nowhere.txt: No such file or directory."),
    ],
)
def test_what_cannot_be_done_is_one_sentence(site: Instance, arguments: tuple[str, ...], words: str) -> None:
    """Exit status not 0, the sentence on standard error, no traceback."""
    refused(run(site, *arguments), words)


def test_a_member_is_made_once(site: Instance) -> None:
    """Handle and address belong to one member; nothing is half made."""
    refused(run(site, "create-member", *OLGA, typed=PASSWORD), "taken")
    other = tuple("mara" if word == "olga" else word for word in OLGA)
    refused(run(site, "create-member", *other, typed=PASSWORD), "account with this address")
    refused(run(site, "create-member", *other, typed=""), "No password")
    made = run(
        site, "create-member", *(word.replace("olga@", "mara@") for word in other), "--json", typed="short"
    )
    assert json.loads(made.stdout) == {"handle": "mara", "email": "mara@example.org", "organiser": False}
    assert "The password is weak" in made.stderr


@pytest.mark.parametrize(
    ("typed", "words"),
    [(b"a river \xff of ones own\n", "not text in UTF-8"), (b"a river\0of ones own\n", "NUL")],
)
def test_a_password_nobody_could_type_is_refused(site: Instance, typed: bytes, words: str) -> None:
    """One sentence, and nobody is made."""
    who = tuple(word.replace("olga", "nina") for word in OLGA)
    result = subprocess.run(
        site.command("create-member", *who), env=site.env, input=typed, capture_output=True, check=False
    )
    assert result.returncode == 2
    assert words in result.stderr.decode()
    assert "Traceback" not in result.stderr.decode()
    refused(run(site, "token", "--handle", "nina"), "There is no member @nina.")


def test_settings_are_changed_and_shown(site: Instance) -> None:
    """`set` alone lists every setting; with a name it shows one, with a value it changes it."""
    listed = json.loads(run(site, "set", "--json").stdout)
    assert {row["name"] for row in listed} == set(SETTINGS)
    assert run(site, "set", "NOTE-LENGTH", "280").stdout == "note_length is 280 from now on.\n"
    shown = run(site, "set", "note_length")
    assert shown.stdout.split()[:2] == ["note_length", "280"]
    changed = json.loads(run(site, "set", "sign_up", "code", "--json").stdout)
    assert (changed["value"], changed["default"]) == ("code", "open")


def test_a_member_is_suspended_restored_and_deleted(site: Instance) -> None:
    """The same actions as on the organisers' pages."""
    who = ("--handle", "tomas")
    made = run(
        site,
        "create-member",
        *who,
        "--email",
        "t@example.org",
        "--name",
        "Tomás",
        "--password-stdin",
        typed=PASSWORD,
    )
    assert made.returncode == 0, made.stderr
    said = run(site, "suspend", *who, "--reason", "Sent the same pitch to everybody", "--days", "7").stdout
    assert said.startswith("@tomas is suspended until 20")
    assert run(site, "restore-member", *who).stdout == "@tomas is back.\n"
    assert run(site, "appoint", *who, "moderator").stdout == "@tomas is a moderator now.\n"
    assert run(site, "appoint", *who, "moderator").stdout == "Nothing changed: they were one before.\n"
    assert run(site, "appoint", *who, "moderator", "--end").stdout == "@tomas is no moderator any more.\n"
    assert run(site, "delete-member", *who, "--yes").stdout == "@tomas is deleted.\n"
    for again in (("delete-member", *who, "--yes"), ("token", *who), ("suspend", *who, "--reason", "spam")):
        refused(run(site, *again), "There is no member @tomas.")


def test_sign_up_codes_differ(site: Instance) -> None:
    """Each is printed alone, so that a script can take it."""
    codes = {run(site, "sign-up-code").stdout for _ in range(2)}
    assert len(codes) == 2
    assert all(code.count("\n") == 1 for code in codes)


def test_nobody_waits_at_first(site: Instance) -> None:
    """`approve` without an address says who asked to join."""
    assert run(site, "approve").stdout == "Nobody waits.\n"
    assert json.loads(run(site, "approve", "--json").stdout) == []


def test_a_site_says_that_it_is_ready(site: Instance) -> None:
    """`check` on a good one."""
    assert "is ready" in run(site, "check").stdout
    assert json.loads(run(site, "check", "--json").stdout)["ready"] is True


@pytest.mark.pure
def test_a_command_without_a_site_makes_none(tmp_path: Path) -> None:
    """A mistyped directory stays unmade."""
    nowhere = Instance(data=tmp_path / "typo", env={"PYTHONPATH": "src", "PATH": "/usr/bin:/bin"})
    refused(run(nowhere, "token", "--handle", "olga"), "is not there", "rapport serve")
    assert not nowhere.data.exists()
    refused(run(nowhere, "frobnicate"), "invalid choice")


def test_an_export_is_a_zip_and_replaces_what_was_there(site: Instance, tmp_path: Path) -> None:
    """OPS-2: everything of one's own, and no half beside it."""
    path = tmp_path / "olga.zip"
    path.write_bytes(b"before")
    result = run(site, "export", "--handle", "@olga", str(path))
    assert (result.returncode, result.stdout) == (0, f"Everything of @olga is in {path}.\n")
    with zipfile.ZipFile(path) as zipped:
        assert {"Profile.csv", "rapport.json", "connections.vcf", "calendar.ics", "resume.json"} <= set(
            zipped.namelist()
        )
    assert list(tmp_path.iterdir()) == [path]
