"""The files of the repository and the ranks that the import contracts give to packages."""

from __future__ import annotations

import subprocess
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
SOURCE = ROOT / "src" / "rapport"


@cache
def files() -> list[Path]:
    """Every file that is, or is about to be, in the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\0")
    return [ROOT / name for name in listed if name and (ROOT / name).is_file()]


def python_files() -> list[Path]:
    """The modules of the product, migrations included."""
    return [path for path in files() if path.suffix == ".py" and path.is_relative_to(SOURCE)]


def texts() -> dict[Path, str]:
    """The repository's files that hold text, with what they say."""
    found = {}
    for path in files():
        try:
            found[path] = path.read_text()
        except UnicodeDecodeError:
            continue
    return found


@cache
def contracts() -> list[dict[str, Any]]:
    """The import contracts as pyproject.toml states them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    stated: list[dict[str, Any]] = settings["tool"]["importlinter"]["contracts"]
    return stated


def layers(contract_id: str) -> dict[str, int]:
    """The names one layers contract ranks: the higher the number, the higher the floor."""
    (contract,) = [one for one in contracts() if one["id"] == contract_id]
    return {
        name.strip().strip("()"): height
        for height, layer in enumerate(reversed(contract["layers"]))
        for name in layer.split("|")
    }


def rank(module: str) -> tuple[int, int]:
    """The floor of a module of ours and its height on that floor."""
    _, floor, *rest = module.split(".")
    on_floor = layers(floor).get(rest[0], 0) if floor in {"people", "projections"} and rest else 0
    return layers("floors")[floor], on_floor
