"""What has to be so before a site starts; each thing that is not gets one sentence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db import Error, connection
from django.db.backends.base.base import BaseDatabaseWrapper

SQLITE_AT_LEAST = (3, 38, 0)
POSTGRESQL_AT_LEAST = 140000
PATIENCE_MILLISECONDS = 2000
"""How long the check of a SQLite file waits for another program that holds it."""

PER_PROCESS_CACHES = ("locmem", "dummy", "filebased")


def refusals() -> list[str]:
    """One sentence for each reason why this site should not start; none means that it may."""
    default = settings.DATABASES["default"]
    found = [*cache(str(settings.CACHES["default"]["BACKEND"])), *sqlite_settings(default)]
    return found or list(database())


def cache(backend: str) -> Iterator[str]:
    """Rate limits count in the cache, so all processes have to share it (quality.md 4)."""
    if any(word in backend.lower() for word in PER_PROCESS_CACHES):
        yield (
            f"The cache {backend} is not shared by all processes, so rate limits would not hold. "
            "Use django.core.cache.backends.db.DatabaseCache."
        )


def sqlite_settings(database: Mapping[str, Any]) -> Iterator[str]:
    """SQLite takes its write lock at BEGIN; otherwise most concurrent writings fail (architecture.md 6)."""
    if not database["ENGINE"].endswith("sqlite3"):
        return
    if sqlite3.sqlite_version_info < SQLITE_AT_LEAST:
        least = ".".join(str(part) for part in SQLITE_AT_LEAST)
        yield f"SQLite {sqlite3.sqlite_version} is too old: {least} or newer is needed."
    options: dict[str, Any] = database.get("OPTIONS", {})
    if options.get("transaction_mode") != "IMMEDIATE":
        yield 'SQLite needs transaction_mode "IMMEDIATE", or writings fail with "database is locked".'
    if "journal_mode=wal" not in str(options.get("init_command", "")).lower().replace(" ", ""):
        yield "SQLite has to be opened with PRAGMA journal_mode=WAL."


def database() -> Iterator[str]:
    """The database is there, answers in time and is of a kind that serves."""
    try:
        connection.ensure_connection()
        yield from (_sqlite if connection.vendor == "sqlite" else _postgresql)(connection)
    except Error as trouble:
        yield unreachable(trouble)
    finally:
        connection.close()


def _sqlite(database: BaseDatabaseWrapper) -> Iterator[str]:
    with database.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE_MILLISECONDS}")
        cursor.execute("PRAGMA journal_mode")
        mode = str(cursor.fetchone()[0])
        if mode != "wal":
            yield (
                f"SQLite cannot use its write-ahead log (WAL) here: the journal mode is {mode}. "
                "Put the data directory on a local file system."
            )
        cursor.execute("BEGIN IMMEDIATE")
        cursor.execute("ROLLBACK")


def _postgresql(database: BaseDatabaseWrapper) -> Iterator[str]:
    with database.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        if int(cursor.fetchone()[0]) < POSTGRESQL_AT_LEAST:
            yield f"This PostgreSQL is too old: {POSTGRESQL_AT_LEAST // 10000} or newer is needed."
        cursor.execute("SHOW server_encoding")
        encoding = str(cursor.fetchone()[0])
        if encoding != "UTF8":
            yield f"The PostgreSQL database is encoded in {encoding}; make it with ENCODING 'UTF8'."


def unreachable(trouble: Error) -> str:
    """The driver's own words, on one line, with what they mean in front."""
    words = " ".join(str(trouble).split())
    name = settings.DATABASES["default"]["NAME"]
    if "locked" in words:
        return f"The database {name} is locked by another program. End it, or wait until it is done."
    if "not a database" in words or "malformed" in words:
        return f"{name} is not a SQLite database, or it is damaged."
    if "readonly" in words or "unable to open" in words:
        return f"The database {name} cannot be opened for writing: {words}."
    return f"The database {name} cannot be reached: {words}"
