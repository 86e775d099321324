"""The Django app of kept answers."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class IdempotencyConfig(AppConfig):
    """Kept answers, label `idempotency`; makes its pruning job known at start."""

    name = "rapport.kernel.idempotency"
    label = "idempotency"

    def ready(self) -> None:
        """Register the job that forgets old answers."""
        import_module(f"{self.name}.reactions")
