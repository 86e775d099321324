"""The repository's own order: sizes, imports, words that must not stand in it."""

from __future__ import annotations

import ast
import hashlib
import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, SOURCE, python_files, texts

LONGEST = 400
MACHINE_PATH = re.compile(r"(?:^|[^A-Za-z0-9_.])/(?:work|farm|root)/", re.MULTILINE)
INDEX_HOST = re.compile(
    r"\b(?:py" r"pi|pythonhosted|npm" r"js)\.org\b|--(?:extra-)?index-url[ =]", re.IGNORECASE
)
OPEN_ENDS = re.compile(r"\b(?:TO" r"DO|FIX" r"ME)\b|\bassert Tr" r"ue\b|pytest\.mark\.(?:sk" r"ip|xf" r"ail)")


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_no_file_is_too_long() -> None:
    """A file past 400 lines is split by noun."""
    long = {_short(path): n for path in python_files() if (n := len(path.read_text().splitlines())) > LONGEST}
    assert long == {}


def test_imports_stand_at_the_top() -> None:
    """An import inside a function marks a wrong floor."""
    inside = [
        f"{_short(path)}:{node.lineno}"
        for path in python_files()
        for function in ast.walk(ast.parse(path.read_text()))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def test_every_folder_of_modules_is_a_package() -> None:
    """A folder without __init__.py escapes the import contracts."""
    missing = {_short(path.parent) for path in python_files() if not (path.parent / "__init__.py").is_file()}
    assert missing == set()


@pytest.mark.parametrize("name", ["requirements.lock", "requirements.runtime.lock"])
def test_lock_names_no_address(name: str) -> None:
    """A lock file holds versions and hashes, and every index serves it."""
    lock = (ROOT / name).read_text()
    assert "://" not in lock
    entries = re.split(r"\n(?=[a-z0-9])", lock)[1:]
    assert len(entries) > 25
    assert [
        entry for entry in entries if not re.match(r"\S+==[^ ]+ .*--hash=sha256:", entry, re.DOTALL)
    ] == []


def test_a_server_gets_what_was_tested() -> None:
    """The runtime lock holds a part of the whole lock, at the same versions."""
    whole, part = (
        set(re.findall(r"^\S+==\S+", (ROOT / name).read_text(), re.MULTILINE))
        for name in ("requirements.lock", "requirements.runtime.lock")
    )
    assert part < whole


def test_tree_names_no_machine_and_no_index() -> None:
    """Nothing in the repository knows where it was written or what it was fetched from."""
    found = [
        f"{_short(path)}: {match.group().strip()}"
        for path, text in texts().items()
        for pattern in (MACHINE_PATH, INDEX_HOST)
        for match in pattern.finditer(text)
    ]
    assert found == []


def test_no_open_ends_in_code() -> None:
    """Code and tests promise nothing for later and leave nothing out."""
    found = [
        f"{_short(path)}: {match.group()}"
        for path, text in texts().items()
        if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in {"src", "tests"}
        for match in OPEN_ENDS.finditer(text)
    ]
    assert found == []


def test_vendored_scripts_are_what_they_say() -> None:
    """A script taken from elsewhere has the digest that stands beside it."""
    folder = SOURCE / "interfaces" / "web" / "static" / "vendor"
    stated = dict(
        re.findall(
            r"^\| (\S+\.js) \|.*\b([0-9a-f]{64})\b", (folder / "VENDORED.md").read_text(), re.MULTILINE
        )
    )
    actual = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.js")}
    assert actual == stated
    assert actual
