"""Callers of the API: `call.alice.get("/me")`, each with a token of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from rapport.people.accounts import actions_tokens
from tests.api.caller import Caller, Callers
from tests.cast import Cast
from tests.conftest import Clock


@pytest.fixture(autouse=True)
def _rates_of_its_own(settings: Settings, tmp_path: Path) -> None:
    """Every test begins with whole allowances."""
    settings.DATA_DIR = tmp_path


@pytest.fixture
def call(clock: Clock, cast: Cast) -> Callers:
    """The members of the cast, calling with tokens that may do everything."""
    callers: dict[str, Any] = {}
    for one in cast.everyone:
        if one.account_id is not None:
            token = actions_tokens.make_token(
                account_id=one.account_id, name="test", scopes=["all"], now=clock.now
            )
            callers[one.handle] = Caller(token)
    return Callers(**callers, visitor=Caller(None))
