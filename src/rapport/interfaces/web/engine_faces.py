"""Faces as markup: a picture, or initials on a hue derived from the handle.

People are round, companies and groups square. The initials always stand there: they show until the
picture has come, and where it does not come. They carry no words: those beside them do.

A page draws hundreds of them, many of them twice; drawn in a template each took eight ways from the
engine to the person and back, which on a page of fifty skills was a third of all its drawing.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Any

from django.utils.safestring import SafeString

from rapport.interfaces.web.engine_words import initials
from rapport.kernel.text import hue

WIDTHS = {"s": 26, "m": 40, "": 48, "l": 64, "xl": 112}
"""How wide a face of each size is, in px."""
SMALLEST, DENSE, WIDE = 48, 96, 256
"""The sides of a picture as it is sent: small, small where a screen has two dots to a pixel, large."""
AT_MOST = 3


def avatar(one: Any, size: str = "", square: bool = False) -> SafeString:
    """The face of whatever has a `handle`, a `name` and perhaps a `picture` (`parts.picture_address`)."""
    return _avatar(one.handle, one.name, getattr(one, "picture", ""), size, square)


def faces(people: Iterable[Any]) -> SafeString:
    """At most three small faces in a row."""
    drawn = "".join(avatar(one, "s") for one in tuple(people)[:AT_MOST])
    return SafeString(f'<span class="faces" aria-hidden="true">{drawn}</span>')


@lru_cache(maxsize=8192)
def _avatar(handle: str, name: str, picture: str, size: str, square: bool) -> SafeString:
    css = "".join(f" {one}" for one in (size, f"h{hue(handle)}", "square" if square else "") if one)
    letters = escape(initials(name)[:1] if size == "s" else initials(name))
    shown = _image(escape(picture), size) if picture else ""
    return SafeString(f'<span class="avatar{css}" aria-hidden="true">{letters}{shown}</span>')


def _image(address: str, size: str) -> str:
    """A list of faces stays light: small ones alone are sent twice as dense, the smallest when they are near."""
    width = WIDTHS[size]
    if width > SMALLEST:
        source = f'src="{address}/{WIDE}"'
    else:
        source = f'src="{address}/{SMALLEST}" srcset="{address}/{DENSE} 2x"'
    lazy = ' loading="lazy"' if size == "s" else ""
    return f'<img {source} alt="" width="{width}" height="{width}" decoding="async"{lazy}>'
