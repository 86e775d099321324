"""One browser and one running site for all journeys of a run; every visitor insists on a quiet console."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, StorageState, sync_playwright

from tests.conftest import SOURCE, Instance
from tests.journeys.site import Site, served
from tests.journeys.visitor import DEMO_PASSWORD, Visitor

CHROMIUM = os.environ.get("RAPPORT_TEST_CHROMIUM", "/usr/bin/chromium")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")

Visit = Callable[..., Visitor]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All journeys share a process, and so a browser and a site."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("journeys"))


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS])
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with the demo's people in it, but few; on SQLite, as browser tests have it."""
    folder = tmp_path_factory.mktemp("journeys")
    # not measured by coverage: it is slower then, and what it runs is tested elsewhere
    strange = ("RAPPORT_", "DJANGO_", "COV_", "COVERAGE_")
    env = {key: value for key, value in os.environ.items() if not key.startswith(strange)}
    instance = Instance(
        folder / "site", env | {"PYTHONPATH": str(SOURCE), "RAPPORT_DATA": str(folder / "site")}
    )
    subprocess.run(
        instance.command("demo", "--members", "12"),
        env=instance.env,
        check=True,
        capture_output=True,
        timeout=300,
    )
    with served(instance, folder / "log") as running:
        yield running


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Visit]:
    """Opens browsers of people; at the end none of them may have anything to complain about."""
    opened: list[Visitor] = []

    def open_one(**given: Any) -> Visitor:
        opened.append(Visitor(browser, site, **given))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


@pytest.fixture(scope="package")
def doors(browser: Browser, site: Site) -> Callable[[str], StorageState]:
    """The cookies of people of the demo, each of whom signs in once."""
    known: dict[str, StorageState] = {}

    def enter(handle: str) -> StorageState:
        if handle not in known:
            visitor = Visitor(browser, site)
            visitor.sign_in(f"{handle}@demo.example", DEMO_PASSWORD)
            known[handle] = visitor.context.storage_state()
            visitor.close()
        return known[handle]

    return enter
