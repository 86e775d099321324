"""Hostile zips: a sentence on what is wrong, bounded memory, nothing half-read (quality 4)."""

from __future__ import annotations

import stat
import struct
import tracemalloc
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rapport.content.exchange.formats.archive import open_archive
from rapport.content.exchange.formats.bounds import DEFAULT, MIB, Bounds
from rapport.content.exchange.formats.faults import ARCHIVE_SENTENCES, ArchiveFault, Unreadable
from rapport.content.exchange.formats.layout import Kind
from rapport.content.exchange.formats.safe_zip import SafeZip
from tests.exchange.hostile import (
    SKILLS,
    Lie,
    deflated,
    forged,
    made_by_zipfile,
    one_in_the_other,
    overlapping,
    with_large_end,
)

pytestmark = pytest.mark.pure

HONEST = forged([Lie()])
ZEROS = bytes(30 * MIB)
UNIX = stat.S_IFREG << 16
Fault = ArchiveFault

REFUSED: dict[str, tuple[bytes, ArchiveFault]] = {
    "nothing": (b"", Fault.EMPTY),
    "a renamed PDF": (b"%PDF-1.7\n" + bytes(4000), Fault.PDF),
    "a PDF behind a few bytes": (b"\r\n%PDF-1.7\n" + bytes(4000), Fault.PDF),
    "a PDF that is a zip too": (b"%PDF-1.7\n" + HONEST, Fault.PDF),
    "gzip": (b"\x1f\x8b\x08" + bytes(50), Fault.OTHER_FORMAT),
    "7-Zip": (b"7z\xbc\xaf\x27\x1c" + bytes(50), Fault.OTHER_FORMAT),
    "a web page": (b"\n<!DOCTYPE html><title>Sign in</title>", Fault.OTHER_FORMAT),
    "one table of it": (b"\xef\xbb\xbfFirst Name,Last Name\nA,B\n", Fault.OTHER_FORMAT),
    "anything": (b"anything at all", Fault.NOT_A_ZIP),
    "cut in the middle": (HONEST[: len(HONEST) // 2], Fault.TRUNCATED),
    "cut at the end": (HONEST[:-3], Fault.TRUNCATED),
    "without its end record": (HONEST[:-22], Fault.TRUNCATED),
    "something before": (b"MZ junk " + HONEST, Fault.PREFIXED),
    "something before, with places put right": (forged([Lie()], before=b"PK\x03\x04 junk"), Fault.PREFIXED),
    "something behind": (HONEST + b"x" * 50, Fault.PREFIXED),
    "something between": (forged([Lie()], between=b"PK\x03\x04", directory_at=0), Fault.PREFIXED),
    "an end record in its comment": (forged([Lie()], after=b"PK\x05\x06" + bytes(18)), Fault.DISAGREES),
    "one part of several": (b"PK\x07\x08PK\x03\x04" + HONEST[4:], Fault.SEVERAL_DISKS),
    "its list on another disk": (forged([Lie()], disk=1), Fault.SEVERAL_DISKS),
    "a file on another disk": (forged([Lie(disk=2)]), Fault.SEVERAL_DISKS),
    "65,534 entries announced": (forged([Lie()], count=65_534), Fault.TOO_MANY),
    "five million entries announced": (with_large_end(5_000_000, 5_000_000 * 60), Fault.TOO_MANY),
    "few entries in a list of 500 MB": (with_large_end(3, 500 * MIB), Fault.TOO_MANY),
    "a list that begins before the file": (with_large_end(3, 3 * MIB), Fault.TRUNCATED),
    "a large end without its locator": (with_large_end(1, 9, locator=b"PK\x06\x08"), Fault.TRUNCATED),
    "a large end without its mark": (with_large_end(1, 9, mark=b"PK\x06\x05"), Fault.DISAGREES),
    "a large end elsewhere": (with_large_end(1, 9, shifted=8), Fault.PREFIXED),
    "a large end on another disk": (with_large_end(1, 9, disk=1), Fault.SEVERAL_DISKS),
    "a large end of two minds": (with_large_end(1, 9, here=2), Fault.SEVERAL_DISKS),
    "a large end and no room for it": (
        b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 0xFFFF, 0xFFFF, 0, 0, 0),
        Fault.TRUNCATED,
    ),
    "a list past its end": (forged([Lie()], directory_size=4000), Fault.TRUNCATED),
    "fewer entries than announced": (forged([Lie()], count=2), Fault.DISAGREES),
    "more entries than announced": (forged([Lie(), Lie(name=b"b")], count=1), Fault.DISAGREES),
    "two in one place": (overlapping(), Fault.DUPLICATE),
    "two names in one place": (forged([Lie(), Lie(name=b"a.csv", at=0, local_name=b"")]), Fault.OVERLAP),
    "one within the other": (one_in_the_other(), Fault.OVERLAP),
    "data that reaches into the list": (forged([Lie(packed_size=4000)]), Fault.OVERLAP),
    "another name in its own header": (forged([Lie(local_name=b"Course.csv")]), Fault.DISAGREES),
    "another size in its own header": (forged([Lie(local_size=3)]), Fault.DISAGREES),
    "another method in its own header": (forged([Lie(local_method=0)]), Fault.DISAGREES),
    "stored at another size": (forged([Lie(method=0, size=3)]), Fault.DISAGREES),
    "a folder with contents": (forged([Lie(name=b"a/")]), Fault.DISAGREES),
    "large sizes announced and not given": (forged([Lie(size=0xFFFFFFFF)]), Fault.DISAGREES),
    "large sizes cut short": (forged([Lie(size=0xFFFFFFFF, extra=b"\x01\0\x02\0ab")]), Fault.DISAGREES),
    "32 MB of zeros": (forged([Lie(data=ZEROS)]), Fault.RATIO),
    "a file beyond all bounds": (forged([Lie(size=DEFAULT.entry_bytes + 1)]), Fault.ENTRY_TOO_LARGE),
    "files beyond all bounds": (
        forged([Lie(name=b"%d.csv" % n, size=DEFAULT.entry_bytes, packed_size=2**29) for n in range(3)]),
        Fault.TOTAL_TOO_LARGE,
    ),
    "a password": (forged([Lie(flags=1)]), Fault.ENCRYPTED),
    "a password on the list": (forged([Lie(flags=1 << 13)]), Fault.ENCRYPTED),
    "bzip2": (made_by_zipfile(zipfile.ZIP_BZIP2), Fault.METHOD),
    "lzma": (made_by_zipfile(zipfile.ZIP_LZMA), Fault.METHOD),
    "zstandard": (forged([Lie(method=93)]), Fault.METHOD),
    "a link": (forged([Lie(attributes=stat.S_IFLNK << 16)]), Fault.SPECIAL),
    "a device": (forged([Lie(attributes=stat.S_IFBLK << 16)]), Fault.SPECIAL),
    "one name twice": (forged([Lie(), Lie(name=b"SKILLS.CSV")]), Fault.DUPLICATE),
    "a file that is a folder too": (forged([Lie(name=b"a"), Lie(name=b"a/b")]), Fault.DUPLICATE),
    "a wrong checksum": (forged([Lie(crc=1)]), Fault.DAMAGED),
    "more than it announces": (forged([Lie(size=7)]), Fault.DAMAGED),
    "less than it announces": (forged([Lie(size=len(SKILLS) + 1)]), Fault.DAMAGED),
    "broken packing": (forged([Lie(packed=b"\xff" * 40)]), Fault.DAMAGED),
    "packing without an end": (forged([Lie(packed=deflated(SKILLS)[:-4])]), Fault.DAMAGED),
    "something behind the packing": (forged([Lie(packed=deflated(SKILLS) + b"hidden")]), Fault.DAMAGED),
    "nothing of LinkedIn's": (forged([Lie(name=b"a.txt")]), Fault.NOTHING_KNOWN),
    "no file": (forged([]), Fault.NOTHING_KNOWN),
} | {
    f"named {name!r}": (forged([Lie(name=name, flags=flags)]), Fault.NAME)
    for name, flags in (
        (b"../Skills.csv", 0),
        (b"a/../../Skills.csv", 0),
        (b"..\\Skills.csv", 0),
        (b"/etc/Skills.csv", 0),
        (b"\\\\host\\share\\Skills.csv", 0),
        (b"C:\\Skills.csv", 0),
        (b"c:Skills.csv", 0),
        (b"./Skills.csv", 0),
        (b"a//Skills.csv", 0),
        (b". /Skills.csv", 0),
        (b"Skills.csv\0.exe", 0),
        (b"Skills\n.csv", 0),
        (b"Skills\x7f.csv", 0),
        ("Skills\u202evsc.exe".encode(), 1 << 11),
        (b"Skills\xff.csv", 1 << 11),
        (b"", 0),
        (b"a" * 256, 0),
    )
}


@contextmanager
def at_most(megabytes: int) -> Iterator[None]:
    """What happens within takes no more memory than that at any moment."""
    tracemalloc.start()
    try:
        yield
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < megabytes * MIB


@pytest.mark.parametrize("name", REFUSED)
def test_refused(name: str, tmp_path: Path) -> None:
    """OPS-1: refused as what it is, in one sentence, in a few megabytes, before a row was read."""
    content, fault = REFUSED[name]
    path = tmp_path / "archive.zip"
    path.write_bytes(content)
    with pytest.raises(Unreadable) as caught, at_most(8), open_archive(path) as archive:
        assert archive.files
    assert caught.value.fault is fault
    assert (caught.value.status, caught.value.code) == (422, str(fault))
    sentence = caught.value.sentence()
    assert sentence[0].isprintable()
    assert sentence.endswith((".", "?"))
    assert all(char.isprintable() for char in sentence)


def test_every_fault_has_a_sentence_and_none_exclaims() -> None:
    """Each reason is one that a person can act on."""
    assert set(ARCHIVE_SENTENCES) == set(ArchiveFault)
    assert [one for one in ARCHIVE_SENTENCES.values() if "!" in one] == []


@pytest.mark.parametrize(
    "content",
    [
        HONEST,
        forged([Lie(method=0)]),
        forged([Lie(attributes=UNIX), Lie(name=b"Jobs/", data=b"", method=0)]),
        forged([Lie(name=b"Basic\\Skills.csv")]),
        forged([Lie()], after=b"a comment"),
        forged([Lie(name="Compétences/Skills.csv".encode(), flags=1 << 11)]),
        made_by_zipfile(zipfile.ZIP_DEFLATED, streamed=True),
        made_by_zipfile(zipfile.ZIP_DEFLATED, large=True),
    ],
)
def test_what_honest_programs_write_is_read(content: bytes, tmp_path: Path) -> None:
    """OPS-1: stored, packed, streamed, large, commented, with folders: all are archives."""
    path = tmp_path / "archive.zip"
    path.write_bytes(content)
    with open_archive(path) as archive:
        assert len(list(archive.rows(Kind.SKILLS))) == 50
        assert sum(one.rows for one in archive.files) == 50


def test_large_offsets(tmp_path: Path) -> None:
    """A zip64 list is read where it stands straight before its end."""
    lie = Lie(size=0xFFFFFFFF, local_size=0xFFFFFFFF, extra=struct.pack("<2HQ", 1, 8, len(SKILLS)))
    small = forged([lie])
    begin, end = small.index(b"PK\x01\x02"), small.rindex(b"PK\x05\x06")
    large = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, end - begin, begin)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    last = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    path = tmp_path / "archive.zip"
    path.write_bytes(small[:end] + large + locator + last)
    with open_archive(path) as archive:
        assert [one.size for one in archive.files] == [len(SKILLS)]


