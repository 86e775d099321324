"""The list of an untrusted zip, read before anything in it is believed (APPNOTE.TXT 4.3).

The end record is read first, and what it announces is held against the bounds before the
list is touched: `zipfile` would load millions of entries to find out that there are too
many. Every offset is checked to lie where it must, and nothing is repaired: an archive
that can be read in two ways is refused, since another program would read it in the other.
"""

from __future__ import annotations

import re
import stat
import struct
import unicodedata
from dataclasses import dataclass
from typing import BinaryIO

from rapport.content.exchange.formats.bounds import MIB, Bounds
from rapport.content.exchange.formats.faults import ArchiveFault, Unreadable

STORED, DEFLATED = 0, 8

_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64 = struct.Struct("<4sLQL")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_EXTRA = struct.Struct("<2H")
_LONGEST_COMMENT = 0xFFFF
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF

_ENCRYPTED = 1 << 0 | 1 << 6 | 1 << 13
SIZES_FOLLOW = 1 << 3
_UTF8 = 1 << 11

_DRIVE = re.compile(r"[A-Za-z]:")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffd]")

_KNOWN_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\x1f\x8b", "a gzip file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{", "a JSON file"),
    (b"BEGIN:VCARD", "an address book"),
    (b"First Name,", "a single table"),
    (b"Notes:", "a single table"),
)
_PAGES = (b"<!doctype html", b"<html")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive as its list announces it; `size` is checked again while reading."""

    name: str
    size: int
    packed: int
    crc: int
    method: int
    flags: int
    offset: int
    raw_name: bytes
    is_folder: bool


@dataclass(frozen=True, slots=True)
class _End:
    """Where the list lies and how many entries it announces."""

    count: int
    size: int
    offset: int
    at: int


def read_directory(file: BinaryIO, size: int, bounds: Bounds) -> tuple[list[Entry], int]:
    """The entries of the zip in `file`, `size` bytes long, and where their list begins.

    Each entry is within `bounds` by what it announces.

    Raises: Unreadable, whatever does not hold.
    """
    _check_start(file, size, bounds)
    end = _end_of(file, size)
    if end.count > bounds.entries or end.size > bounds.directory_bytes:
        raise Unreadable(
            ArchiveFault.TOO_MANY, limit=bounds.entries, detail=f"{end.count} in {end.size} bytes"
        )
    if end.offset + end.size > end.at:
        raise Unreadable(ArchiveFault.TRUNCATED, detail="the list reaches past its end")
    if end.offset + end.size != end.at:
        raise Unreadable(ArchiveFault.PREFIXED, detail="the list lies elsewhere than announced")
    file.seek(end.offset)
    entries = _entries(file.read(end.size), end, bounds)
    _check_names(entries)
    _check_sizes(entries, bounds)
    return entries, end.offset


def _check_start(file: BinaryIO, size: int, bounds: Bounds) -> None:
    if size == 0:
        raise Unreadable(ArchiveFault.EMPTY)
    if size > bounds.archive_bytes:
        raise Unreadable(ArchiveFault.TOO_LARGE, limit=bounds.archive_bytes // MIB)
    file.seek(0)
    start = file.read(1024)
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return
    if start.startswith(b"PK\x07\x08"):
        raise Unreadable(ArchiveFault.SEVERAL_DISKS)
    if b"%PDF-" in start:
        raise Unreadable(ArchiveFault.PDF)
    plain = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    for known, what in _KNOWN_STARTS:
        if start.startswith(known) or plain.startswith(known):
            raise Unreadable(ArchiveFault.OTHER_FORMAT, what=what)
    if plain.lower().startswith(_PAGES):
        raise Unreadable(ArchiveFault.OTHER_FORMAT, what="a saved web page")
    if b"PK\x03\x04" in start:
        raise Unreadable(ArchiveFault.PREFIXED)
    raise Unreadable(ArchiveFault.NOT_A_ZIP)


def _end_of(file: BinaryIO, size: int) -> _End:
    """The end record; the one whose comment reaches exactly to the end of the file, and there is only one."""
    tail_at = max(0, size - _END.size - _LONGEST_COMMENT)
    file.seek(tail_at)
    tail = file.read(size - tail_at)
    found = []
    at = tail.rfind(b"PK\x05\x06")
    behind = False
    while at >= 0:
        if len(tail) - at >= _END.size:
            reaches = at + _END.size + _END.unpack_from(tail, at)[7]
            behind = behind or reaches < len(tail)
            if reaches == len(tail):
                found.append(at)
        at = tail.rfind(b"PK\x05\x06", 0, at)
    if not found:
        raise Unreadable(ArchiveFault.PREFIXED if behind else ArchiveFault.TRUNCATED, detail="no end record")
    if len(found) > 1:
        raise Unreadable(ArchiveFault.DISAGREES, name="its list", detail="two end records")
    _, disk, first_disk, here, count, length, offset, _ = _END.unpack_from(tail, found[0])
    at = tail_at + found[0]
    if _FULL16 in (here, count, disk, first_disk) or _FULL32 in (length, offset):
        return _end64(file, at)
    if disk or first_disk or here != count:
        raise Unreadable(ArchiveFault.SEVERAL_DISKS)
    return _End(count, length, offset, at)


def _end64(file: BinaryIO, at: int) -> _End:
    """The end record for large archives, which lies straight before its locator and the small end record."""
    if at < _LOCATOR64.size + _END64.size:
        raise Unreadable(ArchiveFault.TRUNCATED, detail="no room for a zip64 end record")
    file.seek(at - _LOCATOR64.size)
    mark, disk, where, disks = _LOCATOR64.unpack(file.read(_LOCATOR64.size))
    if mark != b"PK\x06\x07":
        raise Unreadable(ArchiveFault.TRUNCATED, detail="no zip64 locator")
    if disk or disks > 1:
        raise Unreadable(ArchiveFault.SEVERAL_DISKS)
    if where + _END64.size != at - _LOCATOR64.size:
        raise Unreadable(ArchiveFault.PREFIXED, detail="the zip64 end record lies elsewhere")
    file.seek(where)
    mark, length, _, _, disk, first_disk, here, count, size, offset = _END64.unpack(file.read(_END64.size))
    if mark != b"PK\x06\x06" or length != _END64.size - 12:
        raise Unreadable(ArchiveFault.DISAGREES, name="its list", detail="no zip64 end record")
    if disk or first_disk or here != count:
        raise Unreadable(ArchiveFault.SEVERAL_DISKS)
    return _End(count, size, offset, where)


def _entries(directory: bytes, end: _End, bounds: Bounds) -> list[Entry]:
    entries, at = [], 0
    for _ in range(end.count):
        if len(directory) - at < _CENTRAL.size or directory[at : at + 4] != b"PK\x01\x02":
            raise Unreadable(ArchiveFault.DISAGREES, name="its list", detail="fewer entries than announced")
        (_, made_by, _, flags, method, _, _, crc, packed, size, name_length, extra_length, comment_length,
         disk, _, attributes, offset) = _CENTRAL.unpack_from(directory, at)  # fmt: skip
        at += _CENTRAL.size
        rest = name_length + extra_length + comment_length
        if len(directory) - at < rest:
            raise Unreadable(ArchiveFault.TRUNCATED, detail="an entry of the list is cut")
        raw_name = directory[at : at + name_length]
        extra = directory[at + name_length : at + name_length + extra_length]
        at += rest
        name = _name_of(raw_name, flags, bounds)
        size, packed, offset, disk = _large(extra, (size, packed, offset, disk), name)
        if disk:
            raise Unreadable(ArchiveFault.SEVERAL_DISKS)
        _check_kind(name, made_by, flags, method, attributes)
        entries.append(
            Entry(name.rstrip("/"), size, packed, crc, method, flags, offset, raw_name, name.endswith("/"))
        )
    if at != len(directory):
        raise Unreadable(ArchiveFault.DISAGREES, name="its list", detail="more entries than announced")
    return entries


def _large(extra: bytes, given: tuple[int, int, int, int], name: str) -> tuple[int, int, int, int]:
    """Sizes, offset and disk, from the zip64 field of `extra` where the small fields are full."""
    full = (_FULL32, _FULL32, _FULL32, _FULL16)
    if not any(value == mark for value, mark in zip(given, full, strict=True)):
        return given
    at = 0
    while len(extra) - at >= _EXTRA.size:
        tag, length = _EXTRA.unpack_from(extra, at)
        at += _EXTRA.size
        if tag == 0x0001:
            body, taken, values = extra[at : at + length], 0, []
            for value, mark in zip(given, full, strict=True):
                width = 4 if mark == _FULL16 else 8
                if value == mark:
                    if taken + width > len(body):
                        raise Unreadable(ArchiveFault.DISAGREES, name=name, detail="zip64 field cut")
                    values.append(int.from_bytes(body[taken : taken + width], "little"))
                    taken += width
                else:
                    values.append(value)
            return values[0], values[1], values[2], values[3]
        at += length
    raise Unreadable(ArchiveFault.DISAGREES, name=name, detail="zip64 field missing")


def _name_of(raw: bytes, flags: int, bounds: Bounds) -> str:
    """The name, one that stays inside wherever it is unpacked; folders end with a slash."""
    try:
        name = raw.decode() if flags & _UTF8 or raw.isascii() else raw.decode("cp437")
    except UnicodeDecodeError:
        raise Unreadable(ArchiveFault.NAME, name=raw.decode(errors="replace")) from None
    name = unicodedata.normalize("NFC", name.replace("\\", "/"))
    parts = name.removesuffix("/").split("/")
    if (
        not raw
        or len(raw) > bounds.name_bytes
        or _CONTROLS.search(name)
        or _DRIVE.match(name)
        or any(part.strip(" .") == "" for part in parts)
    ):
        raise Unreadable(ArchiveFault.NAME, name=name)
    return name


def _check_kind(name: str, made_by: int, flags: int, method: int, attributes: int) -> None:
    if flags & _ENCRYPTED:
        raise Unreadable(ArchiveFault.ENCRYPTED, name=name)
    if method not in (STORED, DEFLATED):
        raise Unreadable(ArchiveFault.METHOD, name=name, detail=f"method {method}")
    kind = stat.S_IFMT(attributes >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise Unreadable(ArchiveFault.SPECIAL, name=name, detail=f"made by {made_by >> 8}, mode {kind:o}")


def _check_names(entries: list[Entry]) -> None:
    """No two entries have one name, also not on a system that knows no case, and no file is also a folder."""
    seen: dict[str, Entry] = {}
    folders: set[str] = set()
    for entry in entries:
        key = entry.name.casefold()
        if key in seen:
            raise Unreadable(ArchiveFault.DUPLICATE, name=entry.name)
        seen[key] = entry
        above = key.rpartition("/")[0]
        while above and above not in folders:
            folders.add(above)
            above = above.rpartition("/")[0]
    for key, entry in seen.items():
        if key in folders and not entry.is_folder:
            raise Unreadable(ArchiveFault.DUPLICATE, name=entry.name)


def _check_sizes(entries: list[Entry], bounds: Bounds) -> None:
    for entry in entries:
        if entry.size > bounds.entry_bytes:
            raise Unreadable(ArchiveFault.ENTRY_TOO_LARGE, name=entry.name, limit=bounds.entry_bytes // MIB)
        if entry.size > bounds.ratio_from and entry.size > bounds.ratio * entry.packed:
            raise Unreadable(ArchiveFault.RATIO, name=entry.name, limit=bounds.ratio)
        if entry.is_folder and (entry.size or entry.packed > 2):
            raise Unreadable(ArchiveFault.DISAGREES, name=entry.name, detail="a folder with contents")
        if entry.method == STORED and entry.size != entry.packed:
            raise Unreadable(ArchiveFault.DISAGREES, name=entry.name, detail="stored at another size")
    if sum(entry.size for entry in entries) > bounds.total_bytes:
        raise Unreadable(ArchiveFault.TOTAL_TOO_LARGE, limit=bounds.total_bytes // MIB)
