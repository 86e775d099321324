"""Everything of one's own as an archive: complete, true to the layout, and nobody else's (OPS-2)."""

from __future__ import annotations

import json
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client

from rapport.content.exchange.actions import exporting
from rapport.content.exchange.formats.archive import open_archive
from rapport.content.exchange.formats.icalendar_writing import Day, calendar_text
from rapport.content.exchange.formats.json_resume import read_resume
from rapport.content.exchange.formats.layout import Kind
from rapport.content.exchange.formats.vcard import CardRow, read_cards
from rapport.content.exchange.formats.vcard_writing import Card, cards_text
from rapport.content.exchange.queries import exports as queries
from rapport.content.exchange.rules.exported import EXPORTED, KEPT_BACK
from rapport.content.profiles.actions import contact, entries, facts, skills
from rapport.content.profiles.rules.sections import Detail, Section
from rapport.kernel.errors import Absent
from rapport.kernel.jobs import run_due
from rapport.kernel.limits.rules import Limits
from rapport.people.accounts.models import Account
from rapport.people.actors.models import Actor
from rapport.people.relationships.actions import answering, choosing, following, inviting
from tests.conftest import Clock
from tests.people import make_member

LIMITS = Limits()


def _connected(one: int, two: int, now: datetime) -> None:
    sent = inviting.invite(sender=one, recipient=two, context="worked_together", now=now, limits=LIMITS)
    answering.accept(invitation_id=sent.invitation_id, actor_id=two, now=now, limits=LIMITS)


@pytest.fixture
def mara(db: None, clock: Clock) -> int:
    """@mara with something in every part, and two others."""
    now = clock.now
    me, ben = make_member("mara", now=now), make_member("ben", now=now)
    eve = make_member("eve", now=now)
    facts.edit_facts(owner_id=me, changes={"about": "=1+1, I say\nTwo lines", "location": "Delft"})
    entries.add_entry(
        owner_id=me,
        section=Section.EXPERIENCE,
        values={"title": "Engineer", "company": "Acme, Inc.", "started": "2021-03"},
        now=now,
    )
    skills.add_skill(owner_id=me, name="Python", now=now)
    contact.set_contact_detail(
        owner_id=me, kind=Detail("birthday"), value="--03-05", audience="only_me", now=now
    )
    contact.set_contact_detail(
        owner_id=ben, kind=Detail("birthday"), value="1984-02-29", audience="connections", now=now
    )
    contact.set_contact_detail(
        owner_id=ben, kind=Detail("phone"), value="+31 15 1234567", audience="only_me", now=now
    )
    _connected(me, ben, now)
    following.follow(follower=me, followee=eve, now=now)
    following.follow(follower=eve, followee=me, private=True, now=now)
    choosing.keep_note(
        owner=me, other=ben, note="Knows boats", how_met="Delft", tags=["old"], rhythm_weeks=4, now=now
    )
    refused = inviting.invite(
        sender=me, recipient=eve, context="other", note="Hello Eve", now=now, limits=LIMITS
    )
    answering.ignore(invitation_id=refused.invitation_id, actor_id=eve, now=now)
    return me


@pytest.fixture
def archive(mara: int, clock: Clock, tmp_path: Path) -> Path:
    """Mara's export."""
    path = tmp_path / "mara.zip"
    exporting.write(actor_id=mara, path=path, limits=LIMITS, now=clock.now)
    return path