def test_a_lie_about_size_ends_the_reading_at_once(tmp_path: Path) -> None:
    """An entry that says 7 bytes and holds 30 MB is left after the first piece."""
    path = tmp_path / "archive.zip"
    path.write_bytes(forged([Lie(data=ZEROS, size=7)]))
    with at_most(4), SafeZip.open(path) as opened, pytest.raises(Unreadable):
        b"".join(opened.chunks(opened.entries[0]))


def test_bounds_hold_together(tmp_path: Path) -> None:
    """Total size, number of tables and size on disk are bounded too."""
    many = forged([Lie(name=b"Skills_%d.csv" % number) for number in range(6)])
    path = tmp_path / "archive.zip"
    path.write_bytes(many)
    for bounds, fault in (
        (replace(DEFAULT, tables=5), Fault.TOO_MANY_TABLES),
        (replace(DEFAULT, total_bytes=5 * len(SKILLS)), Fault.TOTAL_TOO_LARGE),
        (replace(DEFAULT, archive_bytes=100), Fault.TOO_LARGE),
        (replace(DEFAULT, entries=5), Fault.TOO_MANY),
    ):
        with pytest.raises(Unreadable) as caught:
            open_archive(path, bounds)
        assert caught.value.fault is fault


def test_a_damaged_archive_within_another(tmp_path: Path) -> None:
    """What is wrong within the wrapping is said as it would be without it."""
    path = tmp_path / "archive.zip"
    for content, fault in ((HONEST[:-22], Fault.TRUNCATED), (b"%PDF-1.4" + bytes(99), Fault.PDF)):
        path.write_bytes(forged([Lie(name=b"inner.zip", data=content)]))
        with pytest.raises(Unreadable) as caught:
            open_archive(path)
        assert caught.value.fault is fault


