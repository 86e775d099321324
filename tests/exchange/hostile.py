"""Zips that no honest program writes: every field of every header can be a lie."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO, UnsupportedOperation

SKILLS = b"Name\n" + b"".join(b"Skill %d\n" % number for number in range(50))


@dataclass(frozen=True)
class Lie:
    """One entry, honest by default; None means what is true, `at` the place of its own header."""

    name: bytes = b"Skills.csv"
    data: bytes = SKILLS
    method: int = 8
    flags: int = 0
    size: int | None = None
    packed_size: int | None = None
    crc: int | None = None
    attributes: int = 0
    at: int | None = None
    disk: int = 0
    extra: bytes = b""
    local_name: bytes | None = None
    local_method: int | None = None
    local_size: int | None = None
    packed: bytes | None = None
    listed: bool = True


def deflated(data: bytes) -> bytes:
    """Packed as a zip has it."""
    packing = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packing.compress(data) + packing.flush()


def forged(
    entries: Sequence[Lie],
    *,
    count: int | None = None,
    directory_size: int | None = None,
    directory_at: int | None = None,
    disk: int = 0,
    before: bytes = b"",
    between: bytes = b"",
    after: bytes = b"",
) -> bytes:
    """A zip of these entries whose end record says what it is told to."""
    body, listing = before, b""
    listed = 0
    for lie in entries:
        packed = (
            lie.packed if lie.packed is not None else (deflated(lie.data) if lie.method == 8 else lie.data)
        )
        crc = zlib.crc32(lie.data) if lie.crc is None else lie.crc
        size = len(lie.data) if lie.size is None else lie.size
        length = len(packed) if lie.packed_size is None else lie.packed_size
        at = len(body) if lie.at is None else lie.at
        local = lie.name if lie.local_name is None else lie.local_name
        body += struct.pack(
            "<4s5H3L2H", b"PK\x03\x04", 20, lie.flags, lie.method if lie.local_method is None else lie.local_method,
            0, 33, crc, length, size if lie.local_size is None else lie.local_size, len(local), 0,
        ) + local + packed  # fmt: skip
        if lie.listed:
            listed += 1
            listing += struct.pack(
                "<4s6H3L5H2L", b"PK\x01\x02", 20, 20, lie.flags, lie.method, 0, 33, crc, length, size, len(lie.name),
                len(lie.extra), 0, lie.disk, 0, lie.attributes, at,
            ) + lie.name + lie.extra  # fmt: skip
    where = len(body) + len(between) if directory_at is None else directory_at
    said = listed if count is None else count
    length = len(listing) if directory_size is None else directory_size
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", disk, disk, said, said, length, where, len(after))
    return body + between + listing + end + after


def with_large_end(
    entries: int,
    size: int,
    *,
    mark: bytes = b"PK\x06\x06",
    locator: bytes = b"PK\x06\x07",
    disk: int = 0,
    here: int | None = None,
    shifted: int = 0,
    start: bytes = b"PK\x03\x04" + bytes(26),
) -> bytes:
    """A zip64 end record that announces so many entries in a list of that size, and nothing else worth reading."""
    end = struct.pack(
        "<4sQ2H2L4Q", mark, 44, 45, 45, disk, disk, entries if here is None else here, entries, size,
        max(0, len(start) - size),
    )  # fmt: skip
    found = struct.pack("<4sLQL", locator, disk, len(start) + shifted, 1)
    last = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return start + end + found + last


def overlapping() -> bytes:
    """Two entries of the list that lie in one place, so that a small file unpacks twice."""
    first = Lie(name=b"Skills.csv")
    return forged([first, replace(first, name=b"Skills.csv", at=0)])


def one_in_the_other() -> bytes:
    """An entry whose packed data holds the header and the data of the next one (Fifield's bomb)."""
    inner = forged([Lie(name=b"Courses.csv", data=b"Name,Number\nA,1\n")])
    header_and_data = inner[: inner.index(b"PK\x01\x02")]
    outer = Lie(name=b"Skills.csv", data=header_and_data, method=0)
    whole = forged([outer])
    at = whole.index(header_and_data)
    packed = deflated(b"Name,Number\nA,1\n")
    second = Lie(name=b"Courses.csv", data=b"Name,Number\nA,1\n", at=at, packed=packed)
    listing_of_both = forged([outer, second])
    begin = listing_of_both.index(b"PK\x01\x02")
    listing = listing_of_both[begin : listing_of_both.rindex(b"PK\x05\x06")]
    body = whole[: whole.index(b"PK\x01\x02")]
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2, 2, len(listing), len(body), 0)
    return body + listing + end


def made_by_zipfile(method: int, *, streamed: bool = False, large: bool = False) -> bytes:
    """A zip as Python writes it."""
    made = _Pipe() if streamed else BytesIO()
    with (
        zipfile.ZipFile(made, "w", method) as archive,
        archive.open("Skills.csv", "w", force_zip64=large) as file,
    ):
        file.write(SKILLS)
    return made.getvalue()


class _Pipe(BytesIO):
    """Something that can be written to and not sought in, so that sizes follow the data."""

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        raise UnsupportedOperation

    def seek(self, offset: int, whence: int = 0) -> int:
        raise UnsupportedOperation
