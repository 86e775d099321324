"""Keeping the index like what it is about: written in the transaction of the fact (NET-4).

A section that is made private is out of the index when that is so: not a moment later.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from django.db import connection, transaction

from rapport.projections.search import engines
from rapport.projections.search.models import Document, Gram
from rapport.projections.search.queries import documents
from rapport.projections.search.queries.spelling import in_use
from rapport.projections.search.rules.fields import SUGGESTED, Value, index_words, spelt
from rapport.projections.search.rules.spelling import correctable, grams, last_gram

BATCH = 500
_PAGES = 500


@transaction.atomic
def refresh(*, ids: Collection[int]) -> None:
    """Write anew by what these actors are found; who is deleted is found by nothing any more."""
    before = engines.words_kept(ids)
    found = documents.values(ids)
    engines.current().put({one: _words(said) for one, said in sorted(found.items())})
    _drop([one for one in ids if one not in found])
    known = frozenset(word for words in before.values() for word in words)
    news = frozenset(word for said in found.values() for value in said for word in spelt(value))
    old = frozenset(word[1:] for word in known if word[0] in SUGGESTED)
    _learn(news - old)
    unlearn(old - news)


def forget(*, ids: Collection[int]) -> None:
    """Take these actors out of the index, with words that nobody else shows (OPS-2)."""
    with transaction.atomic():
        kept = frozenset(word for words in engines.words_kept(ids).values() for word in words)
        _drop(ids)
        unlearn(word[1:] for word in kept if word[0] in SUGGESTED)


def _words(said: Iterable[Value]) -> list[str]:
    return [word for value in said for word in index_words(value)]


def _drop(ids: Collection[int]) -> None:
    Document.objects.filter(pk__in=ids).delete()


def _learn(words: Iterable[str]) -> None:
    """Let these words stand in for misspelt ones; in one order, lest two at once wait in a circle."""
    wanted = {word for word in words if correctable(word)}
    # most are known already, and to ask is a twentieth of writing their rows once more
    ends = {last_gram(word) for word in wanted}
    wanted -= set(Gram.objects.filter(gram__in=ends, word__in=wanted).values_list("word", flat=True))
    rows = [Gram(gram=gram, word=word) for word in sorted(wanted) for gram in sorted(grams(word))]
    Gram.objects.bulk_create(rows, ignore_conflicts=True, batch_size=BATCH)


def unlearn(words: Iterable[str]) -> None:
    """Let no word stand that nobody shows any more."""
    gone = sorted(word for word in words if correctable(word) and not in_use(word))
    for word in gone:
        Gram.objects.filter(gram__in=sorted(grams(word)), word=word).delete()


def tidy(*, begun: bool) -> bool:
    """Have the index let go of what was deleted, some pages at a time; whether there is more.

    FTS5 keeps a deleted word until the parts it stands in are put together. PostgreSQL does it by itself.
    """
    if connection.vendor != "sqlite":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT total_changes()")
        before = cursor.fetchone()[0]
        pages = _PAGES if begun else -_PAGES  # a negative number begins with all parts
        cursor.execute("INSERT INTO search_index (search_index, rank) VALUES ('merge', %s)", [pages])
        cursor.execute("SELECT total_changes()")
        return bool(cursor.fetchone()[0] - before >= 2)
