"""How commands print what they found."""

from __future__ import annotations

import json
import shutil
import sys
import textwrap
from collections.abc import Sequence


def print_json(data: object) -> None:
    """Print `data` as indented JSON, people's names as they write them."""
    json.dump(data, sys.stdout, ensure_ascii=False, indent=2, default=str)
    print()


def columns(rows: Sequence[Sequence[str]]) -> str:
    """Rows of three: two narrow columns, then a text that is wrapped beneath itself."""
    first = max(len(row[0]) for row in rows) + 2
    second = min(max(len(row[1]) for row in rows) + 2, 24)
    width = max(shutil.get_terminal_size((110, 24)).columns, first + second + 30)
    lines = []
    for name, value, text in rows:
        wrapped = textwrap.wrap(text, width - first - second)
        lines.append(f"{name:<{first}}{value:<{second}}{wrapped[0]}")
        lines += [" " * (first + second) + line for line in wrapped[1:]]
    return "\n".join(lines)
