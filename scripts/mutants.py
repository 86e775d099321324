#!/usr/bin/env python3
"""Breaks the rules in one small way after the other and sees whether a test notices.

`make mutants` does all files below; arguments choose some of them. It works on a copy of the
tree, stays out of CI, and writes what survived to benchmarks/results/mutants.json. The quick
pure tests run first; only what they miss meets the tests on a database.
"""

from __future__ import annotations

import ast
import copy
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

ROOT = Path(__file__).parent.parent
PEOPLE = Path("src/rapport/people")
TARGETS = [
    PEOPLE / "audience.py",
    PEOPLE / "visibility.py",
    PEOPLE / "ties/rules.py",
    PEOPLE / "actors/rules.py",
    PEOPLE / "relationships/rules/process.py",
    PEOPLE / "relationships/rules/inviting.py",
    PEOPLE / "relationships/rules/budget.py",
]
SUITES = [["tests/rules"], ["tests/actions", "--deselect", "tests/actions/test_machine.py"]]
RESULTS = ROOT / "benchmarks" / "results" / "mutants.json"

COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}

Place = tuple[int, int, int | None, int | None, str] | None


@dataclass(frozen=True)
class Mutant:
    """One file with one thing changed."""

    path: Path
    line: int
    change: str
    text: str


def _changed(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Each way to change this one node, with what it is called."""
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            new = copy.deepcopy(node)
            new.ops[place] = COMPARISONS[type(operator)]()
            yield f"{type(operator).__name__} to {type(new.ops[place]).__name__}", new
    elif isinstance(node, ast.BoolOp):
        other = ast.And() if isinstance(node.op, ast.Or) else ast.Or()
        yield f"{type(node.op).__name__} to {type(other).__name__}", ast.BoolOp(other, node.values)
        for place in range(len(node.values)):
            rest = node.values[:place] + node.values[place + 1 :]
            yield (
                f"without {ast.unparse(node.values[place])}",
                rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest),
            )
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "without not", node.operand
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        other_sign = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
        yield "the other sign", ast.BinOp(node.left, other_sign, node.right)
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield f"{node.value} to {not node.value}", ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield f"{node.value} to {node.value + 1}", ast.Constant(node.value + 1)
    elif isinstance(node, ast.Set) and len(node.elts) > 1:
        for place, element in enumerate(node.elts):
            yield f"without {ast.unparse(element)}", ast.Set(node.elts[:place] + node.elts[place + 1 :])
    elif isinstance(node, ast.IfExp):
        yield "the other branch", ast.IfExp(node.test, node.orelse, node.body)


class _Put(ast.NodeTransformer):
    """Puts a node where another one was."""

    def __init__(self, place: Place, new: ast.AST) -> None:
        self.place, self.new = place, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if _place(node) == self.place else self.generic_visit(node)


def _place(node: ast.AST) -> Place:
    if not isinstance(node, ast.expr):
        return None
    return node.lineno, node.col_offset, node.end_lineno, node.end_col_offset, type(node).__name__


def mutants(path: Path) -> Iterator[Mutant]:
    """Every mutant of one file."""
    tree = ast.parse((ROOT / path).read_text())
    for node in ast.walk(tree):
        for change, new in _changed(node):
            text = ast.unparse(ast.fix_missing_locations(_Put(_place(node), new).visit(copy.deepcopy(tree))))
            yield Mutant(path, getattr(node, "lineno", 0), change, text)


def survives(mutant: Mutant, tree: Path) -> bool:
    """Whether every test passes in `tree`, a copy of ours, with the mutant in its place."""
    original = (tree / mutant.path).read_text()
    (tree / mutant.path).write_text(mutant.text)
    try:
        return all(_passes(suite, tree) for suite in SUITES)
    finally:
        (tree / mutant.path).write_text(original)


def _passes(suite: list[str], tree: Path) -> bool:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-n0", "-p", "no:cacheprovider", *suite]
    try:
        ended = subprocess.run(
            command,
            cwd=tree,
            capture_output=True,
            timeout=300,
            check=False,
            env={**os.environ, "PYTHONPATH": "src"},
        )
    except subprocess.TimeoutExpired:
        return False
    return ended.returncode == 0


def main(chosen: list[str]) -> int:
    """Try every mutant of the chosen files; the exit status tells whether one survived."""
    paths = [Path(name) for name in chosen] or TARGETS
    found = [mutant for path in paths for mutant in mutants(path)]
    workers = os.cpu_count() or 1
    with tempfile.TemporaryDirectory(prefix="rapport-mutants-") as folder:
        trees: SimpleQueue[Path] = SimpleQueue()
        for number in range(workers):
            tree = Path(folder) / str(number)
            for name in ("src", "tests", "scripts", "docs"):
                shutil.copytree(ROOT / name, tree / name)
            for name in ("pyproject.toml", "requirements.lock"):
                shutil.copy(ROOT / name, tree / name)
            trees.put(tree)

        def attempt(mutant: Mutant) -> bool:
            tree = trees.get()
            try:
                alive = survives(mutant, tree)
            finally:
                trees.put(tree)
            if alive:
                print(f"survived: {mutant.path}:{mutant.line}: {mutant.change}", flush=True)
            return alive

        with ThreadPoolExecutor(workers) as pool:
            alive = list(pool.map(attempt, found))
    survivors = [one for one, lives in zip(found, alive, strict=True) if lives]
    figures = {
        "mutants": len(found),
        "survivors": [f"{one.path}:{one.line}: {one.change}" for one in survivors],
    }
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps({"name": "mutants", "figures": figures}, indent=2))
    print(f"{len(found)} mutants, {len(survivors)} survived.")
    return min(len(survivors), 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
