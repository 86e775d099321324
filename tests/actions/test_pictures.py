"""Pictures of people: kept, replaced and removed with their rows, and shown to whom they are for (PRO-1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import transaction
from django.test import Client

from rapport.kernel import clock
from rapport.kernel.errors import Absent, Invalid
from rapport.kernel.events import emit
from rapport.kernel.jobs import run_due
from rapport.kernel.limits import actions as settings_actions
from rapport.kernel.limits.rules import Limits
from rapport.kernel.media import queries as media
from rapport.kernel.media import store
from rapport.kernel.media.rules import NotAPicture
from rapport.people import visibility
from rapport.people.accounts import actions as accounts
from rapport.people.accounts.events import Erased
from rapport.people.accounts.models import Account
from rapport.people.actors import actions as actors
from rapport.people.actors import queries as faces
from rapport.people.actors.models import Actor
from rapport.people.actors.rules import PICTURE_AUDIENCES, Kind
from rapport.people.audience import VISITOR, Audience, Viewer
from rapport.people.relationships.actions import removing
from rapport.people.relationships.queries.faces import faces_of
from rapport.people.relationships.queries.lists import in_order
from tests.cast import Cast
from tests.kernel import corpus

BACKEND = "rapport.people.accounts.backend.Backend"
Callbacks = Callable[..., object]


@pytest.fixture(autouse=True)
def place(settings: LazySettings, tmp_path: Path) -> Path:
    """An empty store."""
    settings.DATA_DIR = tmp_path
    return tmp_path / "media"


def pictured(actor_id: int) -> str:
    """Give somebody a picture; gives its key."""
    key = store.write(dict.fromkeys((48, 96, 256, 512), corpus.SECRET))
    actors.give_picture(actor_id=actor_id, key=key)
    return key


def test_a_picture_is_shown_replaced_and_removed(
    cast: Cast, django_capture_on_commit_callbacks: Callbacks
) -> None:
    """The one before goes with its files, once the change is certain."""
    data = corpus.saved(corpus.corners())
    first = actors.change_picture(actor_id=cast.alice.id, data=data)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        second = actors.change_picture(actor_id=cast.alice.id, data=data)
        assert media.square(first, 96) is not None
    assert Actor.objects.get(pk=cast.alice.id).picture == second
    assert (media.square(first, 96), media.square(second, 96) is not None) == (None, True)
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        actors.remove_picture(actor_id=cast.alice.id)
    assert Actor.objects.get(pk=cast.alice.id).picture == ""
    assert media.square(second, 96) is None
    actors.remove_picture(actor_id=cast.alice.id)


def test_what_is_refused_or_rolled_back_changes_nothing(cast: Cast, place: Path) -> None:
    """The picture that stood there stays, and no file of the other is left."""
    before = pictured(cast.alice.id)
    with pytest.raises(NotAPicture):
        actors.change_picture(actor_id=cast.alice.id, data=corpus.SVG)
    with pytest.raises(Absent):
        actors.change_picture(actor_id=0, data=corpus.saved(corpus.corners()))
    with transaction.atomic():
        actors.remove_picture(actor_id=cast.alice.id)
        transaction.set_rollback(True)
    assert Actor.objects.get(pk=cast.alice.id).picture == before
    assert {path.parent.name for path in place.rglob("*.webp")} == {before}


def test_pictures_of_actors_are_held(cast: Cast) -> None:
    """The sweep asks, and hears of those that somebody shows."""
    key = pictured(cast.bob.id)
    assert faces.pictures_held([key, "0" * 32]) == {key}


@pytest.mark.parametrize("audience", [*Audience, "everybody", ""])
def test_whom_a_picture_may_be_for(cast: Cast, audience: str) -> None:
    """A table by kind says it; anything else changes nothing."""
    for one, kind in ((cast.alice, Kind.PERSON), (cast.acme, Kind.COMPANY)):
        if audience in set(PICTURE_AUDIENCES[kind]):
            actors.choose_picture_audience(actor_id=one.id, audience=audience)
            assert Actor.objects.get(pk=one.id).picture_audience == audience
        else:
            with pytest.raises(Invalid):
                actors.choose_picture_audience(actor_id=one.id, audience=audience)
            assert Actor.objects.get(pk=one.id).picture_audience == Audience.ANYONE


SEES: Mapping[Audience, frozenset[str]] = {
    Audience.ANYONE: frozenset({"visitor", "alice", "bob", "carol", "dan", "erin"}),
    Audience.MEMBERS: frozenset({"alice", "bob", "carol", "dan", "erin"}),
    Audience.SECOND_DEGREE: frozenset({"alice", "bob", "dan"}),
    Audience.CONNECTIONS: frozenset({"alice", "bob"}),
    Audience.ONLY_ME: frozenset({"alice"}),
}


@pytest.mark.parametrize("audience", SEES)
def test_who_sees_a_picture(cast: Cast, audience: Audience) -> None:
    """Alice's, by her audience: in the address, in lists and at faces the same; mallory, whom she blocked, never."""
    key = pictured(cast.alice.id)
    actors.choose_picture_audience(actor_id=cast.alice.id, audience=audience)
    viewers = {one.handle: one.viewer for one in cast.everyone if one.account_id} | {"visitor": VISITOR}
    for name, viewer in viewers.items():
        told = _told(viewer, key)
        assert told == (name in SEES[audience]), name
        if name == "mallory":
            continue  # who is barred does not get as far as a list
        (person,) = in_order(viewer, [cast.alice.id], clock.now())
        assert (person.picture == key) == told, name
        face = faces_of(viewer, {cast.alice.id})[cast.alice.id].picture
        assert (face == key) == (told and (audience, name) != (Audience.SECOND_DEGREE, "dan")), name


