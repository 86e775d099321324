"""Pictures are drawn anew from what is lawful; what is hostile costs little and gets a sentence (quality 4)."""

from __future__ import annotations

import fcntl
import io
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps

from rapport.kernel.errors import Invalid
from rapport.kernel.media import actions, painting, queries, store
from rapport.kernel.media.rules import (
    HOLDERS,
    MOST_BYTES,
    SIDES,
    Crop,
    Crowded,
    NotAPicture,
    TooManyBytes,
    TooManyPixels,
    square,
)
from tests.kernel import corpus

KINDS = ("JPEG", "PNG", "WEBP", "GIF")
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
COLOURS = {"red": (255, 0, 0), "lime": (0, 255, 0), "blue": (0, 0, 255), "white": (255, 255, 255)}


@pytest.fixture(autouse=True)
def place(settings: LazySettings, tmp_path: Path) -> Path:
    """An empty store."""
    settings.DATA_DIR = tmp_path
    return tmp_path / "media"


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The keys that somebody still wants."""
    wanted: set[str] = set()
    monkeypatch.setattr("rapport.kernel.media.actions.HOLDERS", {"test": lambda keys: wanted & set(keys)})
    return wanted


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def quarters(data: bytes) -> tuple[str, ...]:
    """The colours of the four quarters in the order of reading, by the nearest name."""
    picture = opened(data).convert("RGB")
    near, far = picture.width // 4, picture.width * 3 // 4
    found = [picture.getpixel(at) for at in ((near, near), (far, near), (near, far), (far, far))]
    return tuple(
        min(
            COLOURS,
            key=lambda name: sum(abs(one - two) for one, two in zip(COLOURS[name], pixel, strict=True)),
        )
        for pixel in found
        if isinstance(pixel, tuple)
    )


def kept_files(place: Path) -> list[str]:
    return [path.name for path in place.rglob("*.webp")]


# What is refused


@pytest.mark.parametrize("name", corpus.NO_PICTURES)
def test_what_is_no_picture_gets_a_sentence(name: str, place: Path) -> None:
    """Whatever it pretends to be: a refusal that says what to do, and nothing is kept."""
    with pytest.raises(NotAPicture) as refused:
        actions.keep(corpus.NO_PICTURES[name])
    assert refused.value.field == "picture"
    assert refused.value.sentence().endswith(".")
    assert kept_files(place) == []


@pytest.mark.parametrize(
    ("name", "kind"), [("SVG", "SVG"), ("HEIC", "HEIC"), ("PDF", "PDF"), ("a page", "HTML")]
)
def test_known_kinds_are_named(name: str, kind: str) -> None:
    """Somebody with a telephone's HEIC learns that it is one."""
    with pytest.raises(NotAPicture, match=f"of the kind {kind}"):
        actions.keep(corpus.NO_PICTURES[name])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("width", "height"), [(10_000, 10_000), (20_001, 1), (1, 20_001), (16_383, 16_383)])
