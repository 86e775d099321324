"""Export, erase, begin anew elsewhere, import, export again: nothing is lost that Rapport holds (OPS-2)."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
import time_machine
from PIL import Image

from rapport.content.exchange.actions import exporting
from rapport.content.exchange.formats.archive import open_archive
from rapport.content.exchange.formats.bounds import DEFAULT
from rapport.content.exchange.formats.layout import Kind
from rapport.content.exchange.formats.rapport_record import read_record
from rapport.content.exchange.models import KeptAside
from rapport.content.exchange.queries.runs import parts_of
from rapport.content.exchange.rules.reasons import Outcome
from rapport.content.profiles.actions import contact, entries, facts, skills
from rapport.content.profiles.models import Entry
from rapport.content.profiles.rules.sections import FIELDS, Detail, Section
from rapport.kernel import jobs
from rapport.kernel.jobs.models import Job
from rapport.kernel.limits.rules import Limits
from rapport.people.accounts import actions as accounts
from rapport.people.accounts.actions import standing
from rapport.people.accounts.models import Account
from rapport.people.actors import actions as actors
from rapport.people.actors.models import Actor
from rapport.people.contacts import actions as contacts
from rapport.people.contacts.rules import Card
from rapport.people.relationships.actions import answering, choosing, following, inviting, removing
from rapport.projections.notifications import actions as notices
from tests.exchange.archives import zipped
from tests.exchange.importing import bring, import_all, take, undo
from tests.matrix.digest import changed, digests
from tests.people import START, make_member

LIMITS = Limits()
ITSELF = {"exchange_importrun", "exchange_importrow", "jobs_job"}


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"


def _values(section: Section, number: int) -> dict[str, str]:
    """A value for every field of a section."""
    known = {"month": f"201{number}-0{number}", "url": f"https://a.example/{number}", "proficiency": "native"}
    return {
        field.name: known.get(
            field.kind.value, f"{field.name} {number}" if field.name != "finished" else "2022"
        )
        for field in FIELDS[section]
    }


def _connect(one: int, two: int) -> None:
    sent = inviting.invite(sender=one, recipient=two, context="worked_together", now=START, limits=LIMITS)
    answering.accept(invitation_id=sent.invitation_id, actor_id=two, now=START, limits=LIMITS)


def _somebody() -> int:
    """@mara with something of everything that can be hers."""
    me, ben, eve, max_ = (make_member(handle) for handle in ("mara", "ben", "eve", "max"))
    facts.change(
        owner_id=me,
        changes={
            "about": "=1+1, I say\nTwo lines", "location": "Delft", "industry": "Water", "pronouns": "she/her",
            "open_to": ["work", "mentoring"], "open_to_line": "Dikes", "endorse_policy": "followers",
            "share_birthday": True, "share_positions": True, "milestone_audience": "members",
            "audiences": {"skills": "connections", "open_to": "anyone", "links": "only_me"},
        },
    )  # fmt: skip
    for section in FIELDS:
        made = [
            entries.add_entry(owner_id=me, section=section, values=_values(section, number), now=START)
            for number in (1, 2, 3)
        ]
        if section is Section.EXPERIENCE:
            entries.reorder(owner_id=me, section=section, order=[made[1], made[2], made[0]])
    for name in ("Python", "Dikes", "Boats"):
        skills.add_skill(owner_id=me, name=name, now=START)
    for kind, value, audience in (
        (Detail.EMAIL, None, "only_me"),
        (Detail.PHONE, "+31 15 1234567", "connections"),
        (Detail.BIRTHDAY, "--03-05", "only_me"),
        (Detail.ADDRESS, "Oude Delft 1", "anyone"),
    ):
        contact.set_contact_detail(owner_id=me, kind=kind, value=value, audience=audience, now=START)
    choosing.choose(
        actor_id=me,
        changes={"follow_policy": "on_request", "connection_line": "Met me?", "follower_list": "only_me"},
    )
    notices.prefer(actor_id=me, changes={"connected": "off", "declined": "weekly"}, now=START)
    standing.choose(account_id=Account.objects.get(actor_id=me).pk, theme="dark", language="en")
    actors.change_face(actor_id=me, headline="Of water", limits=LIMITS)
    actors.choose_picture_audience(actor_id=me, audience="members")
    picture = io.BytesIO()
    Image.new("RGB", (600, 600), (200, 30, 90)).save(picture, "PNG")
    actors.change_picture(actor_id=me, data=picture.getvalue())
    _connect(me, ben)
    following.follow(follower=me, followee=eve, now=START)
    removing.block(owner=me, other=max_, now=START)
    choosing.keep_note(
        owner=me, other=ben, note="Knows boats", how_met="Delft", tags=["old"], rhythm_weeks=4, now=START
    )
    cards = [
        Card(
            name="Ada Ek", name_key="ada ek", company="Pumps", position="Boss", connected_on=date(2020, 5, 1)
        ),
        Card(name="Bo Ek", name_key="bo ek", company="Pumps", note="=Met\nat sea"),
    ]
    ada, _bo = contacts.keep(owner=me, cards=cards, now=START)
    assert ada.contact_id is not None
    contacts.set_follows(owner=me, contact_id=ada.contact_id, follows=False)
    KeptAside.objects.create(
        owner_id=me, kind="messages", digest="d", data={"content": "Hi", "to": ["a"]}, kept_at=START
    )
    return me


def _export(owner: int, path: Path) -> dict[str, Any]:
    exporting.write(actor_id=owner, path=path, limits=LIMITS, now=START)
    with zipfile.ZipFile(path) as archive:
        found: dict[str, Any] = json.loads(archive.read("rapport.json"))
        found["picture"] = archive.read("picture.webp")
    return found


TIMES = ("created_at", "place", "organization", "kept_at")


def _own(record: dict[str, Any]) -> dict[str, Any]:
    """One's own of it, without ids and times; the order stands in the order of the lists where it was chosen."""
    face = {name: value for name, value in record["face"].items() if name not in ("handle", *TIMES)}
    lists = ("entries", "skills", "contact_details", "notices")
    chosen = [one["title"] for one in record["entries"] if one["section"] == "experience"]
    record["entries"].sort(key=lambda one: (one["section"], one["title"], one["organization_name"]))
    return {
        "order": chosen,
        "face": face,
        "look": (record["account"]["theme"], record["account"]["language"]),
        **{part: record[part] for part in ("network", "profile")},
        **{
            part: [
                {name: value for name, value in item.items() if name not in TIMES} for item in record[part]
            ]
            for part in lists
        },
    }


