"""The lines of a menu as markup: links, and buttons of small forms.

Twenty posts have two hundred of them; drawn in a template each took a dozen ways from the engine to the item and back.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString

from rapport.interfaces.web.engine_htmx import hx_dialog, hx_page
from rapport.interfaces.web.engine_page import page
from rapport.interfaces.web.parts import MenuItem


def menu_items(items: Sequence[MenuItem]) -> SafeString:
    """The lines of a menu; neighbours that post to one address share a form, each with a button of its own."""
    drawn, posts_to = [], None
    for one in items:
        wanted = one.url if one.post and not one.refused else None
        if posts_to is not None and posts_to != wanted:
            drawn.append("</form>")
        if wanted is not None and posts_to != wanted:
            here = page()
            drawn.append(
                f'<form method="post" action="{escape(wanted)}" {hx_page(wanted)}>{here.token_field}{here.next_field}'
            )
        posts_to = wanted
        drawn.append(_drawn(one))
    if posts_to is not None:
        drawn.append("</form>")
    return SafeString("".join(drawn))


def _drawn(one: MenuItem) -> str:
    if one.refused:
        return f'<span class="item" aria-disabled="true">{escape(one.label)}<small>{escape(one.refused)}</small></span>'
    words = f"{escape(one.label)}<small>{escape(one.hint)}</small>" if one.hint else escape(one.label)
    if one.post:
        said = "" if one.field is None else f' name="{escape(one.field[0])}" value="{escape(one.field[1])}"'
        return f'<button class="item" type="submit"{said}>{words}</button>'
    dialog = f" {hx_dialog(one.url)}" if one.dialog else ""
    copied = f' data-copied="{escape(one.copied)}"' if one.copied else ""
    return f'<a class="item" href="{escape(one.url)}"{dialog}{copied}>{words}</a>'
