"""The pictures and documents of one's own posts, as files of an export with names that its tables refer to (OPS-2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rapport.content.exchange.formats.rapport_record import POST_FILES
from rapport.content.exchange.queries.export_tables import Owner
from rapport.content.posts.models import PostDocument, PostPicture
from rapport.kernel.media import queries as media
from rapport.kernel.media.rules import ENDING, WIDTHS


@dataclass(frozen=True)
class PostFile:
    """A picture of a post, or one page of its document (`page` from 1, else 0), by the name it has in an export."""

    post_id: int
    name: str
    key: str
    page: int = 0
    alt: str = ""


@dataclass(frozen=True)
class PostFiles:
    """What comes with a post: pictures in their order; the pages of its document and what that is called."""

    pictures: tuple[PostFile, ...] = ()
    pages: tuple[PostFile, ...] = ()
    document: str = ""

    @property
    def all(self) -> tuple[PostFile, ...]:
        """Each of them."""
        return (*self.pictures, *self.pages)


NONE = PostFiles()


def files_of(owner: Owner) -> dict[int, PostFiles]:
    """What comes with the posts in one's own name, by post."""
    pictures: dict[int, list[PostFile]] = {}
    rows = PostPicture.objects.filter(post__author_id=owner.id).order_by("post_id", "position")
    for post_id, position, key, alt in rows.values_list("post_id", "position", "key", "alt"):
        name = f"{POST_FILES}{post_id}-{position + 1}.{ENDING}"
        pictures.setdefault(post_id, []).append(PostFile(post_id, name, key, alt=alt))
    found = {post_id: PostFiles(tuple(some)) for post_id, some in pictures.items()}
    documents = PostDocument.objects.filter(post__author_id=owner.id).order_by("post_id")
    for post_id, key, name, count in documents.values_list("post_id", "key", "name", "pages"):
        pages = tuple(
            PostFile(post_id, f"{POST_FILES}{post_id}-page-{page}.{ENDING}", key, page)
            for page in range(1, count + 1)
        )
        found[post_id] = PostFiles(found.get(post_id, NONE).pictures, pages, name)
    return found


def post_files(owner: Owner) -> Iterator[tuple[str, bytes]]:
    """Each of these files with its bytes, one at a time; one that is not on the disk is left out."""
    for _, some in sorted(files_of(owner).items()):
        for one in some.all:
            data = media.whole(one.key, max(WIDTHS), one.page)
            if data is not None:
                yield one.name, data