def _erase_all() -> None:
    """Everybody leaves, and is erased."""
    for account in Account.objects.order_by("pk"):
        accounts.leave(account_id=account.pk, now=START, limits=LIMITS)
    later = START + timedelta(days=LIMITS.erase_after_days)
    with time_machine.travel(later, tick=False):
        assert accounts.erase_due(now=later) == 4
        jobs.run_due(now=later)
    Job.objects.all().delete()  # the log of SQLite is emptied later, which no test in a transaction can do
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_nothing_is_lost_that_rapport_holds(tmp_path: Path) -> None:
    """OPS-2: own content equal but for ids and times; ties to people who are not there are contact-book rows."""
    first = _export(_somebody(), tmp_path / "first.zip")
    _erase_all()
    anew = make_member("mara_again")
    actors.change_face(actor_id=anew, name=first["face"]["name"], limits=LIMITS)
    before = digests()
    run = import_all(anew, tmp_path / "first.zip")
    assert run.outcomes[Outcome.FAILED] == 0
    assert not {file.name for file in run.files} & {"rapport.json", "picture.webp"}  # they are parts
    second = _export(anew, tmp_path / "second.zip")
    assert _own(second) == _own(first)
    with Image.open(io.BytesIO(second["picture"])) as picture:
        assert picture.size == (512, 512)
    kept = [{**one, "how": ""} for one in second["contacts"]]
    (ben,) = [one for one in kept if one["name"].startswith("Ben")]
    assert [{**one, "how": ""} for one in first["contacts"]] == [one for one in kept if one is not ben]
    assert (ben["connected_on"], ben["note"]) == (first["connections"][0]["since"][:10], "Knows boats")
    aside = {one["kind"]: one["data"] for one in second["kept_aside"]}
    assert aside["messages"] == {"content": "Hi", "to": ["a"]}
    assert aside["rapport_blocks"]["handle"] == "max"
    assert aside["rapport_notes"]["tags"] == ["old"]
    standing_now = digests()
    again = import_all(anew, tmp_path / "first.zip")
    assert not changed(standing_now, digests()) - ITSELF
    undo(anew, again)
    undo(anew, run)
    # the log keeps that a door changed, and changed back
    assert changed(before, digests()) <= {"jobs_job", "changelog_change"}
    assert Actor.objects.get(pk=anew).picture == ""


