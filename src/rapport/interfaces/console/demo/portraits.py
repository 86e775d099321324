"""Pictures for the people of a demo, drawn here: a head, hair, shoulders, in the colours of a printed page.

A few portraits serve everybody; each person has one under a key of their own. Some keep initials.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from django.db import transaction
from PIL import Image, ImageDraw

from rapport.interfaces.console.demo.cast import FACES
from rapport.kernel.media import painting, store
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import Kind

PORTRAITS = 18
SHARE = 0.7
"""How many people show a picture."""
AT_MOST = 2_000
WITHOUT = frozenset({"erin", "mallory"})
"""Of the cast, who keeps initials."""

_SIDE = 1024
_PAPERS = ("#d9d2c0", "#c9d0c4", "#d6c7bf", "#c4ccd2", "#cfc8d6", "#e0d6b8", "#b9c4b4", "#d8c3a5")
_SKINS = ("#f0d3bd", "#e3b996", "#c98f66", "#a66d45", "#7c4d31", "#5a3826", "#f3dcc9", "#b98058")
_HAIRS = ("#2b2320", "#4a3527", "#7a5233", "#a87b45", "#8d8a84", "#1d1a1a", "#c9c4ba", "#5d2f23")
_CLOTHES = ("#3f4a44", "#6b4f3a", "#54606b", "#7a5a52", "#2f3a45", "#8a7d5c", "#5c4a5e", "#44533b")

Box = tuple[float, float, float, float]


def give(*, seed: int) -> int:
    """Give most people of this instance a picture, the same ones for the same seed; gives how many."""
    chance = random.Random(seed)  # noqa: S311 (the same faces for the same seed)
    people = Actor.objects.filter(kind=Kind.PERSON.value, picture="").order_by("pk")
    shown = [
        (actor_id, handle)
        for actor_id, handle in people.values_list("pk", "handle")[:AT_MOST]
        if _shows(handle, chance)
    ]
    keys = [store.write(painting.encode(_drawn(chance))) for _ in range(min(PORTRAITS, len(shown)))]
    with transaction.atomic():
        for number, (actor_id, _) in enumerate(shown):
            key = keys[number] if number < len(keys) else store.link(chance.choice(keys))
            Actor.objects.filter(pk=actor_id).update(picture=key)
    return len(shown)


def _shows(handle: str, chance: random.Random) -> bool:
    drawn = chance.random() < SHARE
    return handle not in WITHOUT if handle in FACES else drawn


def _about(x: float, y: float, wide: float, high: float) -> Box:
    """The box of an ellipse around a point, in pixels; given in shares of the side."""
    return (x - wide) * _SIDE, (y - high) * _SIDE, (x + wide) * _SIDE, (y + high) * _SIDE


def _drawn(chance: random.Random) -> Image.Image:
    """One portrait, in the largest size that is kept."""
    paper, skin, hair, clothes = (_pick(chance, some) for some in (_PAPERS, _SKINS, _HAIRS, _CLOTHES))
    picture = Image.new("RGB", (_SIDE, _SIDE), paper)
    pen = ImageDraw.Draw(picture)
    lean = chance.uniform(-0.03, 0.03)
    x, y, wide = 0.5 + lean, chance.uniform(0.40, 0.43), chance.uniform(0.185, 0.205)
    high = wide * chance.uniform(1.22, 1.34)
    # a window of another light behind the shoulder
    edge = chance.uniform(0.55, 0.8) * _SIDE
    pen.rectangle((edge, 0, _SIDE, _SIDE), fill=_mixed(paper, "#ffffff", 0.28))
    length = chance.choice((0.0, 0.0, 0.16, 0.3))
    if length:
        pen.rounded_rectangle(
            _about(x, y + length / 2, wide * 1.28, high * 1.05 + length / 2), wide * _SIDE, fill=hair
        )
    pen.ellipse(_about(x, 1.1, chance.uniform(0.38, 0.44), 0.36), fill=clothes)
    shade, frame = _mixed(skin, "#000000", 0.12), _mixed(hair, "#000000", 0.4)
    pen.rounded_rectangle(_about(x, y + high * 1.05, wide * 0.44, high * 0.5), 0.05 * _SIDE, fill=shade)
    pen.pieslice(_about(x, 0.755, wide * 0.7, 0.09), 0, 180, fill=_mixed(skin, "#000000", 0.06))
    pen.ellipse(_about(x, y, wide, high), fill=skin)
    # the side away from the light
    pen.chord(_about(x, y, wide, high), 100, 260, fill=_mixed(skin, "#000000", 0.07))
    if chance.random() < 0.92:
        part = chance.uniform(-25, 25)
        pen.chord(_about(x, y - 0.01, wide * 1.08, high * 1.08), 190 + part, 350 + part / 2, fill=hair)
    if chance.random() < 0.28:
        for side in (-1, 1):
            pen.ellipse(_about(x + side * wide * 0.45, y, 0.064, 0.056), outline=frame, width=9)
        pen.line(
            ((x - 0.025) * _SIDE, y * _SIDE, (x + 0.025) * _SIDE, y * _SIDE),
            fill=frame,
            width=9,
        )
    return picture.resize((512, 512), Image.Resampling.LANCZOS)


def _pick(chance: random.Random, some: Sequence[str]) -> str:
    return chance.choice(some)


def _mixed(one: str, two: str, share: float) -> str:
    """A colour between two, `share` of the way to the second."""
    parts = [(int(one[at : at + 2], 16), int(two[at : at + 2], 16)) for at in (1, 3, 5)]
    return "#" + "".join(f"{round(low + (high - low) * share):02x}" for low, high in parts)
