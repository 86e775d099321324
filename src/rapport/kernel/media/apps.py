"""The Django app of pictures."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Pictures, label `media`; makes its sweeping job known at start."""

    name = "rapport.kernel.media"
    label = "media"

    def ready(self) -> None:
        """Register the job that clears away what nobody holds."""
        import_module(f"{self.name}.reactions")
