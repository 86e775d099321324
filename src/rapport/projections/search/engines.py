"""The two full-text engines behind one protocol: SQLite's FTS5 and PostgreSQL's tsvector (architecture 6).

Both keep the same words and answer the same question alike; only how it is written differs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from django.db import connection

from rapport.projections.search.models import Document
from rapport.projections.search.rules.asking import Term, fts5, tsquery
from rapport.projections.search.rules.fields import Field


class Engine(Protocol):
    """What search asks of a database.

    `source` is the index as `d` in a FROM, `id` its column of actors, `matches` the condition that takes
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
        """Write the words of these actors, in place of what stood there."""


class Fts5:
    """SQLite: a table of FTS5 over the documents; what is deleted there goes by a trigger."""

    source = "search_index d"
    id = "d.rowid"
    matches = "d.search_index MATCH %s"

    def asked(
        self, terms: Collection[Term], levels: str, *, field: Field | None = None, one_of: str = ""
    ) -> str:
        """See `Engine`."""
        return fts5(terms, levels, field=field, one_of=one_of)

    def put(self, documents: Mapping[int, Sequence[str]]) -> None:
        """See `Engine`."""
        rows = [(one, " ".join(words)) for one, words in documents.items()]
        marks = ",".join(["%s"] * len(rows))
        about = f"FROM search_document WHERE actor_id IN ({marks})"
        ids = list(documents)
        with connection.cursor() as cursor:
            # each in one statement: FTS5 flushes at every savepoint, and so at each row that a trigger wrote
            cursor.execute(
                f"INSERT INTO search_index (search_index, rowid, words) SELECT 'delete', actor_id, words {about}",
                ids,
            )
            cursor.executemany(
                "INSERT INTO search_document (actor_id, words) VALUES (%s, %s)"
                " ON CONFLICT (actor_id) DO UPDATE SET words = excluded.words",
                rows,
            )
            cursor.execute(f"INSERT INTO search_index (rowid, words) SELECT actor_id, words {about}", ids)


_POSITIONS = 16_383
"""PostgreSQL counts no further; what comes after stands there too."""


class Tsvector:
    """PostgreSQL: a column of lexemes with their places, made here and not by its parser."""

    source = "search_document d"
    id = "d.actor_id"
    matches = "d.vector @@ CAST(%s AS tsquery)"

    def asked(
        self, terms: Collection[Term], levels: str, *, field: Field | None = None, one_of: str = ""
    ) -> str:
        """See `Engine`."""
        return tsquery(terms, levels, field=field, one_of=one_of)

    def put(self, documents: Mapping[int, Sequence[str]]) -> None:
        """See `Engine`."""
        rows = [(one, " ".join(words), _vector(words)) for one, words in documents.items()]
        with connection.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO search_document (actor_id, words, vector) VALUES (%s, %s, CAST(%s AS tsvector))"
                " ON CONFLICT (actor_id) DO UPDATE SET words = excluded.words, vector = excluded.vector",
                rows,
            )


def _vector(words: Sequence[str]) -> str:
    return " ".join(f"'{word}':{min(place, _POSITIONS)}" for place, word in enumerate(words, 1))


_ENGINES: Mapping[str, Engine] = {"sqlite": Fts5(), "postgresql": Tsvector()}


def current() -> Engine:
    """The engine of the database in use."""
    return _ENGINES[connection.vendor]


def words_kept(ids: Collection[int]) -> dict[int, frozenset[str]]:
    """What stands in the index of these actors, locked until the transaction ends.

    Whoever writes reads the profile after this: else of two at once the later could write what the earlier hid.
    """
    rows = Document.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk", "words")
    return {one: frozenset(words.split(" ")) for one, words in rows}
