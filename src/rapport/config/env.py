"""What an operator sets from outside: the environment, read and checked once at start."""

from __future__ import annotations

import fcntl
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf.locale import LANG_INFO
from pydantic import field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Environment(BaseSettings):
    """The `RAPPORT_…` variables with their defaults; a wrong one is refused at start."""

    model_config = SettingsConfigDict(env_prefix="RAPPORT_", extra="ignore")

    data: Path = Path("data")
    database_url: str = ""
    test_database_url: str = ""
    secret_key: str = ""
    url: str = "http://127.0.0.1:8000"
    smtp_url: str = ""
    mail_from: str = "Rapport <rapport@localhost>"
    trusted_proxies: str = ""
    stream_url: str = ""
    debug: bool = False
    log_format: str = "text"
    metrics_token: str = ""

    @field_validator("database_url", "test_database_url")
    @classmethod
    def _known_database(cls, value: str) -> str:
        if value and urlsplit(value).scheme not in {"postgres", "postgresql"}:
            raise ValueError("use postgresql://user:password@host:port/name, or leave it unset for SQLite")
        return value

    @field_validator("url")
    @classmethod
    def _public_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("use the public address, such as https://network.example.org")
        return value.rstrip("/")

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, value: str) -> str:
        if value and (urlsplit(value).scheme not in {"smtp", "smtps"} or not urlsplit(value).hostname):
            raise ValueError("use smtp://user:password@host:port (or smtps://), or leave it unset")
        return value

    @field_validator("log_format")
    @classmethod
    def _log_format(cls, value: str) -> str:
        if value not in {"text", "json"}:
            raise ValueError("use text or json")
        return value


def secret_key(environment: Environment) -> str:
    """The key that signs cookies: as set, else made once and kept in the data directory.

    It gets its name only when it is written whole: of several processes that start at once on a new directory, none
    reads half a key, and all read the same.

    Raises: ValueError, where the file is there and says nothing.
    """
    if environment.secret_key:
        return environment.secret_key
    path = environment.data / "secret_key"
    if not path.exists():
        environment.data.mkdir(parents=True, exist_ok=True)
        _make_key(path)
    key = path.read_text().strip()
    if not key:
        raise ValueError(f"{path} is empty. Remove it: a new key is made, and everybody signs in anew.")
    return key


def _make_key(path: Path) -> None:
    """Write a new key beside `path` and give it its name, unless another process came first."""
    with open(path.with_name(".lock"), "ab", opener=_for_its_owner) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if path.exists():
            return
        draft = path.with_name(".secret_key.new")
        with open(draft, "w", opener=_for_its_owner) as file:
            file.write(secrets.token_urlsafe(50))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)


def _for_its_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def database(url: str, data: Path) -> dict[str, Any]:
    """Django's settings for the database at `url`, or for the SQLite file in `data`.

    SQLite takes its write lock at BEGIN: with Django's defaults most concurrent
    transactions fail with "database is locked" (architecture 6).
    """
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data / "rapport.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
                "PRAGMA cache_size=-16000; PRAGMA mmap_size=268435456; PRAGMA secure_delete=ON;",
            },
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 5},
    }


def languages(catalogues: Path) -> list[tuple[str, str]]:
    """The languages the site speaks, each by its own name: English, and those with a compiled catalogue.

    Without this a page in English would be written with German dates for a German browser.
    """
    there = sorted(path.parent.parent.name for path in catalogues.glob("*/LC_MESSAGES/django.mo"))
    codes = ["en", *(name.replace("_", "-").lower() for name in there if name != "en")]
    return [(code, LANG_INFO.get(code, {}).get("name_local", code)) for code in codes]
