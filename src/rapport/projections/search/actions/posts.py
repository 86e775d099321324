"""Keeping the index of posts like the posts: written in the transaction of the fact (NET-4, FEED-6)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import transaction

from rapport.content.posts.models import Post
from rapport.projections.search import engines
from rapport.projections.search.models import Built, PostGram, PostWords
from rapport.projections.search.queries.post_words import said
from rapport.projections.search.queries.spelling import in_open_posts
from rapport.projections.search.rules.post_words import OPEN, index_words, spelt
from rapport.projections.search.rules.spelling import correctable, grams, last_gram

BATCH = 200
BUILT = 2
"""The row that says how far this index is built."""
VERSION = 1
"""Of what is kept: one more makes every instance build its index anew."""


@transaction.atomic
def refresh(*, ids: Collection[int]) -> None:
    """Write anew by what these posts are found."""
    before = engines.words_kept(ids, engines.POSTS)
    found = {one: index_words(words) for one, words in sorted(said(ids).items())}
    if found:
        engines.current(engines.POSTS).put(found)
    gone = [one for one in ids if one not in found]
    if gone:
        PostWords.objects.filter(pk__in=gone).delete()
    old = _open(word for words in before.values() for word in words)
    news = frozenset(word for words in found.values() for word in spelt(words))
    _learn(news - old)
    unlearn(old - _open(word for words in found.values() for word in words))


@transaction.atomic
def forget(*, ids: Collection[int]) -> None:
    """Take these posts out of the index, with words that no other shows."""
    kept = _open(word for words in engines.words_kept(ids, engines.POSTS).values() for word in words)
    PostWords.objects.filter(pk__in=ids).delete()
    unlearn(kept)


def _open(kept: Iterable[str]) -> frozenset[str]:
    """The words of posts for all members among those of the index."""
    return frozenset(word[1:] for word in kept if word[:1] == OPEN)


def _learn(words: Iterable[str]) -> None:
    """Let these words stand in for misspelt ones; in one order, lest two at once wait in a circle."""
    wanted = {word for word in words if correctable(word)}
    if not wanted:
        return
    ends = {last_gram(word) for word in wanted}
    wanted -= set(PostGram.objects.filter(gram__in=ends, word__in=wanted).values_list("word", flat=True))
    rows = [PostGram(gram=gram, word=word) for word in sorted(wanted) for gram in sorted(grams(word))]
    PostGram.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)


def unlearn(words: Iterable[str]) -> None:
    """Let no word stand that no post shows to all members any more."""
    asked = sorted(word for word in words if correctable(word))
    gone = sorted(set(asked) - in_open_posts(asked))
    for start in range(0, len(gone), BATCH):
        some = gone[start : start + BATCH]
        parts = sorted({gram for word in some for gram in grams(word)})
        PostGram.objects.filter(gram__in=parts, word__in=some).delete()


def count() -> int:
    """How many posts there are to be written."""
    return Post.objects.count()


@transaction.atomic
def build(*, after: int) -> tuple[int | None, int]:
    """Write the next posts after this id into the index; gives where to go on, None at the end, and how many."""
    ids = list(Post.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH])
    if ids:
        refresh(ids=ids)
    last = ids[-1] if len(ids) == BATCH else None
    Built.objects.update_or_create(pk=BUILT, defaults={"version": VERSION, "after": last})
    return last, len(ids)


def sweep() -> None:
    """Forget words that no post shows any more, whatever let them stand; some at a time."""
    words = sorted(PostGram.objects.values_list("word", flat=True).distinct())
    for start in range(0, len(words), BATCH):
        with transaction.atomic():
            unlearn(words[start : start + BATCH])
