"""A profile as one viewer sees it: what their standings admit, in order, in one statement (PRO-1, PRO-2)."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.content.profiles.models import ContactDetail, Entry, Profile, Skill
from rapport.content.profiles.queries.page import profile, standings_as
from rapport.content.profiles.rules.looks import Look
from rapport.content.profiles.rules.sections import AUDIENCES, FIELDS, Column, Detail, Section
from rapport.kernel import ids
from rapport.people.accounts.models import Account
from rapport.people.audience import Audience, Standing, Viewer, admits
from tests.people import START, make_member

pytestmark = pytest.mark.django_db
OWN = frozenset({Standing.ANYONE, Standing.MEMBER, Standing.OWNER})


def put(owner: int, section: Section, place: int = 0, **columns: str) -> UUID:
    """An entry, as a row."""
    row = Entry.objects.create(
        id=ids.new(), owner_id=owner, section=section.value, place=place, created_at=START, **columns
    )
    return row.pk


@pytest.fixture
def owner() -> int:
    """A member whose every section is filled, and every contact detail."""
    owner = make_member("owner")
    Profile.objects.filter(pk=owner).update(
        about="about!", location="location!", industry="industry!", pronouns="pronouns!",
        open_to_work=True, open_to_line="open_to!",
    )  # fmt: skip
    for section, fields in FIELDS.items():
        words = {field.column.value: f"{section.value}!" for field in fields}
        words |= {Column.STARTED.value: "", Column.FINISHED.value: ""}
        put(owner, section, 0, **words)
    Skill.objects.create(
        id=ids.new(), owner_id=owner, name="skills!", name_key="skills!", place=1, created_at=START
    )
    for kind in (Detail.PHONE, Detail.BIRTHDAY, Detail.ADDRESS):
        ContactDetail.objects.create(
            owner_id=owner, kind=kind.value, value=f"{kind.value}!", audience="only_me"
        )
    return owner


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("section", list(Section))
def test_a_section_is_there_for_whom_it_is_and_absent_for_others(
    owner: int, section: Section, audience: Audience
) -> None:
    """PRO-1: every section by every audience by every kind of viewer; what is not admitted leaves no trace."""
    Profile.objects.filter(pk=owner).update(**{f"{section.value}_audience": audience.value})
    for look in Look:
        standings = standings_as(look)
        view = profile(Viewer(owner), owner, standings, START)
        seen = admits(audience, standings)
        assert (look, section in view.shown) == (look, seen)
        words = {Section.FACTS: "location!", Section.RECOMMENDATIONS: None}.get(section, f"{section.value}!")
        assert words is None or (look, words in repr(view)) == (look, seen)
        assert view.choices is None


@pytest.mark.parametrize("audience", list(Audience))
@pytest.mark.parametrize("kind", list(Detail))
def test_a_contact_detail_is_there_for_whom_it_is(owner: int, kind: Detail, audience: Audience) -> None:
    """PRO-2: every detail by every audience by every kind of viewer."""
    ContactDetail.objects.update_or_create(
        owner_id=owner, kind=kind.value, defaults={"audience": audience.value}
    )
    for look in Look:
        standings = standings_as(look)
        shown = {one.kind: one for one in profile(Viewer(owner), owner, standings, START).contact}
        assert (look, kind in shown) == (look, admits(audience, standings))
        assert all(one.audience is None for one in shown.values())


def test_the_email_address_is_the_accounts_own_and_for_connections_unless_said_otherwise(owner: int) -> None:
    """PRO-2: the default of the email address; it changes with the account's."""
    view = profile(Viewer(owner), owner, standings_as(Look.CONNECTION), START)
    assert [(one.kind, one.value) for one in view.contact] == [(Detail.EMAIL, "owner@example.org")]
    assert profile(Viewer(owner), owner, standings_as(Look.SECOND_DEGREE), START).contact == ()
    Account.objects.filter(actor_id=owner).update(email="new@example.org")
    view = profile(Viewer(owner), owner, standings_as(Look.CONNECTION), START)
    assert [one.value for one in view.contact] == ["new@example.org"]


def test_the_owner_sees_all_with_each_audience(owner: int) -> None:
    """PRO-1: what is for nobody else is for its owner, who sees for whom each section is."""
    Profile.objects.filter(pk=owner).update(**{f"{section.value}_audience": "only_me" for section in Section})
    view = profile(Viewer(owner), owner, OWN, START)
    assert view.is_own and view.choices is not None
    assert set(view.choices.audiences.values()) == {Audience.ONLY_ME}
    assert view.shown == frozenset(Section)
    assert {one.kind: one.audience for one in view.contact} == {
        Detail.EMAIL: Audience.CONNECTIONS,
        Detail.PHONE: Audience.ONLY_ME,
        Detail.BIRTHDAY: Audience.ONLY_ME,
        Detail.ADDRESS: Audience.ONLY_ME,
    }
    for section in FIELDS:
        assert len(view.section(section)) == 1


def test_a_member_without_a_row_has_an_empty_profile() -> None:
    """PRO-1: nothing is wrong with one who never wrote anything."""
    newcomer = make_member("newcomer")
    Profile.objects.filter(pk=newcomer).delete()
    view = profile(Viewer(newcomer), newcomer, OWN, START)
    assert view.is_empty and view.choices is not None
    assert view.choices.audiences[Section.OPEN_TO] is Audience.MEMBERS


def test_positions_of_today_stand_first_then_the_latest() -> None:
    """PRO-1: entries with dates stand by date until their owner puts them in order by hand."""
    owner = make_member("owner")
    dates = {
        "old": ("2001", "2004"),
        "now": ("2019-02", ""),
        "late": ("2004", "2018-12"),
        "soon": ("2020", ""),
    }
    keys = {
        name: put(owner, Section.EXPERIENCE, title=name, organization_name="x", started=one, finished=two)
        for name, (one, two) in dates.items()
    }
    view = profile(Viewer(owner), owner, OWN, START)
    assert [one.title for one in view.section(Section.EXPERIENCE)] == ["soon", "now", "late", "old"]
    assert [one.is_current for one in view.section(Section.EXPERIENCE)] == [True, True, False, False]
    assert [one.months for one in view.section(Section.EXPERIENCE)] == [72, 86, 168, 36]
    Entry.objects.filter(pk=keys["old"]).update(place=1)
    Entry.objects.filter(pk=keys["now"]).update(place=2)
    view = profile(Viewer(owner), owner, OWN, START)
    assert [one.title for one in view.section(Section.EXPERIENCE)] == ["soon", "late", "old", "now"]


def test_the_largest_profile_takes_one_statement() -> None:
    """PRO-1: 30 positions and 50 skills cost as many statements as none."""
    owner = make_member("owner")
    with CaptureQueriesContext(connection) as few:
        profile(Viewer(owner), owner, OWN, START)
    for number in range(30):
        put(owner, Section.EXPERIENCE, title=f"t{number}", organization_name="x", started=f"{1990 + number}")
    Skill.objects.bulk_create(
        Skill(id=ids.new(), owner_id=owner, name=str(n), name_key=str(n), place=n, created_at=START)
        for n in range(50)
    )
    with CaptureQueriesContext(connection) as many:
        view = profile(Viewer(owner), owner, OWN, START + timedelta(days=1))
    assert len(view.section(Section.EXPERIENCE)) == 30 and len(view.skills) == 50
    assert len(few) == len(many) == 1
