"""Making an instance ready: checks, tables, static files. Safe when several start at once."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core import checks
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string

from rapport.interfaces.console.trouble import Trouble

ADVISORY_LOCK = 0x7261_7070
"""What PostgreSQL's advisory lock is taken on, so that two machines do not migrate at once."""


def ready(*, make: bool) -> None:
    """Check that the instance can run; bring its tables up to date where `make` says so.

    Raises: Trouble, with a sentence for each reason.
    """
    with _while_nobody_makes_tables(create=make):
        refusals: list[str] = import_string("rapport.config.checks.refusals")()
    if refusals:
        raise Trouble("\n".join(refusals))
    if _up_to_date():
        return
    if not make:
        raise Trouble(
            f"{settings.DATA_DIR} holds no instance, or an older one. "
            "`rapport serve` makes it and brings it up to date."
        )
    with _alone():
        if not _up_to_date():
            call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)


def self_check() -> None:
    """Django's own checks of everything installed.

    Raises: Trouble, with a line for each error.
    """
    errors = [found for found in checks.run_checks() if found.level >= checks.ERROR]
    if errors:
        raise Trouble("\n".join(f"{found.id}: {found.msg}" for found in errors))


def static_files() -> None:
    """Collect style sheets, scripts and icons under names that carry their digest, where they changed."""
    root = Path(settings.STATIC_ROOT)
    stamp = root / ".stamp"
    digest = _static_digest()
    with _alone():
        if stamp.is_file() and stamp.read_text() == digest:
            return
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(digest)


def _up_to_date() -> bool:
    """Every migration has run, and the table of the cache is there."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    return settings.CACHES["default"]["LOCATION"] in connection.introspection.table_names()


def _static_digest() -> str:
    """Tells the sources of the static files apart by name, size and time."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(["CVS", ".*", "*~"]):
            facts = Path(storage.path(name)).stat()
            digest.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


@contextmanager
def _while_nobody_makes_tables(*, create: bool) -> Iterator[None]:
    """Wait for another that starts on this directory: while it makes the tables, SQLite is locked by it."""
    try:
        handle = os.open(Path(settings.DATA_DIR) / ".lock", os.O_RDWR | (os.O_CREAT if create else 0), 0o600)
    except OSError:  # what is wrong with the directory is said by the checks
        yield
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the lock of the data directory, and on PostgreSQL that of the database."""
    handle = os.open(Path(settings.DATA_DIR) / ".lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
        yield
    finally:
        # the end of its session frees the lock of PostgreSQL, also where something went wrong
        connection.close()
        os.close(handle)
