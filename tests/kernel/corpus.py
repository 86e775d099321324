"""Pictures and what pretends to be one, made on the spot: lawful ones of every kind, and hostile ones."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image

SECRET = b"secret-in-the-metadata"
GPS = 0x8825


def saved(picture: Image.Image, kind: str = "PNG", **how: Any) -> bytes:
    """The picture as a file."""
    file = io.BytesIO()
    picture.save(file, kind, **how)
    return file.getvalue()


def corners(width: int = 60, height: int = 40, mode: str = "RGB") -> Image.Image:
    """A picture whose quarters are red, green, blue and white, in the order of reading."""
    picture = Image.new("RGB", (width, height), "white")
    halves = (width // 2, height // 2)
    for colour, place in (("red", (0, 0)), ("lime", (halves[0], 0)), ("blue", (0, halves[1]))):
        picture.paste(colour, (*place, place[0] + halves[0], place[1] + halves[1]))
    return picture.convert(mode)


def exif(orientation: int = 1) -> Image.Exif:
    """What a telephone writes: how it was held, where it was, a word of its own."""
    told = Image.Exif()
    told[0x0112] = orientation
    told[0x010E] = SECRET.decode()
    told.get_ifd(GPS)[2] = (52.0, 0.0, 35.9)
    return told


def everything_told(kind: str) -> bytes:
    """A picture that carries all the metadata its kind can."""
    how: dict[str, Any] = {"exif": exif(), "icc_profile": SECRET * 9, "xmp": b"<x:xmpmeta>" + SECRET}
    if kind in ("JPEG", "GIF"):
        how["comment"] = SECRET
    return saved(corners(), kind, **how)


def chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(
    width: int, height: int, *, bits: int = 8, colour: int = 0, more: bytes = b"", rows: bytes = b""
) -> bytes:
    """A PNG of any size in next to no bytes: its rows are `rows`, or as many zeros as it takes."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    if not rows:
        packer = zlib.compressobj(9)
        line = bytes(1 + (width * bits * channels + 7) // 8)
        rows = b"".join(packer.compress(line) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + more + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )  # fmt: skip


def claims(kind: str, width: int, height: int) -> bytes:
    """A small file of some kind that says it is so large."""
    if kind == "PNG":
        return png(width, height, rows=zlib.compress(b"\0" * 99))
    if kind == "GIF":
        return b"GIF89a" + struct.pack("<HH", width, height) + saved(corners(), "GIF")[10:]
    if kind == "WEBP":
        canvas = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
        body = b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + canvas + saved(corners(), "WEBP")[12:]
        return b"RIFF" + struct.pack("<I", len(body)) + body
    plain = saved(corners(), "JPEG")
    at = plain.index(b"\xff\xc0") + 5
    return plain[:at] + struct.pack(">HH", height, width) + plain[at + 4 :]


def zipped() -> bytes:
    """An archive with a page in it."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("index.html", "<script>alert(1)</script>")
    return file.getvalue()


GIF_AND_SCRIPT = b"GIF89a/*" + saved(corners(), "GIF")[8:] + b"*/=1;alert(document.cookie)//"
JPEG_AND_ZIP = saved(corners(), "JPEG") + zipped()
PNG_AND_PAGE = saved(corners(), "PNG") + b"<html><script>alert(1)</script>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def giant() -> bytes:
    """A GIF of one small screen whose first frame is 65,000 by 65,000."""
    plain = bytearray(saved(Image.new("P", (1, 1)), "GIF"))
    at = plain.index(b",")
    plain[at + 5 : at + 9] = struct.pack("<HH", 65_000, 65_000)
    return bytes(plain)


def moving(kind: str) -> bytes:
    """Two frames, the first red, the second blue."""
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "blue")]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


NO_PICTURES: dict[str, bytes] = {
    "nothing": b"",
    "words": b"I am a picture.",
    "SVG": SVG,
    "SVG in spaces": b"  \n" + SVG[21:],
    "a page": b"<!DOCTYPE html><script>alert(1)</script>",
    "PDF": b"%PDF-1.7 ...",
    "HEIC": b"\0\0\0\x18ftypheic" + bytes(40),
    "an archive": zipped(),
    "sound": b"RIFF\x24\0\0\0WAVEfmt " + bytes(40),
    "BMP": b"BM" + bytes(60),
    "TIFF": b"II*\0" + bytes(60),
    "a bare PNG mark": b"\x89PNG\r\n\x1a\n",
    "a bare JPEG mark": b"\xff\xd8\xff",
    "JPEG of filling": b"\xff\xd8" + b"\xff" * 5000,
    "a bare GIF mark": b"GIF89a",
    "a bare WebP mark": b"RIFF\x24\0\0\0WEBP",
    "WebP of an unknown chunk": b"RIFF\x24\0\0\0WEBPXXXX" + bytes(40),
    "PNG without its head": b"\x89PNG\r\n\x1a\n" + chunk(b"tEXt", b"a\0b" * 20),
    "PNG of no width": png(0, 10, rows=zlib.compress(b"")),
    "scan before its frame": b"\xff\xd8\xff\xda\0\x04\0\0" + bytes(40),
    "half a JPEG": saved(Image.effect_noise((200, 200), 90), "JPEG")[:3000],
    "half a PNG": saved(Image.effect_noise((200, 200), 90))[:3000],
    "half a WebP": saved(Image.effect_noise((200, 200), 90), "WEBP")[:3000],
    "half a GIF": saved(Image.effect_noise((200, 200), 90), "GIF")[:3000],
    "PNG of rubbish": png(90, 90, rows=b"rubbish"),
    "PNG whose profile unpacks to 90 MB": png(
        4, 4, more=chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(90_000_000), 9))
    ),
}
"""What is refused with a sentence, by what it is."""
