"""Whether pages are valid HTML: html-validate, vendored, on the Node that Playwright brings along.

Nothing is fetched and nothing can be missing quietly: without the validator, without Node, or
without an answer for every page there is an error, never a pass.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

import playwright

NODE = Path(playwright.__file__).parent / "driver" / "node"
VALIDATOR = Path(__file__).parent.parent / "vendor" / "html-validate.cjs"
CONFIG = {
    "extends": ["html-validate:recommended"],
    "rules": {
        # how it is written is ours to say; the standard allows both
        "no-trailing-whitespace": "off",
        "void-style": "off",
        "doctype-style": "off",
        "attr-quotes": "off",
        "no-inline-style": "error",
        "no-dup-id": "error",
        "no-redundant-role": "off",  # a list without marks is a list to Safari only when it says so
        "long-title": "off",  # a person's name is as long as it is
        "no-redundant-for": "off",  # old screen readers know a label by its "for" alone
        "form-dup-name": "off",  # ticks of one choice share its name
        "tel-non-breaking": "off",  # a number stands as its owner wrote it
        "wcag/h32": "off",  # a search field is sent with Enter
    },
}


def complaints(pages: Mapping[str, str]) -> dict[str, list[str]]:
    """What is not valid on each of these pages, by name; pages without a fault are left out."""
    asked = json.dumps({"config": CONFIG, "pages": pages})
    answer = subprocess.run(
        [NODE, VALIDATOR], input=asked, capture_output=True, text=True, timeout=120, check=True
    )
    found: dict[str, list[str]] = json.loads(answer.stdout)
    assert found.keys() == pages.keys(), answer.stderr
    return {name: faults for name, faults in found.items() if faults}
