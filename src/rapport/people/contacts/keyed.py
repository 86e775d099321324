"""Keyed hashes of addresses and profile names: equal ones agree, and without the site's key nobody guesses them.

The key is derived from the secret key of the instance. Whoever copies the tables alone cannot try
addresses against them; whoever changes the secret key empties what the hashes are for.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import unicodedata
from functools import lru_cache

from django.conf import settings


@lru_cache(maxsize=4)
def _key(secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"rapport.people.contacts", "sha256")


def _digest(kind: bytes, value: str) -> str:
    made = hmac.digest(_key(settings.SECRET_KEY), kind + b"\0" + value.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


def address_hash(address: str) -> str:
    """The keyed hash of an email address, whatever its case and blanks around it; "" for nothing that could be one."""
    plain = unicodedata.normalize("NFC", address.strip()).casefold()
    return _digest(b"address", plain) if "@" in plain.strip("@") and plain.isprintable() else ""


def slug_hash(slug: str) -> str:
    """The keyed hash of the name in a profile address elsewhere; "" for none."""
    return _digest(b"slug", slug) if slug else ""
