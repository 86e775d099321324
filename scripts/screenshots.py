"""Takes the pictures of docs/screenshots from a running demo (`make run`, then `scripts/screenshots.py`).

Every page in light and dark, wide and narrow, as alice of the demo sees it; nothing is changed by
looking. The files are reduced to a palette, so that all of them together stay small.
"""

from __future__ import annotations

import argparse
import io
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, StorageState, sync_playwright

HERE = Path(__file__).parent.parent / "docs" / "screenshots"
CHROMIUM = os.environ.get("RAPPORT_TEST_CHROMIUM", "/usr/bin/chromium")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars")
SIZES = {"1280": (1280, 1000), "390": (390, 844)}
COLOURS = 96
LOGIN, PASSWORD = "alice@demo.example", "two rules, one river"  # what `rapport demo` prints


def _nothing(_page: Page) -> None:
    """As the page comes."""


def _invite(page: Page) -> None:
    """The invitation, over the page, with a note begun."""
    page.get_by_role("link", name="Connect with").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Worked together").check()
    dialog.get_by_label("Your note").fill(
        "Hello Dan, Bob says that you fold the flood maps he unfolds. I keep the river archive at "
        "Lindenhof and would love to see how you mark the old gauges."
    )
    dialog.get_by_label("Your note").blur()
    page.mouse.move(0, 0)


@dataclass(frozen=True)
class Shot:
    """One picture: its file's name, the page, who looks, what is done there first."""

    name: str
    path: str
    signed_in: bool = True
    prepare: Callable[[Page], None] = _nothing


SHOTS = (
    Shot("welcome", "/", signed_in=False),
    Shot("home", "/"),
    Shot("member", "/@dan"),
    Shot("connected", "/@tomas"),
    Shot("you", "/@alice"),
    Shot("invite", "/@dan", prepare=_invite),
    Shot("network", "/network"),
    Shot("connections", "/network/connections"),
    Shot("notices", "/notices"),
    Shot("settings", "/settings"),
    Shot("people", "/people"),
    Shot("visitor", "/@tomas", signed_in=False),
    Shot("company", "/companies/acme"),
    Shot("group", "/groups/archive_keepers"),
    Shot("photo", "/profile/photo"),
    Shot("export", "/export"),
)


def main() -> None:
    """Take all pictures, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("names", nargs="*", metavar="NAME", help="which (default: all)")
    parser.add_argument("--url", default="http://127.0.0.1:8000", help="the demo (default: %(default)s)")
    parser.add_argument(
        "--to", type=Path, default=HERE, metavar="DIR", help="where to (default: docs/screenshots)"
    )
    parser.add_argument("--full", action="store_true", help="whole pages, down to the foot")
    given = parser.parse_args()
    given.to.mkdir(parents=True, exist_ok=True)
    shots = [shot for shot in SHOTS if not given.names or shot.name in given.names]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS])
        cookies = _signed_in(browser, given.url)
        for size, (width, height) in SIZES.items():
            for theme in ("light", "dark"):
                for shot in shots:
                    context = browser.new_context(
                        base_url=given.url,
                        viewport={"width": width, "height": height},
                        color_scheme=theme,
                        reduced_motion="reduce",
                        storage_state=cookies if shot.signed_in else None,
                    )
                    page = context.new_page()
                    page.goto(shot.path)
                    shot.prepare(page)
                    page.wait_for_load_state("networkidle")
                    _keep(page.screenshot(full_page=given.full), given.to / f"{shot.name}-{size}-{theme}.png")
                    context.close()
        browser.close()


def _signed_in(browser: Browser, url: str) -> StorageState:
    """Cookies of alice."""
    context = browser.new_context(base_url=url)
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("Email address").fill(LOGIN)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{url}/")
    state = context.storage_state()
    context.close()
    return state


def _keep(picture: bytes, path: Path) -> None:
    """Write a picture with a palette of its own."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
        path, optimize=True
    )


if __name__ == "__main__":
    main()
