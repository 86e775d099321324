"""Entries of sections: what is taken, what is refused, and that nothing else happened (PRO-1)."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import pytest

from rapport.content.profiles.actions import entries
from rapport.content.profiles.models import Entry
from rapport.content.profiles.queries.page import EntryView, profile
from rapport.content.profiles.rules.sections import DATED, ENTRIES_AT_MOST, FIELDS, FieldKind, Section
from rapport.kernel import ids
from rapport.kernel.errors import Absent, Invalid, Refused
from rapport.people.actors import actions as actors
from rapport.people.actors.rules import Kind
from rapport.people.audience import Standing, Viewer
from tests.people import LIMITS, START, make_member

pytestmark = pytest.mark.django_db
OWN = frozenset({Standing.ANYONE, Standing.MEMBER, Standing.OWNER})
GOOD: Mapping[FieldKind, str] = {
    FieldKind.LINE: "Some words",
    FieldKind.LINES: "One line\n\nand another",
    FieldKind.URL: "https://example.org/me",
    FieldKind.MONTH: "2021-03",
    FieldKind.PROFICIENCY: "native",
}


def filled(section: Section) -> dict[str, str]:
    """Good values for every field."""
    return {field.name: GOOD[field.kind] for field in FIELDS[section]}


def add(owner: int, section: Section = Section.EXPERIENCE, **values: str) -> UUID:
    """An entry, by the action."""
    if section is Section.EXPERIENCE and not values:
        values = {"title": "Engineer", "company": "Acme"}
    return entries.add_entry(owner_id=owner, section=section, values=values, now=START)


def shown(owner: int, section: Section = Section.EXPERIENCE) -> tuple[EntryView, ...]:
    """What the owner sees."""
    return profile(Viewer(owner), owner, OWN, START).section(section)


@pytest.fixture
def owner() -> int:
    """A member."""
    return make_member("owner")


@pytest.mark.parametrize("section", list(FIELDS))
def test_every_field_of_every_section_comes_back_as_it_was_typed(owner: int, section: Section) -> None:
    """PRO-1: the table is what is kept, changed and shown."""
    key = entries.add_entry(owner_id=owner, section=section, values=filled(section), now=START)
    (one,) = shown(owner, section)
    assert (one.id, one.values) == (key, filled(section))
    required = next((field.name for field in FIELDS[section] if field.required), "title")
    entries.change_entry(
        owner_id=owner,
        section=section,
        entry_id=key,
        values={required: "https://example.net/"} if required == "url" else {required: "Other"},
        now=START,
    )
    (two,) = shown(owner, section)
    assert two.values[required] != one.values[required]
    assert {**two.values, required: ""} == {**one.values, required: ""}


@pytest.mark.parametrize("section", list(FIELDS))
def test_what_cannot_be_taken_names_its_field_and_changes_nothing(owner: int, section: Section) -> None:
    """PRO-1: each field of each section, too long, missing, or of the wrong kind."""
    bad = {
        FieldKind.LINE: ("x" * 5000, "too_long"),
        FieldKind.LINES: ("x" * 5000, "too_long"),
        FieldKind.URL: ("javascript:alert(1)", "url"),
        FieldKind.MONTH: ("yesterday", "month"),
        FieldKind.PROFICIENCY: ("so so", "choice"),
    }
    key = entries.add_entry(owner_id=owner, section=section, values=filled(section), now=START)
    for field in FIELDS[section]:
        wrong = [bad[field.kind]]
        if field.required:
            wrong += [("", "empty"), (" \u200b ", "empty")]
        for typed, code in wrong:
            for write in (
                lambda values: entries.add_entry(owner_id=owner, section=section, values=values, now=START),
                lambda values: entries.change_entry(
                    owner_id=owner, section=section, entry_id=key, values=values, now=START
                ),
            ):
                with pytest.raises(Invalid) as refusal:
                    write({**filled(section), field.name: typed})
                assert (refusal.value.field, refusal.value.code) == (field.name, code)
    with pytest.raises(Invalid) as refusal:
        entries.add_entry(
            owner_id=owner, section=section, values={**filled(section), "owner_id": "1"}, now=START
        )
    assert refusal.value.code == "unknown_field"
    (one,) = shown(owner, section)
    assert one.values == filled(section)


def test_only_ones_own_entries_can_be_touched(owner: int) -> None:
    """PRO-1: somebody else's entry, or one of another section, is absent."""
    key = add(owner)
    stranger = make_member("stranger")
    for who, section, entry in (
        (stranger, Section.EXPERIENCE, key),
        (owner, Section.EDUCATION, key),
        (owner, Section.EXPERIENCE, ids.new()),
    ):
        with pytest.raises(Absent):
            entries.change_entry(owner_id=who, section=section, entry_id=entry, values={}, now=START)
        with pytest.raises(Absent):
            entries.remove_entry(owner_id=who, section=section, entry_id=entry)
        with pytest.raises(Invalid):
            entries.reorder(owner_id=who, section=section, order=[entry])
    assert len(shown(owner)) == 1


