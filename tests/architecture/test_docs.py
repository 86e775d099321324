"""Documentation is fresh, its links lead somewhere, and its promises have tests."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from scripts.generate_docs import DOCS, PAGES
from tests.architecture.tree import ROOT, files

LINK = re.compile(r"\[[^]]*\]\(([^)#:\s]+)(?:#[^)]*)?\)")
TEST_ID = re.compile(r"`(tests/[\w/]+\.py)::(\w+)(?:::(\w+))?`")


@pytest.mark.parametrize("name", PAGES)
def test_generated_pages_are_fresh(name: str) -> None:
    """`make docs` would change nothing."""
    assert (DOCS / name).read_text() == PAGES[name](), f"docs/{name} is stale: run make docs"


def test_links_lead_somewhere() -> None:
    """Every relative link in the documentation names a file."""
    broken = [
        f"{path.relative_to(ROOT)}: {target}"
        for path in files()
        if path.suffix == ".md"
        for target in LINK.findall(path.read_text())
        if not (path.parent / target).exists()
    ]
    assert broken == []


def test_every_page_is_in_the_index() -> None:
    """No page of the documentation is left without a way to it."""
    index = (DOCS / "index.md").read_text() + (DOCS / "explanation" / "architecture.md").read_text()
    pages = [path for path in files() if path.suffix == ".md" and path.is_relative_to(DOCS)]
    lost = [path.name for path in pages if path.parent.name != "adr" and path.name not in index]
    assert lost == []


@cache
def _tests_in(name: str) -> set[str]:
    path = ROOT / name
    if not path.is_file():
        return set()
    tree = ast.parse(path.read_text())
    found = set()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found.add(node.name)
            found |= {f"{node.name}::{one.name}" for one in node.body if isinstance(one, ast.FunctionDef)}
        if isinstance(node, ast.Assign):
            found |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return found


def test_promises_have_tests() -> None:
    """Each test id in docs/promises.md exists, and each promise names one."""
    text = (DOCS / "promises.md").read_text()
    named = TEST_ID.findall(text)
    absent = [
        f"{path}::{name}" + (f"::{inner}" if inner else "")
        for path, name, inner in named
        if (f"{name}::{inner}" if inner else name) not in _tests_in(path)
    ]
    assert absent == []
    rows = [
        line
        for line in text.splitlines()
        if line.startswith("| ") and not line.startswith(("| ---", "| promise"))
    ]
    assert [row for row in rows if not TEST_ID.search(row)] == []
    assert len(rows) > 5


def test_every_decision_is_listed() -> None:
    """Each page in docs/adr stands in its index, numbered without a gap."""
    pages = sorted(path.name for path in (DOCS / "adr").glob("[0-9]*.md"))
    index = (DOCS / "adr" / "index.md").read_text()
    assert [name for name in pages if name not in index] == []
    assert [int(name[:4]) for name in pages] == list(range(1, len(pages) + 1))
