"""Pictures that keep their shape: drawn anew, bounded, turned upright, and their size told (FEED-1, quality 4)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from rapport.kernel.media import actions, painting, queries, store
from rapport.kernel.media.rules import (
    TALLEST,
    WIDTHS,
    NotAPicture,
    Shape,
    TooManyBytes,
    TooManyPixels,
    shape_within,
)
from tests.kernel import corpus
from tests.kernel.test_media import COLOURS, KINDS, held, kept_files, opened, place, quarters

__all__ = ["held", "place"]  # the fixtures of the store

pytestmark = pytest.mark.pure


@pytest.mark.parametrize(
    ("width", "height", "shape"),
    [
        (60, 40, Shape(60, 40)),
        (3_200, 2_000, Shape(1_600, 1_000)),
        (2_000, 3_200, Shape(1_250, 2_000)),
        (20_000, 2, Shape(1_600, 1)),
        (2, 20_000, Shape(1, 2_000)),
        (1, 1, Shape(1, 1)),
    ],
)
def test_a_shape_fits_and_is_never_enlarged(width: int, height: int, shape: Shape) -> None:
    assert shape_within(width, height, WIDTHS[0]) == shape


@given(width=st.integers(1, 20_000), height=st.integers(1, 20_000), at_most=st.sampled_from(WIDTHS))
def test_every_shape_lies_within(width: int, height: int, at_most: int) -> None:
    """And its sides stand to one another as before, but for the rounding."""
    shape = shape_within(width, height, at_most)
    assert 1 <= shape.width <= min(at_most, width)
    assert 1 <= shape.height <= min(at_most * TALLEST, height)
    if min(shape.width, shape.height) > 100:
        assert abs(shape.width / shape.height - width / height) < 0.02 * width / height


def test_a_kept_picture_says_its_shape() -> None:
    """So that a page leaves room for it before it is there."""
    kept = actions.keep_whole(corpus.saved(corpus.corners(2_400, 1_200), "JPEG"))
    assert kept.shape == Shape(1_600, 800)
    sizes = {width: opened(queries.whole(kept.key, width) or b"") for width in WIDTHS}
    assert {width: one.size for width, one in sizes.items()} == {1_600: (1_600, 800), 800: (800, 400)}
    assert queries.whole(kept.key, 512) is None
    assert queries.whole(kept.key, 1_600, page=1) is None
    assert queries.square(actions.keep(corpus.saved(corpus.corners())), 1_600) is None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("mode", ["RGB", "L", "P", "1", "RGBA", "LA", "CMYK", "I;16"])
def test_every_kind_and_mode(kind: str, mode: str) -> None:
    """Whatever comes in: plain colours in its own shape, upright, the right way round."""
    grey = Image.linear_gradient("L").convert("I").point(lambda value: value * 256).convert("I;16")
    try:
        data = corpus.saved(corpus.corners(90, 60, mode) if mode != "I;16" else grey, kind)
    except (OSError, ValueError):
        return  # this kind of file has no such pictures
    for one in painting.paint_whole(data).values():
        assert (opened(one).format, opened(one).mode) == ("WEBP", "RGB")
        assert opened(one).size == ((90, 60) if mode != "I;16" else (256, 256))
    if mode in ("RGB", "P", "RGBA", "CMYK"):
        assert corners_of(painting.paint_whole(data)[800]) == tuple(COLOURS)


def corners_of(data: bytes) -> tuple[str, ...]:
    """The colours of the four quarters of a picture of any shape."""
    square = opened(data).convert("RGB").resize((96, 96))
    return quarters(corpus.saved(square))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_are_turned_upright(kind: str, orientation: int) -> None:
    """Whichever way the camera was held, width and height are those of the picture as it is seen."""
    seen = corpus.corners(90, 60)
    back = {6: Image.Transpose.ROTATE_90, 8: Image.Transpose.ROTATE_270}
    turned = back.get(orientation, painting._UPRIGHT.get(orientation))
    stored = seen if turned is None else seen.transpose(turned)
    data = corpus.saved(stored, kind, exif=corpus.exif(orientation), quality=95)
    sizes = painting.paint_whole(data)
    assert all(opened(one).size == (90, 60) for one in sizes.values())
    assert corners_of(sizes[800]) == tuple(COLOURS)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_was_told_about_a_picture_is_kept(kind: str) -> None:
    """EXIF with the place, colour profile, XMP, comments: none of it stands in any size."""
    for one in painting.paint_whole(corpus.everything_told(kind)).values():
        assert corpus.SECRET not in one
        assert one[12:16] == b"VP8 "
        assert int.from_bytes(one[16:20], "little") + 20 in (len(one), len(one) - 1)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_what_moves_the_first_frame_is_taken(kind: str) -> None:
    assert corners_of(painting.paint_whole(corpus.moving(kind))[800]) == ("red",) * 4


@pytest.mark.parametrize("name", corpus.NO_PICTURES)
def test_what_is_no_picture_gets_a_sentence(name: str) -> None:
    with pytest.raises(NotAPicture) as refused:
        actions.keep_whole(corpus.NO_PICTURES[name])
    assert refused.value.sentence().endswith(".")
    assert kept_files(store.root()) == []


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_too_large_is_refused_before_it_is_decoded(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its header, or by its length alone: no decoder is started."""
    monkeypatch.setattr(actions, "_run", lambda *_: pytest.fail("it was decoded"))
    with pytest.raises(TooManyPixels, match="10000 by 10000"):
        actions.keep_whole(corpus.claims(kind, 10_000, 10_000))
    with pytest.raises(TooManyBytes, match="12 MB"):
        actions.keep_whole(corpus.saved(corpus.corners(), kind) + bytes(13 << 20))
    assert kept_files(store.root()) == []


def test_the_largest_lawful_pictures_keep_within_their_bounds() -> None:
    """40 million pixels of four channels, whole: within 768 MB and 6 seconds."""
    assert actions.keep_whole(corpus.png(6_320, 6_320, colour=6)).shape == Shape(1_600, 1_600)
    thin = actions.keep_whole(corpus.png(20_000, 2_000, colour=6))
    assert thin.shape == Shape(1_600, 160)


def test_what_nobody_holds_is_cleared_away(held: set[str]) -> None:
    """As with squares."""
    data = corpus.saved(corpus.corners())
    wanted, lost = actions.keep_whole(data).key, actions.keep_whole(data).key
    held.add(wanted)
    later = datetime.now(UTC) + timedelta(days=2)
    assert sum(actions.sweep(part=number, now=later) for number in range(256)) == 1
    assert queries.whole(wanted, 800) and queries.whole(lost, 800) is None
