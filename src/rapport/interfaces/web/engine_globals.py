"""What every template may use without asking: functions and filters, in one list each.

======================  ==================================================================
`_(text, name=…)`       the text translated, `{name}` filled and escaped
`ngettext(one, many, n)` the same for a count, `{count}` filled
`url(name, …)`          the address of a route; `url_or(name, other)` where it may not exist yet
`static(path)`          the address of a static file, with its hash
`face(one, size, square)` a face as markup; `people|faces` a row of small ones
`icon(name, css)`       one symbol of the sprite, hidden from readers
`csrf_field()`          the hidden field every posting form needs; `csrf_token()` its value
`csp_nonce()`           the nonce of this answer
`here()`                this page's path and query
`next_field()`          the hidden field that brings a form back here
`hx_page(address)`      attributes that let htmx post a form and renew the page in place
`hx_dialog(address)`    the same for a link to a dialog; `hx_more(address, rows)` for "Show more"; `hx_poll`
`hx_live(address, id)`  the same for a form whose results are shown while one types
`hx_place(address, id)` the same for a link that changes one element in place; `hx_keep` for its form
`menu_items(items)`     the lines of a menu as markup
`bound(form, name)`     a Django field as a plain `FieldView`; `bound_all(form)` all visible ones
`toasts()`              what is to be said on this page, once
======================  ==================================================================
"""

from __future__ import annotations

from functools import cache
from html import escape
from typing import Any

import minijinja
from django.templatetags.static import static as django_static
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString

from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.engine_faces import avatar, faces
from rapport.interfaces.web.engine_fields import bound, bound_all, problems_of
from rapport.interfaces.web.engine_htmx import (
    hx_again,
    hx_dialog,
    hx_keep,
    hx_live,
    hx_more,
    hx_page,
    hx_place,
    hx_poll,
)
from rapport.interfaces.web.engine_menus import menu_items
from rapport.interfaces.web.engine_page import page
from rapport.interfaces.web.parts import Masthead
from rapport.interfaces.web.toasts import Toast, said
from rapport.kernel.text import hue

SPRITE = "icons/sprite.svg"
DIRECTIONAL = frozenset({"m-follow", "send", "arrow-left"})  # mirrored where the page runs right to left


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of the route of that name. Raises: `NoReverseMatch`."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def url_or(name: str, other: str, *args: Any) -> str:
    """The address of the route of that name, or `other` where there is none."""
    try:
        return reverse(name, args=args or None)
    except NoReverseMatch:
        return other


@cache
def static(path: str) -> str:
    """The address of a static file; its hash is read once, for files change only with the release."""
    return django_static(path)


@cache
def icon(name: str, css: str = "") -> SafeString:
    """A symbol of the sprite as `<svg>`; words beside it carry the meaning."""
    classes = " ".join(filter(None, ["icon", "turns" if name in DIRECTIONAL else "", css]))
    address = f"{static(SPRITE)}#{name}"
    return SafeString(
        f'<svg class="{escape(classes)}" aria-hidden="true"><use href="{escape(address)}"/></svg>'
    )


def csrf_field() -> SafeString:
    """The hidden field with the token."""
    return page().token_field


def csrf_token() -> str:
    """The token alone."""
    return page().token


def csp_nonce() -> str:
    """The nonce of this answer."""
    return page().nonce


def here() -> str:
    """The path and query of this page."""
    return page().address


def next_field(address: str = "") -> SafeString:
    """The hidden field that says where to go afterwards: `address`, or back to this page."""
    if not address:
        return page().next_field
    return SafeString(f'<input type="hidden" name="next" value="{escape(address)}">')


def toasts() -> tuple[Toast, ...]:
    """What is to be said on this page; saying it forgets it."""
    request = page().request
    return () if request is None else said(request)


def visitor_masthead() -> Masthead:
    """The masthead of someone who is not signed in, for pages whose view gives none."""
    return Masthead()


def install(environment: minijinja.Environment) -> None:
    """Give an environment all of it."""
    functions = (
        url, url_or, static, icon, csrf_field, csrf_token, csp_nonce, here, next_field, hx_page, hx_dialog, hx_place,
        hx_keep, hx_again, hx_more, hx_poll, hx_live, menu_items,
        bound, bound_all, problems_of, toasts, visitor_masthead,
    )  # fmt: skip
    for function in functions:
        environment.add_global(function.__name__, function)
    environment.add_global("face", avatar)
    environment.add_global("_", words.translate)
    environment.add_global("gettext", words.translate)
    environment.add_global("ngettext", words.translate_plural)
    filters = (
        words.date_words, words.day_words, words.moment_words, words.due_words, words.hour_words,
        words.number, words.first_name, words.bdi, words.ordinal, words.initials, hue, faces,
    )  # fmt: skip
    for one in filters:
        environment.add_filter(one.__name__, one)
