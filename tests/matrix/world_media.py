"""The owner's picture: its address and what is in it are each a canary, and it is for connections."""

from __future__ import annotations

from rapport.kernel.media import store
from rapport.kernel.media.rules import SIDES
from rapport.people.actors import actions as actors
from tests.matrix.canaries import Canary


def give_picture(owner: int) -> None:
    """Let the owner show a picture to connections; the files say who they are."""
    place = store.root() / Canary.PICTURE[:2] / Canary.PICTURE
    place.mkdir(parents=True)
    for side in SIDES:
        (place / f"{side}.webp").write_text(Canary.PIXELS)
    actors.give_picture(actor_id=owner, key=Canary.PICTURE)
    actors.choose_picture_audience(actor_id=owner, audience="connections")
