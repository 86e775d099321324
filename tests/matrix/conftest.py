"""One world for all tests of a file; whatever a test does in it is rolled back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from tests.matrix.world import START, World, build


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The seeded world, at a moment that stands still, in a transaction that is never kept."""
    with (
        pytest.MonkeyPatch.context() as patch,
        time_machine.travel(START, tick=False),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        patch.setattr(settings, "DATA_DIR", tmp_path_factory.mktemp("rates"))
        yield build()
        transaction.set_rollback(True)
