"""The app of the feed: at start it looks for its index and begins to listen."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig
from django.conf import settings


class FeedConfig(AppConfig):
    """The feed, label `feed`."""

    name = "rapport.projections.feed"
    label = "feed"

    def ready(self) -> None:
        """Choose by the index from now on; where there is none yet, the database does it."""
        import_module(f"{self.name}.queries.choosing").install(settings.FEED_DIR)
        import_module(f"{self.name}.reactions")
