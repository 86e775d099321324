"""The two full-text engines behind one protocol: SQLite's FTS5 and PostgreSQL's tsvector (architecture 6).

Both keep the same words and answer the same question alike; only how it is written differs. There are two
indexes, of actors and of posts, each over a table of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from django.db import connection

from rapport.projections.search.models import Document, PostWords
from rapport.projections.search.rules.asking import Term, fts5, tsquery
from rapport.projections.search.rules.fields import Field


@dataclass(frozen=True)
class Index:
    """What is found by words: the table of words, its column of ids, and the table of FTS5 over it."""

    rows: type[Document] | type[PostWords]
    table: str
    column: str
    fts: str


ACTORS = Index(Document, "search_document", "actor_id", "search_index")
POSTS = Index(PostWords, "search_postwords", "post_id", "search_index_of_posts")


class Engine(Protocol):
    """What search asks of a database about an index.

    `source` is the index as `d` in a FROM, `id` its column of ids, `matches` the condition that takes
    what `asked` gives.
    """

    source: str
    id: str
    matches: str

    def asked(
        self, terms: Collection[Term], levels: str, *, field: Field | None = None, one_of: str = ""
    ) -> str:
        """The question about words under these signs, as the database reads it (`rules.asking.fts5`)."""

    def put(self, documents: Mapping[int, Sequence[str]]) -> None:
        """Write the words of these actors or posts, in place of what stood there."""


class Fts5:
    """SQLite: a table of FTS5 over the documents; what is deleted there goes by a trigger."""

    def __init__(self, index: Index) -> None:
        """Keep which index it is."""
        self._index = index
        self.source = f"{index.fts} d"
        self.id = "d.rowid"
        self.matches = f"d.{index.fts} MATCH %s"

    def asked(
        self, terms: Collection[Term], levels: str, *, field: Field | None = None, one_of: str = ""
    ) -> str:
        """See `Engine`."""
        return fts5(terms, levels, field=field, one_of=one_of)

    def put(self, documents: Mapping[int, Sequence[str]]) -> None:
        """See `Engine`."""
        table, column, fts = self._index.table, self._index.column, self._index.fts
        rows = [(one, " ".join(words)) for one, words in documents.items()]
        marks = ",".join(["%s"] * len(rows))
        about = f"FROM {table} WHERE {column} IN ({marks})"
        ids = list(documents)
        with connection.cursor() as cursor:
            # each in one statement: FTS5 flushes at every savepoint, and so at each row that a trigger wrote
            cursor.execute(
                f"INSERT INTO {fts} ({fts}, rowid, words) SELECT 'delete', {column}, words {about}", ids
            )
            cursor.executemany(
                f"INSERT INTO {table} ({column}, words) VALUES (%s, %s)"  # noqa: S608 (names of ours)
                f" ON CONFLICT ({column}) DO UPDATE SET words = excluded.words",
                rows,
            )
            cursor.execute(f"INSERT INTO {fts} (rowid, words) SELECT {column}, words {about}", ids)


_POSITIONS = 16_383
"""PostgreSQL counts no further; what comes after stands there too."""


class Tsvector:
    """PostgreSQL: a column of lexemes with their places, made here and not by its parser."""

    matches = "d.vector @@ CAST(%s AS tsquery)"

    def __init__(self, index: Index) -> None:
        """Keep which index it is."""
        self._index = index
        self.source = f"{index.table} d"
        self.id = f"d.{index.column}"

    def asked(
        self, terms: Collection[Term], levels: str, *, field: Field | None = None, one_of: str = ""
    ) -> str:
        """See `Engine`."""
        return tsquery(terms, levels, field=field, one_of=one_of)

    def put(self, documents: Mapping[int, Sequence[str]]) -> None:
        """See `Engine`."""
        table, column = self._index.table, self._index.column
        rows = [(one, " ".join(words), _vector(words)) for one, words in documents.items()]
        with connection.cursor() as cursor:
            cursor.executemany(
                f"INSERT INTO {table} ({column}, words, vector) VALUES (%s, %s, CAST(%s AS tsvector))"  # noqa: S608
                f" ON CONFLICT ({column}) DO UPDATE SET words = excluded.words, vector = excluded.vector",
                rows,
            )


def _vector(words: Sequence[str]) -> str:
    return " ".join(f"'{word}':{min(place, _POSITIONS)}" for place, word in enumerate(words, 1))


_ENGINES: Mapping[str, type[Fts5] | type[Tsvector]] = {"sqlite": Fts5, "postgresql": Tsvector}


def current(index: Index = ACTORS) -> Engine:
    """The engine of the database in use, for this index."""
    return _engine(connection.vendor, index)


@cache
def _engine(vendor: str, index: Index) -> Engine:
    return _ENGINES[vendor](index)


def words_kept(ids: Collection[int], index: Index = ACTORS) -> dict[int, frozenset[str]]:
    """What stands in the index of these actors or posts, locked until the transaction ends.

    Whoever writes reads the facts after this: else of two at once the later could write what the earlier hid.
    """
    rows = index.rows._default_manager.select_for_update().filter(pk__in=ids).order_by("pk")
    return {one: frozenset(words.split(" ")) for one, words in rows.values_list("pk", "words")}
