"""What has to be so before a site starts: each wrong state has its sentence, and a good one has none."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.conf import settings
from django.db import DatabaseError

from rapport.config import checks, env


@pytest.mark.pure
def test_those_who_start_at_once_sign_with_one_key(tmp_path: Path) -> None:
    """None of them reads a key that another has not written to its end (it would sign with none, or not at all)."""
    for number in range(50):
        environment = env.Environment(data=tmp_path / str(number), secret_key="")
        together = Barrier(4)
        with ThreadPoolExecutor(4) as several:
            keys = set(several.map(lambda _: (together.wait(), env.secret_key(environment))[1], range(4)))  # noqa: B023
        assert len(keys) == 1
        assert all(len(key) > 50 for key in keys)
        assert [path.name for path in environment.data.glob("*secret*")] == ["secret_key"]


@pytest.mark.pure
def test_an_empty_key_is_refused(tmp_path: Path) -> None:
    """Cookies signed with nothing could be made by anybody; the sentence says what to do."""
    (tmp_path / "secret_key").write_text("\n")
    with pytest.raises(ValueError, match=r"secret_key is empty\. Remove it"):
        env.secret_key(env.Environment(data=tmp_path, secret_key=""))


@pytest.mark.django_db
def test_a_good_site_is_not_refused() -> None:
    """Neither cache nor database of this very run is found wrong."""
    assert list(checks.cache(str(settings.CACHES["default"]["BACKEND"]))) == []
    assert list(checks.sqlite_settings(settings.DATABASES["default"])) == []


@pytest.mark.parametrize("backend", ["locmem.LocMemCache", "dummy.DummyCache", "filebased.FileBasedCache"])
def test_a_cache_of_one_process_is_refused(backend: str) -> None:
    """Rate limits that each process counts for itself are worthless (quality.md 4)."""
    assert "is not shared by all processes" in "".join(checks.cache(f"django.core.cache.backends.{backend}"))


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("transaction_mode", "DEFERRED", "IMMEDIATE"),
        ("init_command", "PRAGMA foreign_keys=ON", "journal_mode=WAL"),
    ],
)
def test_sqlite_without_its_settings_is_refused(option: str, value: str, words: str, tmp_path: Path) -> None:
    """With Django's defaults concurrent writings fail (architecture.md 6)."""
    database = env.database("", tmp_path)
    database["OPTIONS"][option] = value
    assert words in "".join(checks.sqlite_settings(database))


def test_an_old_sqlite_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The version is named with the one that is needed."""
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 31, 0))
    assert "3.38.0 or newer is needed" in "".join(checks.sqlite_settings(env.database("", tmp_path)))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("database is locked", "is locked by another program"),
        ("file is not a database", "is not a SQLite database"),
        ("attempt to write a readonly database", "cannot be opened for writing"),
        ("connection refused\n  is it running?", "cannot be reached: connection refused is it running?"),
    ],
)
def test_what_a_driver_says_becomes_one_line(said: str, words: str) -> None:
    """Its own words stay, without line breaks."""
    sentence = checks.unreachable(DatabaseError(said))
    assert words in sentence
    assert "\n" not in sentence
