"""The Django app of the jobs."""

from __future__ import annotations

from importlib import import_module

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Jobs, label `jobs`; makes its own handlers known at start."""

    name = "rapport.kernel.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Register the handlers that jobs itself brings: pruning, and the functions of django.tasks."""
        for module in ("reactions", "tasks_backend"):
            import_module(f"{self.name}.{module}")