def _told(viewer: Viewer, key: str, limits: Limits | None = None) -> bool:
    try:
        visibility.pictured(viewer, key, limits or Limits())
    except Absent:
        return False
    return True


def test_a_change_of_relation_takes_effect_at_once(cast: Cast) -> None:
    """Unconnected, blocked, suspended, gone: the same address leads nowhere at the next request."""
    key = pictured(cast.alice.id)
    now = clock.now()
    actors.choose_picture_audience(actor_id=cast.alice.id, audience="connections")
    assert _told(cast.bob.viewer, key)
    removing.unconnect(actor_id=cast.bob.id, other=cast.alice.id, now=now)
    assert not _told(cast.bob.viewer, key)
    actors.choose_picture_audience(actor_id=cast.alice.id, audience="anyone")
    assert _told(cast.bob.viewer, key)
    removing.block(owner=cast.bob.id, other=cast.alice.id, now=now)
    assert not _told(cast.bob.viewer, key)
    assert _told(VISITOR, key)
    assert not _told(VISITOR, key, Limits(public_pages=False))
    assert cast.alice.account_id is not None
    accounts.suspend(account_id=cast.alice.account_id, reason="Shouting", now=now)
    assert not _told(VISITOR, key)
    assert not _told(cast.erin.viewer, key)


def test_blocked_people_are_listed_without_a_face(cast: Cast) -> None:
    """REL-17: the list of whom one blocked names them and shows nothing more."""
    key = pictured(cast.mallory.id)
    client = _signed_in(cast.alice.account_id)
    assert key not in client.get("/network/blocked").content.decode()


def _signed_in(account_id: int | None) -> Client:
    assert account_id is not None
    client = Client()
    client.force_login(Account.objects.get(pk=account_id), BACKEND)
    return client


def test_how_a_picture_is_given_out(cast: Cast) -> None:
    """As a picture and nothing else: no sniffing, no script, kept by this browser alone and asked for each time."""
    key = actors.change_picture(actor_id=cast.alice.id, data=corpus.saved(corpus.corners()))
    client = _signed_in(cast.bob.account_id)
    given = client.get(f"/media/{key}/96")
    assert given.content == media.square(key, 96)
    assert {name: given.headers[name] for name in ("Content-Type", "Cache-Control")} == {
        "Content-Type": "image/webp",
        "Cache-Control": "private, no-cache",
    }
    assert "Cookie" in given.headers["Vary"]
    assert given.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert given.headers["Content-Disposition"].startswith("inline; filename=")
    head = client.head(f"/media/{key}/96")
    assert (head.status_code, head.headers["Content-Length"]) == (200, str(len(given.content)))
    again = client.get(f"/media/{key}/96", headers={"If-None-Match": given.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.post(f"/media/{key}/96").status_code == 405


def test_hidden_looks_like_absent(cast: Cast) -> None:
    """Whatever the reason: the same answer as for a key that nobody has, also to who has the tag of old."""
    key = pictured(cast.alice.id)
    actors.choose_picture_audience(actor_id=cast.alice.id, audience="connections")
    for handle in ("erin", "mallory", None):
        client = Client() if handle is None else _signed_in(getattr(cast, handle).account_id)
        seen = []
        for one in (key, "0" * 32):
            tags = {"If-None-Match": f'"{one}-96"'}
            answer = client.get(f"/media/{one}/96", headers=tags)
            body = answer.content.decode().replace(one, "KEY")
            headers = {
                name: value for name, value in answer.headers.items() if name != "Content-Security-Policy"
            }
            seen.append((answer.status_code, headers, _plain(body)))
        assert seen[0] == seen[1]
        assert seen[0][0] == 404
    friend = _signed_in(cast.bob.account_id)
    assert friend.get(f"/media/{key}/96").status_code == 200
    for wrong in (f"/media/{key}/97", f"/media/{key}/0", f"/media/{key}", "/media/x/96"):
        assert friend.get(wrong).status_code == 404
    store.remove(key)
    assert friend.get(f"/media/{key}/96").status_code == 404


def _plain(body: str) -> str:
    """The page without what is new on each."""
    return "".join(line for line in body.splitlines() if "nonce" not in line and "csrf" not in line)


def test_visitors_where_pages_are_for_members_only(cast: Cast) -> None:
    """With `public_pages` off no picture is open to them."""
    key = pictured(cast.alice.id)
    assert Client().get(f"/media/{key}/96").status_code == 200
    settings_actions.set_limit(name="public_pages", value="off", now=clock.now())
    assert Client().get(f"/media/{key}/96").status_code == 404


def test_pages_show_the_face_over_the_initials(cast: Cast) -> None:
    """Size said beforehand, sharp on dense screens too, no words beside the name; else initials."""
    key = pictured(cast.alice.id)
    page = _signed_in(cast.bob.account_id).get("/people").content.decode()
    sources = f'src="/media/{key}/48" srcset="/media/{key}/96 2x"'
    assert f'<img {sources} alt="" width="48" height="48" decoding="async">' in page
    assert page.count("<img") == page.count(f'src="/media/{key}/48"')
    large = _signed_in(cast.bob.account_id).get("/@alice").content.decode()
    assert f'src="/media/{key}/512"' in large


def test_erasing_leaves_no_picture(cast: Cast, django_capture_on_commit_callbacks: Callbacks) -> None:
    """OPS-2: when an account is erased, the files of its face go too."""
    key = pictured(cast.erin.id)
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():  # type: ignore[attr-defined]
        emit(Erased(account_id=1, actor_id=cast.erin.id))
        emit(Erased(account_id=2, actor_id=None))
        run_due()
    assert media.square(key, 96) is None
