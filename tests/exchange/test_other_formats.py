"""Members by CSV, address books and résumés: read row by row, bounded, with a reason for what is not (OPS-1)."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.content.exchange.formats.bounds import DEFAULT
from rapport.content.exchange.formats.dates import PartialDate
from rapport.content.exchange.formats.faults import ArchiveFault, BadRow, RowFault, Unreadable
from rapport.content.exchange.formats.json_resume import SECTIONS, Resume, read_resume
from rapport.content.exchange.formats.layout import Kind
from rapport.content.exchange.formats.members_csv import MEMBERS, MemberList, MemberRow
from rapport.content.exchange.formats.parsing import content_of
from rapport.content.exchange.formats.rows_network import Row
from rapport.content.exchange.formats.rows_profile import PositionRow, SkillRow
from rapport.content.exchange.formats.urls import Link
from rapport.content.exchange.formats.vcard import CardRow, read_cards

pytestmark = pytest.mark.pure


def put(tmp_path: Path, content: str | bytes) -> Path:
    """A file with this content."""
    path = tmp_path / "file"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_members_with_the_heads_people_write(delimiter: str, tmp_path: Path) -> None:
    """OPS-1: columns in any order and many names; unknown ones are named, bad rows too."""
    text = (
        "E-Mail,First Name,Last Name,Shoe size,Headline\nmara@example.org,Mara,Okonjo,39,Engineer\n"
        "not an address,Sam,Field,,\n,Ann,Lee,,\nx@example.org,,,,\n\n"
    )
    members = MemberList(put(tmp_path, text.replace(",", delimiter)))
    found = list(members.rows())
    assert [one.value for one in members.remarks] == ["Shoe size"]
    assert members.estimate == 4
    first = found[0]
    assert isinstance(first, MemberRow)
    assert (first.name, first.email, first.headline, first.handle) == (
        "Mara Okonjo",
        "mara@example.org",
        "Engineer",
        "",
    )
    assert [(one.line, one.fault) for one in found if isinstance(one, BadRow)] == [
        (3, RowFault.ADDRESS),
        (4, RowFault.MISSING),
        (5, RowFault.MISSING),
    ]
    assert [one.line for one in members.rows(line=4)] == [4, 5]


def test_a_hint_of_a_spreadsheet_is_passed_over(tmp_path: Path) -> None:
    """OPS-1: the line by which a spreadsheet notes its separator is no header."""
    (row,) = MemberList(put(tmp_path, "sep=;\r\nname;email\r\nMara;m@example.org\r\n")).rows()
    assert isinstance(row, MemberRow)
    assert (row.line, row.name, row.email) == (3, "Mara", "m@example.org")


def test_members_come_back_as_written(tmp_path: Path) -> None:
    """OPS-2: the same table writes the list."""
    row = MemberRow(handle="mara", full_name="=Mara, O", email="m@example.org", about='a "b"\nc')
    members = MemberList(put(tmp_path, MEMBERS.header_line() + MEMBERS.line(row)))
    assert [content_of(one) for one in members.rows() if isinstance(one, Row)] == [row]
    assert members.remarks == ()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", ArchiveFault.EMPTY),
        (b"PK\x03\x04....", ArchiveFault.NOT_A_TABLE),
        (b"%PDF-1.4", ArchiveFault.NOT_A_TABLE),
        (b"name,city\nMara,Lisbon\n", ArchiveFault.NOT_A_TABLE),
        (b'"name\nMara', ArchiveFault.NOT_A_TABLE),
        (b"email," + b"x," * 500 + b"name\n", ArchiveFault.NOT_A_TABLE),
    ],
)
def test_no_list_of_members(content: bytes, fault: ArchiveFault, tmp_path: Path) -> None:
    """OPS-1: what is no list is refused with what to do."""
    with pytest.raises(Unreadable) as caught:
        MemberList(put(tmp_path, content))
    assert caught.value.fault is fault
    with pytest.raises(Unreadable):
        MemberList(put(tmp_path, b"name,email\n" * 9), replace(DEFAULT, entry_bytes=20))


CARDS = """BEGIN:VCARD\r
VERSION:4.0\r
FN:Mara Okonjo\\, PhD\r
N:Okonjo;Mara;;;PhD\r
item1.EMAIL;TYPE="work,home":mara@example.org\r
TEL;VALUE=uri:tel:+351-1\r
ORG:Acme\\; Sons;R&D\r
TITLE:Engineer\r
NOTE:one\\ntwo is a note th\r
 at goes on\r