def test_removing_can_be_taken_back(owner: int) -> None:
    """PRO-1: what is removed comes back as it was and where it was, once."""
    first, second = (add(owner, Section.COURSES, name=name, number="7") for name in ("One", "Two"))
    before = shown(owner, Section.COURSES)
    removed = entries.remove_entry(owner_id=owner, section=Section.COURSES, entry_id=first)
    assert [one.id for one in shown(owner, Section.COURSES)] == [second]
    for _ in range(2):
        entries.restore_entry(owner_id=owner, removed=removed, now=START)
        assert shown(owner, Section.COURSES) == before


def test_a_section_holds_so_many_and_no_more(owner: int) -> None:
    """PRO-1: at the cap adding is refused with a sentence; other sections and members are not touched by it."""
    Entry.objects.bulk_create(
        Entry(id=ids.new(), owner_id=owner, section="experience", place=0, title=str(n), created_at=START)
        for n in range(ENTRIES_AT_MOST)
    )
    with pytest.raises(Refused) as refusal:
        add(owner)
    assert refusal.value.code == "entries_at_most" and str(ENTRIES_AT_MOST) in refusal.value.sentence()
    assert Entry.objects.filter(owner_id=owner).count() == ENTRIES_AT_MOST
    add(owner, Section.COURSES, name="One")
    add(make_member("other"))


@pytest.mark.parametrize("section", [Section.EXPERIENCE, Section.COURSES])
def test_an_order_by_hand_stands_until_it_is_given_up(owner: int, section: Section) -> None:
    """PRO-1: what is left out follows; a section with dates returns to them."""
    required = {field.name for field in FIELDS[section] if field.required}
    keys = [
        add(owner, section, **{name: str(n) for name in required} | (
            {"started": f"200{n}", "finished": f"200{n}"} if section in DATED else {}
        ))
        for n in range(4)
    ]  # fmt: skip
    natural = [one.id for one in shown(owner, section)]
    assert natural == (keys[::-1] if section in DATED else keys)
    entries.reorder(owner_id=owner, section=section, order=[keys[2], keys[0]])
    assert [one.id for one in shown(owner, section)] == [keys[2], keys[0], keys[1], keys[3]]
    for wrong in ([keys[0], keys[0]], [ids.new()]):
        with pytest.raises(Invalid) as refusal:
            entries.reorder(owner_id=owner, section=section, order=wrong)
        assert refusal.value.code == "order"
    entries.reorder(owner_id=owner, section=section, order=[])
    expected = natural if section in DATED else [keys[2], keys[0], keys[1], keys[3]]
    assert [one.id for one in shown(owner, section)] == expected


def company(handle: str, name: str) -> int:
    """A company's page."""
    return actors.create(kind=Kind.COMPANY, handle=handle, name=name, now=START, limits=LIMITS).pk


def test_a_position_leads_to_the_company_it_names(owner: int) -> None:
    """PRO-6: by its handle, else by the exact name of the only page so called."""
    company("acme", "Acmé, Inc.")
    company("twin_a", "Twin")
    company("twin_b", "Twin")
    key = add(owner, title="x", company="ACME, Inc.")
    assert [one.organization_handle for one in shown(owner)] == ["acme"]

    def change(handle: str | None = None, **values: str) -> str:
        entries.change_entry(
            owner_id=owner, section=Section.EXPERIENCE, entry_id=key, values=values,
            organization_handle=handle, now=START,
        )  # fmt: skip
        return shown(owner)[0].organization_handle

    assert change(title="y") == "acme"
    assert change(company="Acme") == ""
    assert change(company="twin") == ""
    assert change("twin_b", company="twin") == "twin_b"
    assert change(title="z") == "twin_b"
    assert change("") == ""
    with pytest.raises(Invalid) as refusal:
        change("owner")
    assert refusal.value.code == "unknown_company"
    assert shown(owner)[0].title == "z"


def test_the_page_of_a_company_that_is_gone_is_not_led_to(owner: int) -> None:
    """PRO-6: a suspended company's name stays, its page does not."""
    acme = company("acme", "Acme")
    add(owner)
    actors.suspend(actor_id=acme)
    assert [(one.organization_name, one.organization_handle) for one in shown(owner)] == [("Acme", "")]
