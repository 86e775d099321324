"""Decoding a picture and drawing its squares; also a program of its own, bounded in memory and time.

    python -m rapport.kernel.media.painting ZOOM ACROSS DOWN < picture > squares

A decoder that is fed by strangers may run wild. As a process of its own it is stopped by the
system at 768 MB or 6 seconds, takes nobody along when it crashes, and knows no secret: its
environment is empty, it has neither settings nor database.
"""

from __future__ import annotations

import io
import resource
import struct
import sys
from collections.abc import Mapping

from PIL import Image

from rapport.kernel.media import headers
from rapport.kernel.media.rules import (
    CENTRED,
    CPU_SECONDS,
    LARGEST,
    MEMORY,
    MOST_BYTES,
    SIDES,
    Crop,
    Format,
    NotAPicture,
    TooManyPixels,
    check_pixels,
    in_stored,
    square,
)

REFUSED = 65
"""The exit status for bytes that are no picture; anything else but 0 is an accident."""
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_FINER = 2
"""Pixels are taken at twice the size that is drawn, so that nothing looks grated."""

Squares = Mapping[int, bytes]


def paint(data: bytes, crop: Crop = CENTRED) -> Squares:
    """The square of a picture that `crop` names, in every size, as WebP without any metadata.

    Of what moves the first frame is taken; what is transparent becomes white.
    Raises: NotAPicture, TooManyPixels; whatever a decoder raises for a broken file; MemoryError.
    """
    header = headers.read(data)
    with Image.open(io.BytesIO(data), formats=[header.format.value]) as picture:
        check_pixels(*picture.size)  # a frame may reach beyond what the header says
        if header.format is not Format.JPEG:
            picture.load()  # a PNG tells how it was held behind its pixels; what is wrong with those is told once
        orientation = _orientation(picture)
        width, height = picture.size
        upright = (height, width) if orientation >= 5 else (width, height)
        shares = in_stored(square(*upright, crop), *upright, orientation)
        side = (shares[2] - shares[0]) * width
        if header.format is Format.JPEG and side > _FINER * LARGEST:
            shrunk = _FINER * LARGEST / side
            picture.draft("RGB", (round(width * shrunk), round(height * shrunk)))
        return encode(_drawn(picture, shares), orientation)


def _orientation(picture: Image.Image) -> int:
    """How the camera was held, from 1 to 8; 1 where the file does not say so in earnest."""
    try:
        held = picture.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001 (metadata that cannot be read is no reason to refuse the picture)
        return 1
    return held if isinstance(held, int) and 1 <= held <= 8 else 1


def _drawn(picture: Image.Image, shares: tuple[float, float, float, float]) -> Image.Image:
    """The part of the picture at `shares` of its width and height, in the largest size, as RGB on white."""
    picture.load()
    width, height = picture.size
    box = (shares[0] * width, shares[1] * height, shares[2] * width, shares[3] * height)
    if picture.mode in ("1", "P", "PA", "I", "I;16", "I;16B", "I;16L", "I;16N", "CMYK"):
        # these cannot be resized as they are: only the part that is wanted is turned into plain colours
        whole = (int(box[0]), int(box[1]), min(int(box[2]) + 1, width), min(int(box[3]) + 1, height))
        box = tuple(value - whole[at % 2] for at, value in enumerate(box))  # type: ignore[assignment]
        picture = _plain(picture.crop(whole))
    drawn = picture.resize((LARGEST, LARGEST), Image.Resampling.LANCZOS, box=box, reducing_gap=_FINER)
    if drawn.mode in ("RGBA", "LA", "La", "RGBa"):
        drawn = drawn.convert("RGBA")
        paper = Image.new("RGB", drawn.size, "white")
        paper.paste(drawn, mask=drawn.getchannel("A"))
        return paper
    return drawn.convert("RGB")


def _plain(part: Image.Image) -> Image.Image:
    if part.mode.startswith("I"):
        # 16 bits a pixel; turned into 8 by itself, everything would be white
        return part.convert("I").point(lambda value: value / 256).convert("L")
    return part.convert("RGBA" if "transparency" in part.info or part.mode == "PA" else "RGB")


def encode(drawn: Image.Image, orientation: int = 1, *, quality: int = 82) -> Squares:
    """A square in the largest size, turned upright, as WebP in every size; pixels and nothing else."""
    if orientation in _UPRIGHT:
        drawn = drawn.transpose(_UPRIGHT[orientation])
    found = {}
    for side in SIDES:
        small = drawn if drawn.width == side else drawn.resize((side, side), Image.Resampling.LANCZOS)
        file = io.BytesIO()
        small.save(file, "WEBP", quality=quality, method=4, exif=b"", xmp=b"", icc_profile=b"")
        found[side] = file.getvalue()
    return found


def pack(squares: Squares) -> bytes:
    """Squares as one text of bytes: of each its side, its length, and then all of them."""
    return b"".join(struct.pack(">II", side, len(one)) + one for side, one in squares.items())


def unpack(data: bytes) -> Squares:
    """The squares in it. Raises: ValueError for what was not packed."""
    found, at = {}, 0
    while at < len(data):
        side, length = struct.unpack(">II", data[at : at + 8])
        found[side] = data[at + 8 : at + 8 + length]
        at += 8 + length
    if tuple(found) != SIDES or at != len(data):
        raise ValueError("not the squares of a picture")
    return found


def main(arguments: list[str]) -> int:
    """Read a picture, write its squares; on standard error what is wrong, in a word."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    zoom, across, down = map(float, arguments)
    try:
        squares = paint(sys.stdin.buffer.read(MOST_BYTES), Crop(zoom, across, down))
    except Exception as wrong:  # noqa: BLE001 (whatever a decoder stumbles over, the file is not taken)
        refused = isinstance(wrong, NotAPicture | TooManyPixels)
        sys.stderr.write(f"{type(wrong).__name__}: {wrong}"[:300])
        return REFUSED if refused or not isinstance(wrong, MemoryError) else 1
    sys.stdout.buffer.write(pack(squares))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
