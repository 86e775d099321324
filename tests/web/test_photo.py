"""The page on which one chooses one's picture, with everything that may be sent to it (PRO-1)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rapport.kernel.media import queries as media
from rapport.kernel.media import rules
from rapport.people.accounts.models import Account
from rapport.people.actors.models import Actor
from tests.cast import Cast
from tests.kernel import corpus
from tests.kernel.test_media import quarters

PAGE = "/profile/photo"


@pytest.fixture(autouse=True)
def place(settings: LazySettings, tmp_path: Path) -> Path:
    """An empty store."""
    settings.DATA_DIR = tmp_path
    return tmp_path / "media"


@pytest.fixture
def alice(cast: Cast) -> Client:
    """Her browser; it checks forms as a real one's are checked."""
    assert cast.alice.account_id is not None
    client = Client(raise_request_exception=False)
    client.force_login(
        Account.objects.get(pk=cast.alice.account_id), "rapport.people.accounts.backend.Backend"
    )
    return client


def upload(client: Client, data: bytes, **words: Any) -> Any:
    """Send a file under a name and type that say something else."""
    file = SimpleUploadedFile("../../holiday.exe", data, content_type="text/html")
    return client.post(PAGE, {"do": "show", "picture": file, **words})


def picture(cast: Cast) -> str:
    return Actor.objects.get(pk=cast.alice.id).picture


def test_one_shows_a_picture(cast: Cast, alice: Client) -> None:
    """Without script: the middle of it, and the page says so and shows it."""
    assert "No picture yet" in alice.get(PAGE).content.decode()
    assert upload(alice, corpus.saved(corpus.corners(64, 64))).headers["Location"] == PAGE
    page = alice.get(PAGE).content.decode()
    assert "This is the picture now." in page
    assert f'src="/media/{picture(cast)}/256" alt="" width="112"' in page
    assert quarters(media.square(picture(cast), 96) or b"") == ("red", "lime", "blue", "white")


def test_one_chooses_the_part(cast: Cast, alice: Client) -> None:
    """The sliders say which; figures beyond them are brought back into their bounds."""
    data = corpus.saved(corpus.corners(120, 60))
    upload(alice, data, zoom="4", across="0", down="0")
    assert quarters(media.square(picture(cast), 96) or b"") == ("red",) * 4
    upload(alice, data, zoom="1e9", across="7", down="-3")
    assert quarters(media.square(picture(cast), 96) or b"") == ("lime",) * 4


@pytest.mark.parametrize(
    ("data", "status", "sentence"),
    [
        (b"", 422, "This is not a picture we can read."),
        (corpus.SVG, 422, "This is a file of the kind SVG."),
        (corpus.claims("PNG", 10_000, 10_000), 422, "10,000 by 10,000 pixels"),
        (corpus.NO_PICTURES["half a JPEG"], 422, "damaged or incomplete"),
        (bytes(rules.MOST_BYTES + 1), 413, "larger than 12 MB"),
    ],
    ids=["nothing", "SVG", "pixels", "half", "bytes"],
)
def test_what_cannot_be_taken_is_said_at_the_field(
    cast: Cast, alice: Client, data: bytes, status: int, sentence: str
) -> None:
    """A sentence where the file was chosen, and the picture of before stays."""
    answer = upload(alice, data) if data else alice.post(PAGE, {"do": "show"})
    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert 'aria-invalid="true"' in answer.content.decode()
    assert picture(cast) == ""


def test_figures_that_are_none_are_refused(cast: Cast, alice: Client) -> None:
    """Words in a slider's place: at the field, in a sentence."""
    assert upload(alice, corpus.saved(corpus.corners()), zoom="very").status_code == 422
    assert upload(alice, corpus.saved(corpus.corners()), zoom="nan").status_code == 422
    assert picture(cast) == ""


def test_files_go_to_nobody_who_has_not_asked_for_them(cast: Cast, alice: Client) -> None:
    """A file sent to any other form is not read to the disk; the form does what it does."""
    file = SimpleUploadedFile("a.bin", bytes(100_000))
    answer = alice.post("/settings/profile", {"name": "Alice", "headline": "New", "file": file})
    assert answer.status_code == 303
    assert not answer.wsgi_request.FILES
    assert Actor.objects.get(pk=cast.alice.id).headline == "New"


def test_one_takes_the_picture_away(cast: Cast, alice: Client) -> None:
    """Initials are back, and the button is gone."""
    upload(alice, corpus.saved(corpus.corners()))
    assert "Remove the picture" in alice.get(PAGE).content.decode()
    assert alice.post(PAGE, {"do": "remove"}).status_code == 303
    assert picture(cast) == ""
    assert "Remove the picture" not in alice.get(PAGE).content.decode()


def test_one_says_whom_it_is_for(cast: Cast, alice: Client) -> None:
    """Five choices for a person; a group's is none of them."""
    assert alice.post(PAGE, {"do": "audience", "picture_audience": "connections"}).status_code == 303
    assert Actor.objects.get(pk=cast.alice.id).picture_audience == "connections"
    assert 'value="connections" checked' in alice.get(PAGE).content.decode()
    assert alice.post(PAGE, {"do": "audience", "picture_audience": "group"}).status_code == 422
    assert Actor.objects.get(pk=cast.alice.id).picture_audience == "connections"


def test_visitors_are_led_to_the_door(db: None) -> None:
    """Nothing of theirs is read."""
    answer = upload(Client(), corpus.saved(corpus.corners()))
    assert answer.headers["Location"].startswith("/sign-in")


def test_on_the_way_somewhere_it_can_be_skipped(alice: Client) -> None:
    """PRO-1: new members come by here; a link leads on, before and after, and never to another site."""
    here = f"{PAGE}?next=%2F%40alice"
    assert '<a class="btn" href="/@alice">Not now</a>' in alice.get(here).content.decode()
    file = SimpleUploadedFile("a.png", corpus.saved(corpus.corners()))
    assert alice.post(here, {"do": "show", "picture": file}).headers["Location"] == here
    assert '<a class="btn" href="/@alice">Go on</a>' in alice.get(here).content.decode()
    for elsewhere in ("//evil.example", "https://evil.example/", "javascript:1", ""):
        page = alice.get(PAGE, {"next": elsewhere}).content.decode()
        assert "Go on" not in page
        assert "evil" not in page