def test_too_many_pixels_are_seen_before_anything_is_decoded(
    kind: str, width: int, height: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the header is looked at: no decoder is started."""
    monkeypatch.setattr(actions, "_painted", lambda *_: pytest.fail("it was decoded"))
    with pytest.raises(TooManyPixels, match=f"{width} by {height}"):
        actions.keep(corpus.claims(kind, width, height))


def test_a_hundred_megapixels_in_twelve_kilobytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is small, what it unpacks to is not."""
    bomb = corpus.png(10_000, 10_000, bits=1)
    assert len(bomb) < 13_000
    with pytest.raises(TooManyPixels):
        actions.keep(bomb)


def test_a_frame_beyond_its_screen() -> None:
    """A GIF that says 1 by 1 and brings 65,000 by 65,000 is caught before it is unpacked."""
    with pytest.raises((TooManyPixels, Image.DecompressionBombError)):
        painting.paint(corpus.giant())
    with pytest.raises(Invalid):
        actions.keep(corpus.giant())


def test_too_many_bytes() -> None:
    """What is longer than is read is not even looked at."""
    with pytest.raises(TooManyBytes, match="12 MB") as refused:
        actions.keep(corpus.saved(corpus.corners(), "JPEG") + bytes(MOST_BYTES))
    assert refused.value.status == 413


def test_the_largest_lawful_picture_keeps_within_its_bounds() -> None:
    """40 million pixels of four channels: drawn by a process that may take 768 MB and 6 seconds."""
    assert store.read(actions.keep(corpus.png(6_320, 6_320, colour=6)), 48)


def _program(lines: str, data: bytes) -> subprocess.CompletedProcess[bytes]:
    begin, end = (
        "import sys\nfrom rapport.kernel.media import painting",
        "sys.exit(painting.main(['1', '0', '0']))",
    )
    code = f"{begin}\n{lines}\n{end}"
    environment = {"PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.run(
        [sys.executable, "-c", code], input=data, capture_output=True, env=environment, check=False
    )


def test_memory_is_bounded() -> None:
    """A decoder that wants more than it may have ends; nobody else does."""
    done = _program("painting.MEMORY = 160 << 20", corpus.png(6_320, 6_320, colour=6))
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"MemoryError" in done.stderr


def test_time_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes too long is given up, with a sentence."""
    monkeypatch.setattr(actions, "WALL_SECONDS", 0.01)
    with pytest.raises(NotAPicture, match="damaged"):
        actions.keep(corpus.saved(corpus.corners()))


def test_a_decoder_that_crashes_takes_nobody_along(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its end is a refusal like any other."""
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(NotAPicture, match="damaged"):
        actions.keep(corpus.saved(corpus.corners()))


def test_the_decoder_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of this process's environment reaches it."""
    run, given_to = subprocess.run, {}

    def watched(*words: Any, **how: Any) -> Any:
        given_to.update(how)
        return run(*words, **how)

    monkeypatch.setattr(subprocess, "run", watched)
    monkeypatch.setenv("RAPPORT_SECRET_KEY", "secret")
    actions.keep(corpus.saved(corpus.corners()))
    assert set(given_to["env"]) == {"PYTHONPATH"}


def test_one_at_a_time(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another picture is read one waits, and then hears when to come back."""
    monkeypatch.setattr(actions, "WAIT_SECONDS", 0.1)
    with (store.root() / "turn").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(Crowded, match="Try again"):
            actions.keep(corpus.saved(corpus.corners()))
    assert actions.keep(corpus.saved(corpus.corners()))


# What is drawn


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mode", ["RGB", "L", "P", "1", "RGBA", "LA", "CMYK", "I;16"])
def test_every_kind_and_mode(kind: str, mode: str) -> None:
    """Whatever comes in: squares of every size, in plain colours, upright, the right way round."""
    try:
        data = corpus.saved(corpus.corners(60, 60, mode) if mode != "I;16" else _grey(), kind)
    except (OSError, ValueError):
        return  # this kind of file has no such pictures
    squares = painting.paint(data)
    assert {
        side: (opened(one).format, opened(one).mode, opened(one).size) for side, one in squares.items()
    } == {side: ("WEBP", "RGB", (side, side)) for side in SIDES}
    if mode in ("RGB", "P", "RGBA", "CMYK"):
        assert quarters(squares[96]) == tuple(COLOURS)


def _grey() -> Image.Image:
    return Image.linear_gradient("L").convert("I").point(lambda value: value * 256).convert("I;16")


def test_sixteen_bits_are_not_all_white() -> None:
    """A deep grey picture keeps its shades."""
    small = opened(painting.paint(corpus.saved(_grey()))[96]).convert("L")
    assert min(small.tobytes()) < 20
    assert max(small.tobytes()) > 230


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF"])
def test_what_is_transparent_becomes_white(kind: str) -> None:
    """Also in a palette with a transparent colour."""
    clear = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    clear.paste((255, 0, 0, 255), (0, 0, 20, 20))
    assert quarters(painting.paint(corpus.saved(clear, kind))[96]) == ("red", "white", "white", "white")
    palette = clear.quantize(8)
    assert quarters(painting.paint(corpus.saved(palette, "PNG"))[96]) == ("red", "white", "white", "white")


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_what_moves_the_first_frame_is_taken(kind: str) -> None:
    """Animated GIF, WebP and PNG."""
    assert quarters(painting.paint(corpus.moving(kind))[96]) == ("red",) * 4


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_are_turned_upright_before_the_crop(kind: str, orientation: int) -> None:
    """The crop is of the picture as it is seen, whichever way the camera was held."""
    seen = corpus.corners(90, 60)
    back = {6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    turned = back.get(orientation, painting._UPRIGHT.get(orientation))
    stored = seen if turned is None else seen.transpose(turned)
    data = corpus.saved(stored, kind, exif=corpus.exif(orientation), quality=95)
    assert opened(data).getexif()[0x0112] == orientation
    assert ImageOps.exif_transpose(opened(data)).size == (90, 60)
    assert quarters(painting.paint(data)[96]) == tuple(COLOURS)
    assert quarters(painting.paint(data, Crop(2, 0, 0))[96]) == ("red",) * 4
    assert quarters(painting.paint(data, Crop(2, 1, 0))[96]) == ("lime",) * 4
    assert quarters(painting.paint(data, Crop(2, 0, 1))[96]) == ("blue",) * 4


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_was_told_about_a_picture_is_kept(kind: str) -> None:
    """EXIF with the place, colour profile, XMP, comments: none of it stands in any size."""
    data = corpus.everything_told(kind)
    assert corpus.SECRET in data
    for one in painting.paint(data).values():
        assert corpus.SECRET not in one
        assert opened(one).info.keys() <= {"loop", "background", "timestamp", "duration"}


@given(
    width=st.integers(1, 70),
    height=st.integers(1, 70),
    kind=st.sampled_from(KINDS),
    orientation=st.integers(0, 9),
    words=st.binary(max_size=200),
    crop=st.builds(Crop, st.floats(), st.floats(), st.floats()),
)
def test_output_is_pixels_and_nothing_else(
    width: int, height: int, kind: str, orientation: int, words: bytes, crop: Crop
) -> None:
    """Whatever is told about a picture, what is kept has one chunk: that of its pixels (RFC 9649)."""
    told = corpus.exif(orientation)
    picture = corpus.corners(width, height)
    data = corpus.saved(picture, kind, exif=told, xmp=words, icc_profile=words, comment=words)
    for one in painting.paint(data + words, crop).values():
        assert one[12:16] == b"VP8 "
        assert int.from_bytes(one[16:20], "little") + 20 in (len(one), len(one) - 1)


@pytest.mark.parametrize("data", [corpus.GIF_AND_SCRIPT, corpus.JPEG_AND_ZIP, corpus.PNG_AND_PAGE])
def test_what_is_two_things_at_once_comes_out_as_a_picture(data: bytes) -> None:
    """A script, an archive or a page behind a picture is left behind, or the whole is refused."""
    try:
        squares = painting.paint(data)
    except Exception:  # noqa: BLE001 (as it is when a decoder stumbles)
        return
    for one in squares.values():
        assert not any(word in one for word in (b"alert", b"script", b"PK\3\4", b"index.html"))


@given(
    width=st.integers(1, 20_000),
    height=st.integers(1, 20_000),
    crop=st.builds(Crop, st.floats(), st.floats(), st.floats()),
)
def test_a_crop_lies_inside(width: int, height: int, crop: Crop) -> None:
    """Whatever figures are sent, infinite ones and none at all among them."""
    left, top, right, bottom = square(width, height, crop)
    assert 0 <= left < right <= width + 1e-6
    assert 0 <= top < bottom <= height + 1e-6
    assert abs((right - left) - (bottom - top)) < 1e-6
    assert right - left >= 1 - 1e-6


# Where it is kept


def test_a_picture_is_kept_under_a_key_nobody_can_guess(place: Path) -> None:
    """128 bits by chance; every size is there, and nothing else."""
    one, two = (actions.keep(corpus.saved(corpus.corners())) for _ in range(2))
    assert one != two
    assert len(one) == 32
    assert sorted(path.name for path in (place / one[:2] / one).iterdir()) == sorted(
        f"{side}.webp" for side in SIDES
    )
    assert all(opened(queries.square(one, side) or b"").width == side for side in SIDES)
    assert queries.square(one, 100) is None
    store.remove(one)
    assert queries.square(one, 96) is None


@pytest.mark.parametrize("key", ["", ".", "..", "../../secret_key", "new", "0" * 31, "G" * 32, "0" * 32])
def test_other_keys_lead_nowhere(key: str) -> None:
    """What is no key is no path."""
    assert queries.square(key, 96) is None
    store.remove(key)


def test_no_half_picture_is_ever_there(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk in the middle leaves nothing."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.write(painting.paint(corpus.saved(corpus.corners())))
    assert kept_files(place) == []


def test_what_nobody_holds_is_cleared_away(place: Path, held: set[str]) -> None:
    """After a day, in the part of the store that is its turn; what somebody shows stays."""
    squares = painting.paint(corpus.saved(corpus.corners()))
    wanted, lost = store.write(squares), store.write(squares)
    again = store.link(lost)
    held |= {wanted, again}
    (place / "new" / "half").mkdir()
    for number in range(256):
        assert actions.sweep(part=number, now=datetime.now(UTC)) == 0
    later = datetime.now(UTC) + timedelta(days=2)
    assert sum(actions.sweep(part=number, now=later) for number in range(512)) == 2
    assert queries.square(wanted, 48) and queries.square(again, 48)
    assert queries.square(lost, 48) is None
    assert list((place / "new").iterdir()) == []


def test_faces_are_held() -> None:
    """The pictures of people are spoken for."""
    assert "actors" in HOLDERS
