"""What is made from other things is as fresh as they are."""

from __future__ import annotations

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState


def test_models_have_their_migrations() -> None:
    """`makemigrations` would find nothing to write for an app of ours."""
    loader = MigrationLoader(None)
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    changes = detector.changes(graph=loader.graph)
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("rapport.")}
    missing = {
        f"{label}: {operation.describe()}"
        for label, migrations in changes.items()
        if label in ours
        for migration in migrations
        for operation in migration.operations
    }
    assert missing == set()


def test_migrations_have_one_end() -> None:
    """Two migrations of one app never claim to be its last."""
    assert MigrationLoader(None).detect_conflicts() == {}
