"""Styles, symbols and scripts: complete, small, and fit for a strict policy."""

from __future__ import annotations

import gzip
import hashlib
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir

from rapport.interfaces import web

pytestmark = pytest.mark.pure

STATIC = Path(web.__file__).parent / "static"
TEMPLATES = Path(web.__file__).parent / "templates"
VENDOR = Path(__file__).parent.parent / "vendor"
SHEETS = sorted((STATIC / "css").glob("*.css"))
BASE = (TEMPLATES / "layout" / "base.html").read_text()
LAYERS = "@layer tokens, base, layout, parts, ties, tools;"


def source() -> str:
    return "\n".join(path.read_text() for path in TEMPLATES.rglob("*.html"))


def test_every_symbol_is_in_the_sprite() -> None:
    """A template, or a part's data, names only symbols that exist."""
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons" / "sprite.svg").read_text()))
    named = set(re.findall(r'icon\("([a-z0-9-]+)"', source()))
    named |= set(re.findall(r'symbol="([a-z0-9-]+)"', source()))
    assert named <= sprite
    assert {"m-connect", "m-follow", "m-logo"} <= sprite


def test_first_load_is_small() -> None:
    """Quality 5: under 100 kB compressed, scripts and symbols included; our own script under 10 kB."""
    files = [*SHEETS, *STATIC.rglob("*.js"), *(STATIC / "icons").glob("*.svg")]
    assert sum(len(gzip.compress(path.read_bytes())) for path in files) < 60_000
    assert (STATIC / "js" / "rapport.js").stat().st_size < 10_000


def test_every_sheet_is_linked_and_the_order_of_layers_comes_first() -> None:
    """Layers keep their order whatever arrives first; no sheet lies unused."""
    linked = re.search(r"for sheet in \(([^)]*)\)", BASE)
    assert linked
    assert {path.stem for path in SHEETS} == set(re.findall(r'"(\w+)"', linked.group(1)))
    assert (STATIC / "css" / "tokens.css").read_text().count(LAYERS) == 1


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.stem)
def test_sheets_keep_the_rules_of_the_design(sheet: Path) -> None:
    """Logical directions, values from the tokens, nothing from elsewhere, no file too long."""
    text = sheet.read_text()
    assert len(text.splitlines()) <= 400
    assert "@import" not in text
    assert "url(" not in text
    assert not re.search(r"(?<![-\w])(margin|padding|border)-(left|right)\b", text)
    assert not re.search(r"(?<![-\w])(left|right):", text)
    if sheet.stem != "tokens":
        assert "uppercase" not in text
        assert re.findall(r"#[0-9a-f]{3,8}\b", text) in ([], ["#e4e2d8", "#30352c"])


def test_pine_and_heather_belong_to_the_ties() -> None:
    """Design, The idea: nothing but a tie uses either colour."""
    ties = ("ties.css", "tokens.css")
    allowed = {"rhythm", "strength", "letter"}  # how close two people are, and the note of an invitation
    for sheet in SHEETS:
        if sheet.name in ties:
            continue
        for match in re.finditer(r"var\(--(?:connect|follow)[\w-]*\)", sheet.read_text()):
            before = sheet.read_text()[: match.start()]
            owner = re.findall(r"(?m)^  \.([a-z-]+)[^\n]*\{$", before)[-1]
            assert owner in allowed, f"{sheet.name}: .{owner}"


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_contrast(theme: int) -> None:
    """WCAG 2.2 AA: text 4.5 to 1 on every ground it stands on, borders of controls 3 to 1."""
    tokens = (STATIC / "css" / "tokens.css").read_text()
    pattern = r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)"
    colours = {name: (light, dark)[theme] for name, light, dark in re.findall(pattern, tokens)}
    grounds = [colours[name] for name in ("paper", "surface", "sunken", "connect-soft", "follow-soft")]
    for name in ("ink", "ink-2", "ink-3", "connect", "follow", "danger", "warn"):
        assert min(_contrast(colours[name], ground) for ground in grounds) >= 4.5, name
    for name in ("connect", "follow"):
        assert _contrast(colours["on-tie"], colours[name]) >= 7
    assert min(_contrast(colours["edge"], ground) for ground in grounds[:3]) >= 3


def test_our_script_keeps_to_the_policy() -> None:
    """Nothing is evaluated and no text becomes markup."""
    script = (STATIC / "js" / "rapport.js").read_text()
    for sink in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
        ".style",
    ):
        assert sink not in script


def test_vendored_for_tests_is_what_it_says() -> None:
    """The checker of accessibility has the digest that stands beside it."""
    digest = hashlib.sha256((VENDOR / "axe.min.js").read_bytes()).hexdigest()
    assert digest in (VENDOR / "README.md").read_text()


def test_every_text_of_the_templates_can_be_translated() -> None:
    """Babel finds each literal of `_()` and `ngettext()`, also over several calls in a line."""
    found = extract_from_dir(
        TEMPLATES,
        [("**.html", "scripts.extract_messages:extract")],
        keywords={"gettext": None, "ngettext": (1, 2)},
    )
    texts = {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}
    assert {"Skip to the page", "Following", "{one} and {count} more in common", "1st"} <= texts
    calls = re.findall(r"(?<![\w.])(?:_|gettext|ngettext)\(\s*[^\"'\s]", source())
    assert calls == []
