#!/usr/bin/env python3
"""Reads every page template and names what would break the promises of our pages.

No inline style or script (strict CSP), nothing from another site, every picture and
control named, no id twice, every button with its type. Templates are read as HTML with
the template syntax taken out, so both branches of a condition are seen.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

TEMPLATES = Path(__file__).parent.parent / "src" / "rapport" / "interfaces"
CONTROLS = {"input", "select", "textarea"}
UNNAMED_TYPES = {"hidden", "submit", "button", "image", "reset"}
FETCHING = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "use": "href"}

COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
STATEMENT = re.compile(r"\{%.*?%\}", re.DOTALL)


def _blank(text: str, put: str) -> str:
    return put + "\n" * text.count("\n")


def as_html(template: str) -> str:
    """The template with its syntax replaced; a value becomes `{}`, line numbers stay."""
    template = COMMENT.sub(lambda found: _blank(found.group(), ""), template)
    template = VALUE.sub(lambda found: _blank(found.group(), "{}"), template)
    return STATEMENT.sub(lambda found: _blank(found.group(), " "), template)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.faults: list[tuple[int, str]] = []
        self.ids: set[str] = set()
        self.labelled: set[str] = set()
        self.unnamed: list[tuple[int, str]] = []
        self.labels_open = 0

    def fault(self, sentence: str) -> None:
        self.faults.append((self.getpos()[0], sentence))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._attributes(tag, given)
        if tag == "label":
            self.labels_open += 1
            self.labelled.add(given.get("for", ""))
        if tag == "style":
            self.fault("an inline style sheet")
        if tag == "script" and "src" not in given and given.get("type") != "application/ld+json":
            self.fault("an inline script")
        if tag == "img" and "alt" not in given:
            self.fault("a picture without alt")
        if tag == "button" and "type" not in given and "{}" not in given:
            self.fault("a button without type")
        if tag in CONTROLS and given.get("type") not in UNNAMED_TYPES:
            self._control(tag, given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "label":
            self.labels_open = max(0, self.labels_open - 1)

    def _attributes(self, tag: str, given: dict[str, str]) -> None:
        for name in given:
            if name == "style":
                self.fault("an inline style")
            if name.startswith("on") and name.isalpha():
                self.fault(f"an inline handler ({name})")
        source = given.get(FETCHING.get(tag, ""), "")
        if re.match(r"(?:https?:)?//", source):
            self.fault(f"something fetched from another site ({source})")
        if given.get("target") == "_blank" and "noopener" not in given.get("rel", ""):
            self.fault('target="_blank" without rel="noopener"')
        name = given.get("id", "")
        if name and "{}" not in name:
            if name in self.ids:
                self.fault(f"the id {name} a second time")
            self.ids.add(name)

    def _control(self, tag: str, given: dict[str, str]) -> None:
        if self.labels_open or {"aria-label", "aria-labelledby", "{}"} & set(given):
            return
        self.unnamed.append((self.getpos()[0], given.get("id", "") or f"<{tag}>"))


def faults(template: str) -> list[tuple[int, str]]:
    """The line and a sentence for each thing a template does that our pages promise not to."""
    reader = _Reader()
    reader.feed(as_html(template))
    reader.close()
    unnamed = [
        (line, f"a control without a label ({name})")
        for line, name in reader.unnamed
        if name not in reader.labelled
    ]
    return sorted(reader.faults + unnamed)


def all_faults() -> Iterator[str]:
    """One line for each fault in the templates of every interface."""
    for path in sorted(TEMPLATES.rglob("templates/**/*.html")):
        for line, sentence in faults(path.read_text()):
            yield f"{path.relative_to(TEMPLATES.parent.parent.parent)}:{line}: {sentence}"


def main() -> int:
    """Print the faults; the exit status tells whether there were any."""
    found = list(all_faults())
    for line in found:
        print(line)
    print("Templates: all well." if not found else f"Templates: {len(found)} faults.")
    return min(len(found), 1)


if __name__ == "__main__":
    sys.exit(main())
