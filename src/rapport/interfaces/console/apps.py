"""The Django app of the console; it has no tables."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """Commands and the admin pages, label `console`."""

    name = "rapport.interfaces.console"
    label = "console"

    def ready(self) -> None:
        """Put what organisers may see into their site."""
        import_module(f"{self.name}.admin")
