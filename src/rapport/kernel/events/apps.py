"""The Django app of the events; it has no tables, the jobs are the outbox."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.core import checks

from rapport.kernel.events import bus


class EventsConfig(AppConfig):
    """Events, label `events`; puts the database behind `emit` at start."""

    name = "rapport.kernel.events"
    label = "events"

    def ready(self) -> None:
        """Install the outbox, and refuse to start where someone listens to an event that nobody declares."""
        bus.install(import_module(f"{self.name}.actions").TransactionOutbox())
        checks.register(check_subscriptions)


def check_subscriptions(**_: Any) -> list[checks.CheckMessage]:
    """One error for each name that is subscribed to and that no event has."""
    return [
        checks.Error(f"Someone listens to {name}, and no event is called so.", id="events.E001")
        for name in sorted(bus.unheard_of())
    ]
