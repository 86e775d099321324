"""The preview of a post's first link: fetched by a job, once for all posts that carry it (FEED-1)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from rapport.content.posts.models import LinkPreview, PostLink
from rapport.content.posts.rules.linking import (
    AGAIN,
    IMAGE_BYTES,
    IMAGES,
    PAGES,
    SMALLEST_SIDE,
    Said,
    State,
    decoded,
    digest,
    first_link,
    said_by,
)
from rapport.kernel import jobs
from rapport.kernel.errors import RapportError
from rapport.kernel.media import actions as media
from rapport.kernel.outbound.fetching import DIRECT, Line, fetch
from rapport.kernel.outbound.rules import Bounds, Unreachable, target

FETCH = "posts.preview"
_PICTURE = Bounds(most_bytes=IMAGE_BYTES)


def link(*, post_id: int, words: str, now: datetime) -> None:
    """Let the first link of what a new post says have a preview, in its transaction; none where there is no link."""
    wanted = first_link(words)
    if wanted is not None:
        _put(post_id, digest(wanted.url), wanted.url, now)


def link_again(*, post_id: int, words: str, now: datetime) -> None:
    """The same for a post that says something else now.

    A preview that its author took away stays away for as long as the link stays.
    """
    wanted = first_link(words)
    before = PostLink.objects.filter(post_id=post_id).first()
    if wanted is None:
        unlink([post_id])
        return
    found = digest(wanted.url)
    if before is not None and before.preview_id == found:
        return
    unlink([post_id])
    _put(post_id, found, wanted.url, now)


def _put(post_id: int, found: str, url: str, now: datetime) -> None:
    if _locked(found, url, now).asked_at <= now - AGAIN:
        LinkPreview.objects.filter(digest=found).update(asked_at=now)
        jobs.enqueue(FETCH, {"digest": found}, key=f"preview {found}")
    PostLink.objects.create(post_id=post_id, preview_id=found)


def _locked(found: str, url: str, now: datetime) -> LinkPreview:
    """The preview, new or as it is, locked: whoever takes the last post with it away waits, and finds this one."""
    while True:
        LinkPreview.objects.bulk_create(
            [LinkPreview(digest=found, url=url, asked_at=now - AGAIN)], ignore_conflicts=True
        )
        row = LinkPreview.objects.select_for_update().filter(digest=found).first()
        if row is not None:  # else it has just been taken away
            return row


def unlink(post_ids: Collection[int]) -> None:
    """Take the links of these posts away, and previews that no other post shows with them."""
    rows = PostLink.objects.filter(post_id__in=post_ids)
    previews = set(rows.values_list("preview_id", flat=True))
    if not previews:
        return
    rows.delete()
    list(LinkPreview.objects.select_for_update().filter(digest__in=previews).order_by("digest"))
    others = set(PostLink.objects.filter(preview_id__in=previews).values_list("preview_id", flat=True))
    gone = LinkPreview.objects.filter(digest__in=previews - others)
    for image in gone.exclude(image="").values_list("image", flat=True):
        media.let_go(image)
    gone.delete()


def remove(*, post_id: int) -> None:
    """Show no preview in this post; whoever calls has found it to be theirs."""
    PostLink.objects.filter(post_id=post_id).update(removed=True)


def fetch_preview(*, found: str, line: Line = DIRECT) -> State | None:
    """Ask the site what the page says of itself, outside of any transaction; None where no post carries it any more.

    What cannot be reached, is inside, without end or without a title has no preview: nobody is told.
    """
    preview = LinkPreview.objects.filter(digest=found).first()
    if preview is None:
        return None
    said, image = None, None
    try:
        page = fetch(preview.url, types=PAGES, line=line)
        if 200 <= page.status < 300:
            said = said_by(decoded(page.data, page.charset), target(page.url).host)
            image = _image(said, page.url, line) if said else None
    except Unreachable:
        pass
    return _keep(preview, said, image)


def _image(said: Said, page: str, line: Line) -> media.Kept | None:
    """The picture of the page drawn anew; None where it has none that can be shown."""
    if not said.image:
        return None
    try:
        address = target(said.image, base=target(page)).url
        came = fetch(address, types=IMAGES, bounds=_PICTURE, line=line)
        kept = media.keep_whole(came.data) if 200 <= came.status < 300 else None
    except RapportError:
        return None  # out of reach, no picture, too large, or too many at once: the words do without
    if kept is not None and min(kept.shape.width, kept.shape.height) < SMALLEST_SIDE:
        media.let_go(kept.key)
        return None
    return kept


@transaction.atomic
def _keep(preview: LinkPreview, said: Said | None, image: media.Kept | None) -> State | None:
    """Write down what came; a page that says nothing now keeps what it said before."""
    rows = LinkPreview.objects.select_for_update().filter(digest=preview.digest)
    now = rows.first()
    if now is None:
        if image is not None:
            media.let_go(image.key)
        return None
    if said is None:
        if now.state == State.WAITING.value:
            rows.update(state=State.NONE.value)
        return State.NONE
    if now.image:
        media.let_go(now.image)
    rows.update(
        state=State.SHOWN.value,
        title=said.title,
        description=said.description,
        site=said.site,
        image=image.key if image else "",
        image_width=image.shape.width if image else 0,
        image_height=image.shape.height if image else 0,
    )
    return State.SHOWN
