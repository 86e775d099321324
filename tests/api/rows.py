"""Everything that stands in the tables of ours, to show that nothing happened."""

from __future__ import annotations

from typing import Any

from django.apps import apps


def rows() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of ours, by table, in the order of their keys."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models()
        if model.__module__.startswith("rapport.")
    }