def test_no_level_below_the_last(tmp_path: Path) -> None:
    """With no nesting allowed the wrapping is all there is."""
    path = tmp_path / "archive.zip"
    path.write_bytes(forged([Lie(name=b"inner.zip", data=HONEST)]))
    with pytest.raises(Unreadable) as caught:
        open_archive(path, Bounds(nesting=0))
    assert caught.value.fault is Fault.TOO_DEEP
    with open_archive(path) as archive:
        assert len(list(archive.rows(Kind.SKILLS))) == 50


@given(
    at=st.lists(st.integers(0, len(HONEST) - 1), min_size=1, max_size=4),
    value=st.integers(0, 255),
    cut=st.integers(0, 30),
)
def test_a_zip_with_wrong_bytes_is_read_or_refused(at: list[int], value: int, cut: int) -> None:
    """Whatever byte is wrong, there is no third way: all rows, or a typed refusal."""
    content = bytearray(HONEST)
    for place in at:
        content[place] = value
    file = BytesIO(bytes(content[: len(content) - cut] if cut > 20 else content))
    try:
        opened = SafeZip(file, len(file.getvalue()))
        read = [b"".join(opened.chunks(entry)) for entry in opened.entries]
    except Unreadable as refused:
        assert refused.sentence()
    else:
        assert read in ([SKILLS], [])