BDAY:--0303\r
ADR;TYPE=home:;;1 Main Street;Lisbon;;1000;Portugal\r
URL:https://www.linkedin.com/in/Mara-O/\r
PHOTO;ENCODING=b:AAAA\r
 BBBB\r
END:VCARD\r
BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Fi=C3=A9ld;S=
am
BDAY:someday
END:VCARD
BEGIN:VCARD
VERSION:3.0
TEL:1
END:VCARD
BEGIN:VCARD
FN:Never Ends
BEGIN:VCARD
EMAIL:only@example.org
BDAY:1604-02-29
END:VCARD
"""


def test_cards_of_three_versions(tmp_path: Path) -> None:
    """OPS-1: each card is a row; one that cannot be read has its line and the reason."""
    mara, sam, nameless, endless, only = read_cards(put(tmp_path, CARDS))
    assert mara == CardRow(
        file="file",
        line=1,
        name="Mara Okonjo, PhD",
        first_name="Mara",
        last_name="Okonjo",
        emails=("mara@example.org",),
        phones=("+351-1",),
        company="Acme; Sons",
        title="Engineer",
        note="one\ntwo is a note that goes on",
        address="1 Main Street, Lisbon, 1000, Portugal",
        urls=("https://www.linkedin.com/in/Mara-O/",),
        birthday=PartialDate(None, 3, 3),
    )
    assert mara.slug == "mara-o"
    assert isinstance(sam, CardRow)
    assert (sam.name, sam.birthday, [one.fault for one in sam.left_out]) == (
        "Sam Fiéld",
        None,
        [RowFault.DATE],
    )
    assert [(one.line, one.column) for one in (nameless, endless) if isinstance(one, BadRow)] == [
        (23, "FN"),
        (27, "END:VCARD"),
    ]
    assert isinstance(only, CardRow)
    assert (only.name, only.emails, only.birthday) == ("", ("only@example.org",), PartialDate(None, 2, 29))


def test_address_books_are_bounded(tmp_path: Path) -> None:
    """OPS-1: too many cards, too long ones, no card at all: each with its sentence."""
    card = "BEGIN:VCARD\nFN:A\nEND:VCARD\n"
    found = list(read_cards(put(tmp_path, card * 5), replace(DEFAULT, cards=3)))
    assert [type(one) for one in found] == [CardRow] * 3 + [BadRow]
    long = "BEGIN:VCARD\nFN:A\n" + "NOTE:x\n y\n" * 900 + "END:VCARD\n" + card
    found = list(read_cards(put(tmp_path, long), replace(DEFAULT, card_chars=500)))
    assert [getattr(one, "fault", "") for one in found] == [RowFault.TOO_LONG, ""]
    photo = "BEGIN:VCARD\nFN:A\nPHOTO:" + "x" * 5000 + "\n" + " yy\n" * 900 + "END:VCARD\n"
    bounds = replace(DEFAULT, card_chars=500, record_chars=1000)
    assert [type(one) for one in read_cards(put(tmp_path, photo), bounds)] == [CardRow]
    found = list(read_cards(put(tmp_path, card + long), replace(DEFAULT, address_book_lines=100)))
    assert [getattr(one, "fault", "") for one in found] == ["", RowFault.MISSING, RowFault.TOO_MANY_ROWS]
    for content, fault in (("", ArchiveFault.EMPTY), ("hello\n", ArchiveFault.NOT_A_CARD)):
        with pytest.raises(Unreadable) as caught:
            read_cards(put(tmp_path, content))
        assert caught.value.fault is fault
    with pytest.raises(Unreadable):
        read_cards(put(tmp_path, card), replace(DEFAULT, address_book_bytes=9))


@given(text=st.lists(st.sampled_from(CARDS.splitlines()), max_size=12).map("\n".join))
def test_any_mix_of_lines_is_read(text: str, tmp_path: Path) -> None:
    """However the lines of cards are mixed, there are rows and reasons, and no other error."""
    try:
        found = list(read_cards(put(tmp_path, text)))
    except Unreadable:
        found = []
    assert len(found) <= text.count("BEGIN:VCARD")


RESUME: dict[str, Any] = {
    "$schema": "https://example.org/schema.json",
    "basics": {
        "name": "Mara Okonjo",
        "label": "Engineer",
        "email": "mara@example.org",
        "url": "https://mara.example",
        "summary": "Builds.",
        "location": {"city": "Lisbon", "countryCode": "PT", "postalCode": "1000"},
        "profiles": [{"network": "LinkedIn", "username": "mara", "url": "https://www.linkedin.com/in/mara"}],
    },
    "work": [
        {
            "name": "Acme",
            "position": "CTO",
            "startDate": "2020-03-01",
            "summary": "Led.",
            "highlights": ["Grew it"],
        },
        {"company": "Older", "startDate": "2011", "endDate": "2012-13"},
        {"summary": "nothing"},
        "a text",
        {"name": 7},
    ],
    "education": [{"institution": "MIT", "studyType": "BSc", "area": "Maths", "courses": ["ST-101"]}],
    "skills": [{"name": "Web", "keywords": ["HTML", "Web"]}],
    "languages": [{"language": "Português", "fluency": "Native"}],
    "certificates": [{"name": "Safety", "issuer": "Board", "date": "2021-03-05"}],
    "projects": [{"name": "Bridge", "description": "Built."}],
    "volunteer": [{"organization": "Rust Group", "position": "Host"}],
    "interests": [{"name": "Chess"}],
}


def resume(tmp_path: Path, document: object) -> Resume:
    """What is read of this document."""
    return read_resume(put(tmp_path, json.dumps(document)))


def test_a_resume(tmp_path: Path) -> None:
    """OPS-1: the sections that have a place become rows, the others are named, bad items are counted."""
    found = resume(tmp_path, RESUME)
    assert found.basics is not None
    assert (found.basics.name, found.basics.location, found.basics.address) == (
        "Mara Okonjo",
        "Lisbon, PT",
        "1000",
    )
    assert found.basics.links == (
        Link("", "https://mara.example"),
        Link("LinkedIn", "https://www.linkedin.com/in/mara"),
    )
    assert found.rows[Kind.POSITIONS] == (
        PositionRow(
            file="work",
            line=1,
            company="Acme",
            title="CTO",
            description="Led.\n• Grew it",
            started=PartialDate(2020, 3),
        ),
    )
    assert [(one.line, one.fault, one.column) for one in found.bad] == [
        (2, RowFault.DATE, "endDate"),
        (3, RowFault.MISSING, "name"),
        (4, RowFault.SHAPE, "work"),
        (5, RowFault.SHAPE, "name"),
    ]
    assert [content_of(one) for one in found.rows[Kind.SKILLS]] == [
        SkillRow(name="Web"),
        SkillRow(name="HTML"),
    ]
    assert {kind: len(rows) for kind, rows in found.rows.items()} == {
        Kind.POSITIONS: 1,
        Kind.EDUCATION: 1,
        Kind.COURSES: 1,
        Kind.SKILLS: 2,
        Kind.LANGUAGES: 1,
        Kind.CERTIFICATIONS: 1,
        Kind.PROJECTS: 1,
        Kind.ASSOCIATIONS: 1,
    }
    assert found.unknown == ("interests",)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", ArchiveFault.EMPTY),
        (b"{\n\n", ArchiveFault.NOT_JSON),
        (b"\xff\xfe{}", ArchiveFault.NOT_JSON),
        (b'{"work": ' + b"9" * 5000 + b"}", ArchiveFault.NOT_JSON),
        (b"[]", ArchiveFault.NOT_A_RESUME),
        (b"{}", ArchiveFault.NOT_A_RESUME),
        (b"[" * 200_000, ArchiveFault.NOT_A_RESUME),
        (b'{"basics": {}}' + b" " * DEFAULT.document_bytes, ArchiveFault.DOCUMENT_TOO_LARGE),
    ],
)
def test_no_resume(content: bytes, fault: ArchiveFault, tmp_path: Path) -> None:
    """OPS-1: what is no résumé is refused as what it is."""
    with pytest.raises(Unreadable) as caught:
        read_resume(put(tmp_path, content))
    assert caught.value.fault is fault


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.just("2020-01")),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["name", "position", "startDate", "keywords", "location", "url"]), inner
        ),
    ),
    max_leaves=8,
)


@given(document=st.dictionaries(st.sampled_from(["basics", *SECTIONS]), JSON, min_size=1))
def test_any_document_is_read(document: dict[str, Any], tmp_path: Path) -> None:
    """Whatever stands where, items are read or named, and there is no other error."""
    found = resume(tmp_path, document)
    assert all(one.reason for one in found.bad)
    bounded = read_resume(put(tmp_path, json.dumps({"work": [{"name": "A"}] * 5})), replace(DEFAULT, items=3))
    assert [one.fault for one in bounded.bad] == [RowFault.TOO_MANY_ROWS]