@pytest.mark.django_db
def test_what_was_chosen_here_stays_unless_the_file_shall_win(tmp_path: Path) -> None:
    """OPS-2: an import fills what was left open; with `replace` it wins, and gives back what stood, taken back."""
    _export(_somebody(), tmp_path / "first.zip")
    other = make_member("lena")
    facts.choose_audiences(owner_id=other, changes={"skills": "only_me"})
    notices.prefer(actor_id=other, changes={"connected": "daily"}, now=START)
    run = bring(other, tmp_path / "first.zip")
    assert {Kind.RAPPORT_PROFILE, Kind.RAPPORT_SETTINGS} < set(parts_of(run))
    chosen = ["rapport_profile", "rapport_settings"]
    take(other, run, chosen)
    record = _export(other, tmp_path / "other.zip")
    assert record["profile"]["skills_audience"] == "only_me"
    assert record["profile"]["links_audience"] == "only_me"
    assert record["notices"][0] == {"kind": "connected", "frequency": "daily"}
    assert record["face"]["name"].startswith("Lena")
    before = digests()
    run = take(other, bring(other, tmp_path / "first.zip"), chosen, replace=True)
    record = _export(other, tmp_path / "other.zip")
    assert record["profile"]["skills_audience"] == "connections"
    assert record["notices"][0] == {"kind": "connected", "frequency": "off"}
    assert record["face"]["name"].startswith("Mara")
    undo(other, run)
    assert changed(before, digests()) <= {"jobs_job"}


ROWS = {
    "no item": {"skills": ["x"]},
    "too deep": {"kept_aside": [{"kind": "a", "data": {"a": [[[[[[[[1]]]]]]]]}}]},
    "too long": {"contacts": [{"name": "x" * 200_000}]},
}


@pytest.mark.pure
@pytest.mark.parametrize("parts", ROWS.values(), ids=ROWS)
def test_an_item_that_is_none_is_one_bad_row(parts: dict[str, Any]) -> None:
    """OPS-2: the others are read; zeros, which no database keeps, are left out."""
    told = {"format": 1, "handle": "a", "entries": [{"section": "a\0b"}], **parts}
    found = read_record(orjson.dumps(told), b"", DEFAULT)
    assert found is not None
    rows = [row for kind in found.counts for row in found.rows(kind)]
    assert sum(hasattr(row, "fault") for row in rows) == 1
    assert [row.text("section") for row in rows if getattr(row, "part", "") == "entries"] == ["ab"]  # type: ignore[union-attr]


@pytest.mark.pure
@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"[]",
        b"{",
        b"\xff",
        b'{"format": 2, "handle": "a"}',
        b'{"format": 1}',
        b"[" * 100_000,
        b'"\\ud800"',
    ],
)
def test_a_document_that_is_none_is_left(document: bytes, tmp_path: Path) -> None:
    """OPS-2: it says why, and the rest of the archive is read."""
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"rapport.json": document, "Skills.csv": b"Name\nRust\n"}))
    with open_archive(path) as archive:
        assert [(one.name, bool(one.reason)) for one in archive.files] == [
            ("rapport.json", True),
            ("Skills.csv", False),
        ]
        assert archive.kinds == (Kind.SKILLS,)


HOSTILE: dict[str, Any] = {
    "face": {"name": 7, "headline": ["x"], "picture_audience": {"a": 1}},
    "profile": {
        "about": None,
        "links_audience": "everybody",
        "share_birthday": "yes",
        "actor_id": 1,
        "open_to_work": 1,
    },
    "entries": [
        {"section": "about"},
        {"section": 3},
        {"section": "skills", "title": "x"},
        {"section": "projects"},
    ],
    "skills": [{"name": None}],
    "contact_details": [{"kind": "phone", "value": "<b>", "audience": "members"}, {"kind": "x"}],
    "network": {"connections": 9_000, "follow_policy": "nobody"},
    "account": {"theme": "pink", "is_organiser": True, "email": "x@example.org"},
    "notices": [
        {"kind": "x", "frequency": "off"},
        {"kind": "connected", "frequency": "hourly"},
        {"kind": []},
    ],
    "contacts": [{"name": "Una", "connected_on": "31-31-31", "follows": "no"}, {"name": 4}],
    "kept_aside": [{"kind": "x" * 31, "data": {}}, {"kind": "x", "data": 4}, {"data": {}}],
    "groups": {"member": []},
}


@pytest.mark.django_db
def test_what_is_not_lawful_there_is_not_here(tmp_path: Path) -> None:
    """OPS-2: a document that somebody wrote by hand chooses nothing that the pages would refuse, and breaks nothing."""
    owner = make_member("anna")
    path = tmp_path / "a.zip"
    told: dict[str, bytes] = {
        "rapport.json": orjson.dumps({"format": 1, "handle": "anna", **HOSTILE}),
        "picture.webp": b"<svg onload=alert(1)>",
    }
    path.write_bytes(zipped(told))
    before = digests()
    run = import_all(owner, path)
    assert run.done == sum(file.taken for file in run.files)
    assert changed(before, digests()) - ITSELF == {"contacts_contact", "exchange_keptaside"}
    undo(owner, run)
    assert changed(before, digests()) <= {"jobs_job"}
