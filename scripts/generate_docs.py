#!/usr/bin/env python3
"""Writes the pages of docs/ that follow from the code; tests fail where one is not fresh."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from rapport.kernel.limits import rules as limits

DOCS = Path(__file__).parent.parent / "docs"
GENERATED = "<!-- Made by `make docs`; change the code it is made from. -->"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; bars within cells are escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def settings_page() -> str:
    """Every site setting with its default, bounds and meaning."""
    rows = [
        [f"`{row.name}`", f"`{limits.show(row.default) or ' '}`", row.unit, row.allowed, row.meaning]
        for row in limits.SETTINGS.values()
    ]
    return f"""# Site settings

{GENERATED}

`rapport set --data DIR NAME VALUE` changes one, in force at the next request; see
[change a site setting](../how-to/change-settings.md).

{table(["setting", "default", "unit", "takes", "meaning"], rows)}
"""


PAGES: dict[str, Callable[[], str]] = {
    "reference/settings.md": settings_page,
}


def main() -> None:
    """Write every generated page."""
    for name, page in PAGES.items():
        path = DOCS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page())
        print(path.relative_to(DOCS.parent))


if __name__ == "__main__":
    main()