def _record(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as zipped:
        found: dict[str, Any] = json.loads(zipped.read("rapport.json"))
        return found


def _member(path: Path, name: str, to: Path) -> Path:
    with zipfile.ZipFile(path) as zipped:
        to.write_bytes(zipped.read(name))
    return to


def test_it_is_read_by_our_own_importer(archive: Path) -> None:
    """The tables come back as they were, formulas defused and given back; what is empty is not there."""
    with open_archive(archive) as opened:
        assert all(info.state != "unlike" for info in opened.files)
        rows = {kind: list(opened.rows(kind)) for kind in opened.kinds}
    (profile,) = rows[Kind.PROFILE]
    assert (profile.summary, profile.location) == ("=1+1, I say\nTwo lines", "Delft")  # type: ignore[union-attr]
    (position,) = rows[Kind.POSITIONS]
    assert (position.company, position.title, position.finished) == ("Acme, Inc.", "Engineer", None)  # type: ignore[union-attr]
    (connection,) = rows[Kind.CONNECTIONS]
    assert connection.email == "ben@example.org"  # type: ignore[union-attr]
    (note,) = rows[Kind.NOTES]
    assert note.note == "Knows boats"  # type: ignore[union-attr]
    (followed,) = rows[Kind.MEMBER_FOLLOWS]
    assert followed.name.startswith("Eve")  # type: ignore[union-attr]
    assert Kind.PROJECTS not in rows
    with zipfile.ZipFile(archive) as zipped:
        assert "'=1+1" in zipped.read("Profile.csv").decode()


def test_the_record_says_what_no_table_can_and_nothing_of_others(archive: Path) -> None:
    """What is hidden from me stays hidden: who follows privately (REL-2), that I was ignored (REL-11)."""
    record = _record(archive)
    assert (record["format"], record["handle"]) == (1, "mara")
    assert record["followers"] == [one for one in record["followers"] if one["handle"] == "ben"]
    states = {one["with"]: one["state"] for one in record["invitations_sent"]}
    assert states == {"ben": "accepted", "eve": "pending"}
    (note,) = record["notes"]
    assert (note["handle"], note["tags"], note["rhythm_weeks"]) == ("ben", ["old"], 4)
    assert "1234567" not in json.dumps(record)
    assert record["contact_details"] == [{"kind": "birthday", "value": "--03-05", "audience": "only_me"}]


def test_address_book_calendar_and_resume(archive: Path, tmp_path: Path) -> None:
    """Connections with what they allow, their birthdays and my rhythms, my profile."""
    (card,) = read_cards(_member(archive, "connections.vcf", tmp_path / "c.vcf"))
    assert isinstance(card, CardRow)
    assert (card.emails, card.phones) == (("ben@example.org",), ())
    days = _member(archive, "calendar.ics", tmp_path / "c.ics").read_text()
    assert "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1" in days
    assert "RRULE:FREQ=WEEKLY;INTERVAL=4" in days
    resume = read_resume(_member(archive, "resume.json", tmp_path / "r.json"))
    assert resume.bad == ()
    assert [row.company for row in resume.rows[Kind.POSITIONS]] == ["Acme, Inc."]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "name", ["Mara Lind", "Müller; \\ Söhne, GmbH", "李小龙" * 20, "One", "line\nbreak " + "é" * 80]
)
def test_cards_are_read_back(name: str, tmp_path: Path) -> None:
    """Folding never cuts a character, and every sign comes back."""
    path = tmp_path / "one.vcf"
    path.write_text(
        cards_text([Card(name=name, url="https://a.example/@x", uid="u", note=name)]),
        newline="",
        encoding="utf-8",
    )
    assert all(len(line) <= 75 for line in path.read_bytes().split(b"\r\n"))
    (card,) = read_cards(path)
    assert isinstance(card, CardRow)
    assert card.note == name


def test_a_calendar_without_days_is_one(clock: Clock) -> None:
    """Nothing to say is said in order."""
    assert calendar_text([], clock.now).startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    one = calendar_text([Day("u", "a,b", date(2020, 5, 1))], clock.now)
    assert "SUMMARY:a\\,b\r\n" in one


def test_every_table_that_speaks_of_members_is_exported_or_says_why() -> None:
    """Quality 3: a new table has to be placed here before it is merged."""
    speaking = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if getattr(field, "many_to_one", False) or getattr(field, "one_to_one", False)
        if getattr(field, "concrete", False) and field.related_model in (Actor, Account)
    } | {"actors.Actor", "relationships.Reply"}
    assert speaking - EXPORTED.keys() - KEPT_BACK.keys() == set()
    assert EXPORTED.keys() & KEPT_BACK.keys() == set()
    labels = {model._meta.label for model in apps.get_models()}
    assert (EXPORTED.keys() | KEPT_BACK.keys()) - labels == set()


@pytest.fixture
def _data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path / "data")


@pytest.mark.usefixtures("_data")
def test_it_is_asked_for_made_and_fetched(mara: int, clock: Clock) -> None:
    """One at a time; nobody else fetches it; after a week, or when its owner is gone, it is not there."""
    first = exporting.ask(actor_id=mara)
    assert exporting.ask(actor_id=mara) == first
    assert [one.is_ready for one in queries.exports(mara)] == [False]
    run_due()
    (ready,) = queries.exports(mara)
    assert ready.is_ready
    other = Actor.objects.get(handle="ben").pk
    with pytest.raises(Absent):
        queries.export(other, ready.id)
    browser, stranger = Client(), Client()
    browser.force_login(Account.objects.get(actor_id=mara), "rapport.people.accounts.backend.Backend")
    stranger.force_login(Account.objects.get(actor_id=other), "rapport.people.accounts.backend.Backend")
    answer = browser.get(f"/export/{ready.id}.zip")
    assert (answer.status_code, answer.content[:2]) == (200, b"PK")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert stranger.get(f"/export/{ready.id}.zip").status_code == 404
    assert "Download" in browser.get("/export").content.decode()
    assert exporting.clear(now=clock.now) == 0
    made = ready.made_at
    assert made is not None
    assert exporting.clear(now=made + timedelta(days=8)) == 1
    exporting.make(actor_id=mara, export_id=ready.id, limits=LIMITS, now=clock.now)
    assert browser.post(f"/export/{ready.id}/remove").status_code == 303
    assert queries.exports(mara) == []
    exporting.make(actor_id=mara, export_id=ready.id, limits=LIMITS, now=clock.now)
    exporting.forget(actor_id=mara)
    assert queries.exports(mara) == []


def test_nothing_half_stands_where_it_fails(
    mara: int, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault in the middle leaves what was there before."""
    path = tmp_path / "out.zip"
    path.write_bytes(b"before")
    monkeypatch.setattr(exporting, "files", _fail)
    with pytest.raises(RuntimeError):
        exporting.write(actor_id=mara, path=path, limits=LIMITS, now=clock.now)
    assert path.read_bytes() == b"before"


def _fail(*_: object) -> dict[str, bytes | str]:
    raise RuntimeError
