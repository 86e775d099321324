"""The files of a post by their address: for whoever reads the post, absent to everybody else (FEED-6, quality 1)."""

from __future__ import annotations

import secrets

import pytest

from rapport.content.posts.models import Post, PostDocument, PostPicture
from rapport.kernel.media import store
from rapport.people.groups.actions import joining
from rapport.people.relationships.actions import removing
from tests.matrix.canaries import POSTS
from tests.matrix.routes import ask, routes
from tests.matrix.table_posts import READS_PAGES, readers
from tests.matrix.viewers import ON_PAGES, SHUT_OUT, Who
from tests.matrix.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.page, pytest.mark.xdist_group("matrix-absent")]

MEDIA = next(route for route in routes() if route.name == "media")
SEEN = readers(READS_PAGES, ON_PAGES - SHUT_OUT)


@pytest.fixture
def files(world: World) -> dict[str, tuple[str, ...]]:
    """The addresses of a picture and of a page of a document in each of the owner's posts; the word is in the bytes."""
    found: dict[str, tuple[str, ...]] = {}
    for audience, word in POSTS.items():
        post = world.posts[audience]
        picture = store.write({1600: word.encode(), 800: word.encode()})
        PostPicture.objects.create(post_id=post, position=0, key=picture, width=1600, height=900)
        document = store.write_pages([(1, {1600: word.encode(), 800: word.encode()})])
        PostDocument.objects.create(post_id=post, key=document, pages=1, width=1600, height=900)
        found[audience] = (f"/media/{picture}/1600", f"/media/{picture}/800", f"/media/{document}/1600/1")
    return found


def _given(world: World, who: Who, path: str) -> bytes:
    """What this viewer is given; where it is no file, the answer has to be that of a key nobody has."""
    answer = ask(MEDIA, world.eyes[who], "GET", path)
    if answer.status_code == 200:
        return answer.content
    nobody = path.split("/")
    nobody[2] = secrets.token_hex(16)
    absent = ask(MEDIA, world.eyes[who], "GET", "/".join(nobody))
    assert answer.status_code == absent.status_code, path
    assert len(answer.content) == len(absent.content), path
    return b""


def test_each_file_is_for_the_readers_of_its_post(world: World, files: dict[str, tuple[str, ...]]) -> None:
    """Every audience × every viewer who browses, by picture, smaller picture and page of a document."""
    for who in Who:
        # a browser that was signed in when its member was suspended is signed out at its first step
        ask(MEDIA, world.eyes[who], "GET", f"/media/{secrets.token_hex(16)}/1600")
        for audience, paths in files.items():
            expected = POSTS[audience].encode() if who in SEEN[audience] else b""
            assert {_given(world, who, path) for path in paths} == {expected}, (who, audience)


def test_a_file_is_gone_with_the_tie(world: World, files: dict[str, tuple[str, ...]]) -> None:
    """At once, after unconnecting and after leaving the group."""
    member = next(who for who in sorted(SEEN["group"]) if who is not Who.SELF)
    assert _given(world, Who.FIRST, files["connections"][0])
    assert _given(world, member, files["group"][0])
    removing.unconnect(actor_id=world.ids[Who.FIRST], other=world.owner, now=world.now)
    assert not _given(world, Who.FIRST, files["connections"][0])
    group = Post.objects.get(pk=world.posts["group"]).owner_id
    joining.leave(group_id=group, actor_id=world.ids[member], now=world.now, limits=world.limits)
    assert not _given(world, member, files["group"][0])
