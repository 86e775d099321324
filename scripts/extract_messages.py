"""Finds the texts of our templates for Babel: `_("…")`, `gettext("…")` and `ngettext("…", "…", n)`.

The template engine is written in Rust and brings no extractor; calls with literal texts are all our
templates have, so a reader of literals is enough. Values stay as `{names}` in the text.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterator, Mapping
from typing import IO

LITERAL = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
CALL = re.compile(rf"(?<![\w.])(_|gettext|ngettext)\(\s*({LITERAL})(?:\s*,\s*({LITERAL}))?")

Found = tuple[int, str, str | tuple[str, str], list[str]]


def extract(
    fileobj: IO[bytes],
    _keywords: Collection[str],
    _comment_tags: Collection[str],
    options: Mapping[str, object],  # noqa: ARG001 (Babel hands it over by name)
) -> Iterator[Found]:
    """Line, function and text of each call, as Babel takes them."""
    source = fileobj.read().decode()
    for call in CALL.finditer(source):
        line = source.count("\n", 0, call.start()) + 1
        name, first, second = call.groups()
        text = ast.literal_eval(first)
        if name == "ngettext":
            yield line, "ngettext", (text, ast.literal_eval(second)), []
        else:
            yield line, "gettext", text, []
