"""An archive as a whole: what is read of it, what is left and why, and where each row stands (OPS-1)."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from rapport.content.exchange.formats.archive import State, open_archive
from rapport.content.exchange.formats.faults import ArchiveFault, BadRow, RemarkKind, RowFault, Unreadable
from rapport.content.exchange.formats.layout import Kind
from rapport.content.exchange.formats.parsing import content_of
from rapport.content.exchange.formats.rows_network import ConnectionRow, EmptyRow, Row
from rapport.content.exchange.formats.rows_profile import SkillRow
from rapport.content.exchange.formats.tables import PREAMBLE

pytestmark = pytest.mark.pure

CONNECTIONS = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"


def packed(tmp_path: Path, files: Mapping[str, str | bytes], name: str = "archive.zip") -> Path:
    """A zip with these files."""
    path = tmp_path / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for inner, content in files.items():
            made.writestr(inner, content)
    return path


def rows_of(path: Path, kind: Kind) -> list[Row | BadRow]:
    """All rows of one kind."""
    with open_archive(path) as archive:
        return list(archive.rows(kind))


def test_connections_below_their_notes(tmp_path: Path) -> None:
    """OPS-1: the header is looked for, closed accounts are counted, a bad row has file, line and reason."""
    path = packed(
        tmp_path,
        {
            "Connections.csv": PREAMBLE
            + CONNECTIONS
            + 'Mara,Okonjo,https://www.linkedin.com/in/mara-okonjo-77b1,,"Acme, Inc.",Data Engineer,04 Dec 2025\n'
            + ",,,,,,07 Jun 2024\n"
            + 'Bad,"Row,x,,,,\n'
            + "Sam,Field,,,,,07 Foo 2024\n"
            + "Sam,Field,,sam@example.org,,,07 Jun 2024\n"
        },
    )
    assert rows_of(path, Kind.CONNECTIONS) == [
        ConnectionRow(
            file="Connections.csv",
            line=5,
            first_name="Mara",
            last_name="Okonjo",
            url="https://www.linkedin.com/in/mara-okonjo-77b1",
            company="Acme, Inc.",
            position="Data Engineer",
            connected_on=date(2025, 12, 4),
        ),
        EmptyRow(file="Connections.csv", line=6, on=date(2024, 6, 7)),
        BadRow(file="Connections.csv", line=7, fault=RowFault.QUOTES, limit=131072),
        BadRow(
            file="Connections.csv", line=8, fault=RowFault.DATE, column="Connected On", value="07 Foo 2024"
        ),
        ConnectionRow(
            file="Connections.csv",
            line=9,
            first_name="Sam",
            last_name="Field",
            email="sam@example.org",
            connected_on=date(2024, 6, 7),
        ),
    ]


def test_reading_goes_on_at_a_line(tmp_path: Path) -> None:
    """OPS-1: a resumed import reads the same rows as one that was never interrupted."""
    body = "".join(f'P{n},Q,,,"a\nb",,04 Dec 2025\n' for n in range(20))
    files = {
        "Connections.csv": PREAMBLE + CONNECTIONS + body,
        "Connections_1.csv": CONNECTIONS + body,
        "Connections_10.csv": CONNECTIONS + body,
        "Connections_2.csv": CONNECTIONS + body,
    }
    path = packed(tmp_path, files)
    with open_archive(path) as archive:
        whole = list(archive.rows(Kind.CONNECTIONS))
        assert len(whole) == 80
        for number in (0, 1, 19, 20, 79):
            row = whole[number]
            assert list(archive.rows(Kind.CONNECTIONS, file=row.file, line=row.line)) == whole[number:]
    names = list(dict.fromkeys(row.file for row in whole))
    assert names == ["Connections.csv", "Connections_1.csv", "Connections_2.csv", "Connections_10.csv"]


def test_every_file_is_accounted_for(tmp_path: Path) -> None:
    """OPS-1: what is not read says why; nothing unknown is an error."""
    path = packed(
        tmp_path,
        {
            "Basic/skills_1.CSV": "\ufeffName\r\nPython\r\n",
            "Logins.csv": "a,b\n",
            "Jobs/Saved Jobs.csv": "a\n",
            "Articles/one.html": "<p>",
            "Positions.csv": "Something,Else\n1,2\n",
            "my people.csv": CONNECTIONS + "A,B,,,,,2024-06-07\n",
            "__MACOSX/._skills.csv": "x",
        },
    )
    with open_archive(path) as archive:
        found = {one.name: one for one in archive.files}
        states = {name: one.state for name, one in found.items()}
        skills = [content_of(row) for row in archive.rows(Kind.SKILLS) if isinstance(row, Row)]
    assert states == {
        "Basic/skills_1.CSV": State.READ,
        "Logins.csv": State.SKIPPED,
        "Jobs/Saved Jobs.csv": State.SKIPPED,
        "Articles/one.html": State.UNKNOWN,
        "Positions.csv": State.UNLIKE,
        "my people.csv": State.READ,
        "__MACOSX/._skills.csv": State.SKIPPED,
    }
    assert [name for name, one in found.items() if bool(one.reason) == (one.state is State.READ)] == []
    assert [one.kind for one in found["Basic/skills_1.CSV"].remarks] == [RemarkKind.BOM, RemarkKind.CRLF]
    assert [one.kind for one in found["my people.csv"].remarks] == [
        RemarkKind.RENAMED,
        RemarkKind.EXCEL_DATES,
    ]
    assert [(one.rows, one.kind) for one in found.values() if one.kind] == [
        (1, Kind.SKILLS),
        (1, Kind.CONNECTIONS),
    ]
    assert skills == [SkillRow(name="Python")]


def test_one_archive_within_another(tmp_path: Path) -> None:
    """OPS-1: a zip that only wraps the archive is opened, one that wraps a wrapping is not."""
    inner = packed(tmp_path, {"Skills.csv": "Name\nPython\n"}, "inner.zip")
    outer = packed(tmp_path, {"inner.zip": inner.read_bytes(), "readme.txt": "x"}, "outer.zip")
    assert rows_of(outer, Kind.SKILLS) == [SkillRow(file="Skills.csv", line=2, name="Python")]
    beyond = packed(tmp_path, {"outer.zip": outer.read_bytes()}, "beyond.zip")
    two = packed(tmp_path, {"a.zip": inner.read_bytes(), "b.zip": inner.read_bytes()}, "two.zip")
    strange = packed(tmp_path, {"a.txt": "x"}, "strange.zip")
    for path, fault in (
        (beyond, ArchiveFault.TOO_DEEP),
        (two, ArchiveFault.SEVERAL),
        (strange, ArchiveFault.NOTHING_KNOWN),
    ):
        with pytest.raises(Unreadable) as caught:
            open_archive(path)
        assert caught.value.fault is fault


def test_spreadsheet_dates_follow_the_whole_file(tmp_path: Path) -> None:
    """OPS-1: day and month are told apart by the file, or the row says that it cannot be."""
    clear = packed(
        tmp_path, {"Connections.csv": CONNECTIONS + "A,B,,,,,3/4/2024\nC,D,,,,,13/4/2024\n"}, "a.zip"
    )
    unclear = packed(
        tmp_path, {"Connections.csv": CONNECTIONS + "A,B,,,,,3/4/2024\nC,D,,,,,5/5/2024\n"}, "b.zip"
    )
    assert [getattr(row, "connected_on", row) for row in rows_of(clear, Kind.CONNECTIONS)] == [
        date(2024, 4, 3),
        date(2024, 4, 13),
    ]
    first, second = rows_of(unclear, Kind.CONNECTIONS)
    assert isinstance(first, BadRow)
    assert first.reason == "“3/4/2024” in “Connected On” can be read as two different days."
    assert isinstance(second, ConnectionRow)
    assert second.connected_on == date(2024, 5, 5)


def test_a_comment_and_an_invitation(tmp_path: Path) -> None:
    """OPS-1: each file has its own way with quotes and its own dates."""
    path = packed(
        tmp_path,
        {
            "Comments_1.csv": 'Date,Link,Message\n2026-01-05 10:00:00,x,"She said \\"yes\\", finally"\n',
            "Invitations.csv": "From,To,Sent At,Message,Direction\n"
            'Sam Field,Mara Okonjo,"1/29/26, 2:37 PM",We met at PyConf,OUTGOING\n',
        },
    )
    (comment,) = rows_of(path, Kind.COMMENTS)
    (invitation,) = rows_of(path, Kind.INVITATIONS)
    assert getattr(comment, "message", "") == 'She said "yes", finally'
    assert getattr(invitation, "sent_at", None) == datetime(2026, 1, 29, 14, 37, tzinfo=UTC)
