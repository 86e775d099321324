"""Decoding a picture and drawing its squares or its whole; also a program of its own, bounded in memory and time.

    python -m rapport.kernel.media.painting ZOOM ACROSS DOWN < picture > squares
    python -m rapport.kernel.media.painting whole < picture > sizes

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
    WIDTHS,
    Crop,
    Format,
    NotAPicture,
    TooManyPixels,
    check_pixels,
    in_stored,
    shape_within,
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

WHOLE = "whole"
Squares = Mapping[int, bytes]
"""One picture as WebP, by the side of its squares or by the width it is drawn for."""


def paint(data: bytes, crop: Crop = CENTRED) -> Squares:
    """The square of a picture that `crop` names, in every size, as WebP without any metadata.

    Of what moves the first frame is taken; what is transparent becomes white.
    Raises: NotAPicture, TooManyPixels; whatever a decoder raises for a broken file; MemoryError.
    """
    with _opened(data) as picture:
        orientation = _orientation(picture)
        width, height = picture.size
        upright = (height, width) if orientation >= 5 else (width, height)
        shares = in_stored(square(*upright, crop), *upright, orientation)
        side = (shares[2] - shares[0]) * width
        _draft(picture, _FINER * LARGEST / side)
        return encode(_drawn(picture, shares, (LARGEST, LARGEST)), orientation)


def paint_whole(data: bytes) -> Squares:
    """A picture in its own shape, upright, in both widths, as WebP without any metadata; never enlarged.

    First frames and white behind what is transparent as in `paint`, which raises the same.
    """
    with _opened(data) as picture:
        orientation = _orientation(picture)
        width, height = picture.size
        turned = orientation >= 5
        largest = shape_within(*((height, width) if turned else (width, height)), WIDTHS[0])
        size = (largest.height, largest.width) if turned else (largest.width, largest.height)
        _draft(picture, max(_FINER * size[0] / width, _FINER * size[1] / height))
        drawn = _drawn(picture, (0.0, 0.0, 1.0, 1.0), size)
        return encode_whole(_upright(drawn, orientation))


def _opened(data: bytes) -> Image.Image:
    """The picture, decoded as far as it takes to know how it was held.

    Raises: NotAPicture, TooManyPixels; whatever a decoder raises.
    """
    header = headers.read(data)
    picture: Image.Image = Image.open(io.BytesIO(data), formats=[header.format.value])
    check_pixels(*picture.size)  # a frame may reach beyond what the header says
    if header.format is not Format.JPEG:
        picture.load()  # a PNG tells how it was held behind its pixels; what is wrong with those is told once
    return picture


def _draft(picture: Image.Image, shrunk: float) -> None:
    """Let a JPEG be decoded at `shrunk` of its size or a little above, which takes a part of the time and room."""
    if picture.format == Format.JPEG and shrunk < 1:
        picture.draft("RGB", (round(picture.width * shrunk), round(picture.height * shrunk)))


def _orientation(picture: Image.Image) -> int:
    """How the camera was held, from 1 to 8; 1 where the file does not say so in earnest."""
    try:
        held = picture.getexif().get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001 (metadata that cannot be read is no reason to refuse the picture)
        return 1
    return held if isinstance(held, int) and 1 <= held <= 8 else 1


def _drawn(
    picture: Image.Image, shares: tuple[float, float, float, float], size: tuple[int, int]
) -> Image.Image:
    """The part of the picture at `shares` of its width and height, drawn at `size`, as RGB on white."""
    picture.load()
    width, height = picture.size
    box = (shares[0] * width, shares[1] * height, shares[2] * width, shares[3] * height)
    if picture.mode in ("1", "P", "PA", "I", "I;16", "I;16B", "I;16L", "I;16N", "CMYK"):
        # these cannot be resized as they are: only the part that is wanted is turned into plain colours
        whole = (int(box[0]), int(box[1]), min(int(box[2]) + 1, width), min(int(box[3]) + 1, height))
        box = tuple(value - whole[at % 2] for at, value in enumerate(box))  # type: ignore[assignment]
        picture = _plain(picture.crop(whole))
    drawn = picture.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=_FINER)
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
    drawn = _upright(drawn, orientation)
    return {side: _webp(drawn, (side, side), quality) for side in SIDES}


def encode_whole(drawn: Image.Image, *, quality: int = 82, method: int = 4) -> Squares:
    """An upright picture in both widths as WebP; pixels and nothing else. A lower `method` is quicker and larger."""
    shapes = {width: shape_within(*drawn.size, width) for width in WIDTHS}
    return {width: _webp(drawn, (one.width, one.height), quality, method) for width, one in shapes.items()}


def _upright(drawn: Image.Image, orientation: int) -> Image.Image:
    return drawn.transpose(_UPRIGHT[orientation]) if orientation in _UPRIGHT else drawn


def _webp(drawn: Image.Image, size: tuple[int, int], quality: int, method: int = 4) -> bytes:
    small = drawn if drawn.size == size else drawn.resize(size, Image.Resampling.LANCZOS)
    file = io.BytesIO()
    small.save(file, "WEBP", quality=quality, method=method, exif=b"", xmp=b"", icc_profile=b"")
    return file.getvalue()


def pack(squares: Squares) -> bytes:
    """Squares as one text of bytes: of each its side, its length, and then all of them."""
    return b"".join(struct.pack(">II", side, len(one)) + one for side, one in squares.items())


def unpack(data: bytes, sizes: tuple[int, ...] = SIDES) -> Squares:
    """The pictures of these sizes in it. Raises: ValueError for what was not packed."""
    found, at = {}, 0
    while at < len(data):
        side, length = struct.unpack(">II", data[at : at + 8])
        found[side] = data[at + 8 : at + 8 + length]
        at += 8 + length
    if tuple(found) != sizes or at != len(data):
        raise ValueError("not the sizes of a picture")
    return found


def bound(cpu_seconds: int) -> None:
    """Let the system stop this process at 768 MB of memory or so many seconds of work."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(arguments: list[str]) -> int:
    """Read a picture, write its sizes; on standard error what is wrong, in a word."""
    bound(CPU_SECONDS)
    try:
        data = sys.stdin.buffer.read(MOST_BYTES)
        if arguments == [WHOLE]:
            sizes = paint_whole(data)
        else:
            sizes = paint(data, Crop(*map(float, arguments)))
    except Exception as wrong:  # noqa: BLE001 (whatever a decoder stumbles over, the file is not taken)
        refused = isinstance(wrong, NotAPicture | TooManyPixels)
        sys.stderr.write(f"{type(wrong).__name__}: {wrong}"[:300])
        return REFUSED if refused or not isinstance(wrong, MemoryError) else 1
    sys.stdout.buffer.write(pack(sizes))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
