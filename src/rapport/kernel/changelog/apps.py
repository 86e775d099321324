"""The Django app of the changelog."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class ChangelogConfig(AppConfig):
    """The changelog, label `changelog`; makes its pruning job known at start."""

    name = "rapport.kernel.changelog"
    label = "changelog"

    def ready(self) -> None:
        """Register the job that forgets old changes."""
        import_module(f"{self.name}.reactions")
