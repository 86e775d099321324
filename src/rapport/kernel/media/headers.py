"""What a file is and how large, read from its first bytes before anything of it is decoded.

Pillow would tell as well, but some of its readers make room for the whole canvas when a
file is opened (WebP: eight bytes a pixel, before anybody asked for the size).
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass

from rapport.kernel.media.rules import Format, NotAPicture, broken, check_pixels, unreadable


@dataclass(frozen=True)
class Header:
    """What a file says about itself, in pixels as they are stored."""

    format: Format
    width: int
    height: int


_OTHERS: tuple[tuple[int, bytes, str], ...] = (
    (4, b"ftypheic", "HEIC"), (4, b"ftypheix", "HEIC"), (4, b"ftypmif1", "HEIC"), (4, b"ftypavif", "AVIF"),
    (4, b"ftyp", "MP4"), (0, b"%PDF", "PDF"), (0, b"BM", "BMP"), (0, b"II*\0", "TIFF"), (0, b"MM\0*", "TIFF"),
    (0, b"PK\3\4", "ZIP"), (0, b"\0\0\1\0", "ICO"), (0, b"8BPS", "Photoshop"),
    (0, b"\0\0\0\x0cJXL ", "JPEG XL"), (0, b"\xff\x0a", "JPEG XL"),
)  # fmt: skip
"""Kinds that people have and we do not take: where their mark stands, and what they are called."""


def read(data: bytes) -> Header:
    """The kind and size of a picture.

    Raises: NotAPicture, for what is no picture that is taken; TooManyPixels.
    """
    for mark, kind, size_of in _READERS:
        if data.startswith(mark):
            try:
                width, height = size_of(data)
            except (struct.error, IndexError) as short:
                raise broken(str(short)) from short
            check_pixels(width, height)
            return Header(kind, width, height)
    for at, mark, name in _OTHERS:
        if data.startswith(mark, at):
            raise unreadable(name)
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in head:
        raise unreadable("SVG")
    if head.startswith((b"<!doctype html", b"<html")):
        raise unreadable("HTML")
    raise NotAPicture(field="picture")


def _png(data: bytes) -> tuple[int, int]:
    if data[12:16] != b"IHDR":
        raise broken("IHDR does not come first")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _gif(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack("<HH", data[6:10])
    return width, height


_NO_LENGTH = frozenset({0x01, *range(0xD0, 0xDA)})
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def _jpeg(data: bytes) -> tuple[int, int]:
    """The size in the first frame header; segments before it are stepped over."""
    at = 2
    while True:
        while data[at] != 0xFF or data[at + 1] in (0x00, 0xFF):
            at += 1
        marker = data[at + 1]
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        if marker == 0xDA:
            raise broken("a scan before its frame")
        at += 2 if marker in _NO_LENGTH else 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]


def _webp(data: bytes) -> tuple[int, int]:
    if data[8:12] != b"WEBP":
        raise NotAPicture(field="picture")
    chunk = data[12:16]
    if chunk == b"VP8X":
        canvas = struct.unpack("<HBHB", data[24:30])
        return 1 + canvas[0] + (canvas[1] << 16), 1 + canvas[2] + (canvas[3] << 16)
    if chunk == b"VP8L":
        (bits,) = struct.unpack("<I", data[21:25])
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if chunk == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    raise broken("an unknown chunk comes first")


_READERS: tuple[tuple[bytes, Format, Callable[[bytes], tuple[int, int]]], ...] = (
    (b"\x89PNG\r\n\x1a\n", Format.PNG, _png),
    (b"\xff\xd8\xff", Format.JPEG, _jpeg),
    (b"RIFF", Format.WEBP, _webp),
    (b"GIF87a", Format.GIF, _gif),
    (b"GIF89a", Format.GIF, _gif),
)
