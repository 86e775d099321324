"""The app of suggestions (NET-3)."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class SuggestionsConfig(AppConfig):
    """Registers the app under the label `suggestions`, and what it listens to."""

    name = "rapport.projections.suggestions"
    label = "suggestions"

    def ready(self) -> None:
        """Begin to listen."""
        import_module(f"{self.name}.reactions")
