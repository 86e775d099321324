"""A résumé that leaves as JSON (jsonresume.org, version 1); reading it gives the same rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"


def filled(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of `values`: nothing empty."""
    return {name: value for name, value in values.items() if value not in ("", None, [], {})}


def document(
    basics: Mapping[str, Any], sections: Mapping[str, Sequence[Mapping[str, Any]]]
) -> dict[str, Any]:
    """The document; items and sections without a word are left out."""
    kept = {name: [item for one in items if (item := filled(one))] for name, items in sections.items()}
    return {"$schema": SCHEMA, "basics": filled(basics), **filled(kept)}
