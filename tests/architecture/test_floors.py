"""The floors hold: contracts kept, every package ranked, tables pointing down, no circle."""

from __future__ import annotations

import grimp
from django.apps import apps
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.architecture.tree import ROOT, SOURCE, layers, python_files, rank


def test_contracts_are_kept() -> None:
    """Every import contract of pyproject.toml holds."""
    status = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, verbose=False)
    assert status == EXIT_STATUS_SUCCESS


def test_every_package_is_ranked() -> None:
    """A folder or module that no contract ranks belongs nowhere yet."""
    unranked = []
    for container in ("floors", "people", "projections", "interfaces"):
        folder = SOURCE if container == "floors" else SOURCE / container
        ranked = layers(container)
        for path in python_files():
            if not path.is_relative_to(folder) or path == folder / "__init__.py":
                continue
            name = path.relative_to(folder).parts[0].removesuffix(".py")
            if name not in ranked and not (container == "floors" and name == "__init__"):
                unranked.append(f"{container}: {name}")
    assert sorted(set(unranked)) == []


def test_every_app_is_installed() -> None:
    """A folder with apps.py is an app that settings know."""
    folders = {path.parent.relative_to(SOURCE.parent) for path in python_files() if path.name == "apps.py"}
    named = {str(folder).replace("/", ".") for folder in folders}
    assert named <= {config.name for config in apps.get_app_configs()}


def test_foreign_keys_point_down() -> None:
    """A table points to its own height or lower, never up (architecture, floors)."""
    upward = []
    for model in apps.get_models():
        if not model.__module__.startswith("rapport."):
            continue
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if field.auto_created or target is None or not target.__module__.startswith("rapport."):
                continue
            if rank(target.__module__) > rank(model.__module__):
                upward.append(f"{model.__name__}.{field.name} -> {target.__name__}")
    assert upward == []


def test_no_circle_of_modules() -> None:
    """No module reaches itself through its imports."""
    graph = grimp.build_graph("rapport", cache_dir=None)
    circles = []
    for module in sorted(graph.modules):
        reached = graph.find_upstream_modules(module)
        circles += [
            f"{module} <-> {other}" for other in reached if module in graph.find_upstream_modules(other)
        ]
    assert circles == []


ROLES = {"rules": 0, "events": 0, "models": 1, "queries": 2, "actions": 3, "reactions": 4}


def _role(module: str) -> str | None:
    """Which of an app's files a module is: `rules`, `rules_tokens` and `rules.budget` are all rules."""
    _, floor, app, file, *_ = [*module.split("."), "", "", ""]
    if floor not in {"kernel", "people", "projections"} or app == "events":
        return None
    name = file.partition("_")[0]
    return name if name in ROLES else None


def test_files_of_an_app_import_downwards() -> None:
    """rules | events, models, queries, actions, reactions: also where a file was split by noun."""
    graph = grimp.build_graph("rapport", cache_dir=None)
    upward = []
    for module in sorted(graph.modules):
        role, app = _role(module), module.split(".")[1:3]
        for imported in graph.find_modules_directly_imported_by(module):
            other = _role(imported)
            if role and other and imported.split(".")[1:3] == app and ROLES[other] > ROLES[role]:
                upward.append(f"{module} -> {imported}")
    assert upward == []


def test_rules_know_neither_django_nor_the_clock() -> None:
    """Rules and events are pure, also where a file was split by noun, and also by what they import."""
    graph = grimp.build_graph("rapport", include_external_packages=True, cache_dir=None)
    pure = [module for module in sorted(graph.modules) if _role(module) in {"rules", "events"}]
    impure = {"django", "allauth", "ninja", "rapport.kernel.clock"}
    assert [module for module in pure if graph.find_upstream_modules(module) & impure] == []
    assert len(pure) > 10
