"""What a member wrote and which hashtags they follow, as rows of the layout in which archives come (OPS-2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.conf import settings

from rapport.content.exchange.formats import rows_network as network
from rapport.content.exchange.formats import rows_profile as about
from rapport.content.exchange.formats.layout import Kind
from rapport.content.exchange.formats.rows_network import Row
from rapport.content.exchange.queries.export_post_files import NONE, files_of
from rapport.content.exchange.queries.export_tables import Owner
from rapport.content.posts.models import Post
from rapport.people.audience import Audience
from rapport.people.ties.models import HashtagFollow

_VISIBLE = {
    Audience.ANYONE.value: about.Visibility.ANYONE,
    Audience.CONNECTIONS.value: about.Visibility.CONNECTIONS,
}


def written(owner: Owner) -> Mapping[Kind, Iterable[Row]]:
    """The rows of these files, the latest first."""
    return {Kind.SHARES: _shares(owner), Kind.HASHTAG_FOLLOWS: _hashtags(owner)}


def _shares(owner: Owner) -> Iterator[Row]:
    """One's posts; the first file that comes with one is named, the others stand in `rapport.json`."""
    files = files_of(owner)
    for post in Post.objects.filter(author_id=owner.id).order_by("-pk").iterator():
        beside = files.get(post.pk, NONE).all
        yield about.ShareRow(
            shared_at=post.published_at,
            link=f"{settings.PUBLIC_URL}/posts/{post.pk}",
            commentary=f"{post.title}\n\n{post.text}".strip(),
            media_url=beside[0].name if beside else "",
            visibility=_VISIBLE.get(post.audience, about.Visibility.OTHER),
        )


def _hashtags(owner: Owner) -> Iterator[Row]:
    rows = HashtagFollow.objects.filter(owner_id=owner.id).order_by("-since", "-hashtag_id")
    for name, since in rows.values_list("hashtag__name", "since"):
        yield network.HashtagFollowRow(hashtag=f"#{name}", created_at=since, changed_at=since)
