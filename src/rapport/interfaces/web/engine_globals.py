"""What every template may use without asking: functions and filters, in one list each.

======================  ==================================================================
`_(text, name=…)`       the text translated, `{name}` filled and escaped
`ngettext(one, many, n)` the same for a count, `{count}` filled
`url(name, …)`          the address of a route; `url_or(name, other)` where it may not exist yet
`static(path)`          the address of a static file, with its hash
`icon(name, css)`       one symbol of the sprite, hidden from readers
`csrf_field()`          the hidden field every posting form needs; `csrf_token()` its value
`csp_nonce()`           the nonce of this answer
`here()`                this page's path and query
`next_field()`          the hidden field that brings a form back here
`hx_page(address)`      attributes that let htmx post a form and renew the page in place
`hx_dialog(address)`    the same for a link to a dialog; `hx_more(address, rows)` for "Show more"
`bound(form, name)`     a Django field as a plain `FieldView`; `bound_all(form)` all visible ones
`toasts()`              what is to be said on this page, once
======================  ==================================================================
"""

from __future__ import annotations

from typing import Any

import minijinja
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rapport.interfaces.web import engine_words as words
from rapport.interfaces.web.engine_fields import bound, bound_all, problems_of
from rapport.interfaces.web.engine_page import csp_nonce, csrf_token, current_request, here
from rapport.interfaces.web.parts import Masthead
from rapport.interfaces.web.toasts import Toast, said
from rapport.kernel.text import hue, initials

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


def icon(name: str, css: str = "") -> SafeString:
    """A symbol of the sprite as `<svg>`; words beside it carry the meaning."""
    classes = " ".join(filter(None, ["icon", "turns" if name in DIRECTIONAL else "", css]))
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', classes, static(SPRITE), name
    )


def csrf_field() -> SafeString:
    """The hidden field with the token."""
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', csrf_token())


def next_field(address: str = "") -> SafeString:
    """The hidden field that says where to go afterwards: `address`, or back to this page."""
    return format_html('<input type="hidden" name="next" value="{}">', address or here())


def hx_page(address: str) -> SafeString:
    """Attributes for a form: htmx posts it, follows the redirect and renews `#main`, toasts and places."""
    return format_html(
        'hx-post="{}" hx-target="#main" hx-select="#main" hx-swap="outerMorph" '
        'hx-select-oob="#toasts:innerHTML,#places" hx-nonce="{}"',
        address,
        csp_nonce(),
    )


def hx_dialog(address: str) -> SafeString:
    """Attributes for a link to a dialog's page: with script the dialog opens over this one."""
    return format_html(
        'data-dialog hx-get="{}" hx-target="#dialogs" hx-select=".dialog" hx-swap="innerHTML" hx-nonce="{}"',
        address,
        csp_nonce(),
    )


def hx_more(address: str, rows: str) -> SafeString:
    """Attributes for "Show more": htmx fetches the next page, adds its rows to `#rows`, renews the link."""
    return format_html(
        'hx-get="{}" hx-target="#{}" hx-select="#{} > *" hx-swap="beforeend" '
        'hx-select-oob="#{}-more" hx-nonce="{}"',
        address,
        rows,
        rows,
        rows,
        csp_nonce(),
    )


def toasts() -> tuple[Toast, ...]:
    """What is to be said on this page; saying it forgets it."""
    request = current_request.get()
    return () if request is None else said(request)


def visitor_masthead() -> Masthead:
    """The masthead of someone who is not signed in, for pages whose view gives none."""
    return Masthead()


def install(environment: minijinja.Environment) -> None:
    """Give an environment all of it."""
    functions = (
        url, url_or, static, icon, csrf_field, csrf_token, csp_nonce, here, next_field, hx_page, hx_dialog, hx_more,
        bound, bound_all, problems_of, toasts, visitor_masthead,
    )  # fmt: skip
    for function in functions:
        environment.add_global(function.__name__, function)
    environment.add_global("_", words.translate)
    environment.add_global("gettext", words.translate)
    environment.add_global("ngettext", words.translate_plural)
    filters = (
        words.date_words, words.day_words, words.moment_words, words.number, words.first_name,
        words.bdi, words.ordinal, initials, hue,
    )  # fmt: skip
    for one in filters:
        environment.add_filter(one.__name__, one)
