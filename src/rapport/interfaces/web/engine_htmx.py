"""Attributes by which htmx does in place what a form or link would do by itself; each carries the page's nonce."""

from __future__ import annotations

from html import escape

from django.utils.safestring import SafeString

from rapport.interfaces.web.engine_page import page


def hx_page(address: str) -> SafeString:
    """Attributes for a form: htmx posts it, follows the redirect and renews `#main`, toasts and places."""
    return SafeString(
        f'hx-post="{escape(address)}" hx-target="#main" hx-select="#main" hx-swap="outerMorph" '
        f'hx-select-oob="#toasts:innerHTML,#places" {page().hx_nonce}'
    )


def hx_dialog(address: str) -> SafeString:
    """Attributes for a link to a dialog's page: with script the dialog opens over this one."""
    return SafeString(
        f'data-dialog hx-get="{escape(address)}" hx-target="#dialogs" hx-select=".dialog" '
        f'hx-swap="innerHTML" {page().hx_nonce}'
    )


def hx_place(address: str, place: str) -> SafeString:
    """Attributes for a link: the element `place` of that page takes the place of the one that stands here."""
    return SafeString(f'data-place="{escape(place)}" hx-get="{escape(address)}" {_in_place(place)}')


def hx_keep(address: str, place: str) -> SafeString:
    """Attributes for a form: htmx posts it, follows the redirect and renews the element `place` alone."""
    return SafeString(f'data-place="{escape(place)}" hx-post="{escape(address)}" {_in_place(place)}')


def _in_place(place: str) -> str:
    place = escape(place)
    return (
        f'hx-target="#{place}" hx-select="#{place}" hx-swap="outerMorph" '
        f'hx-select-oob="#toasts:innerHTML,#meter:outerMorph" {page().hx_nonce}'
    )


def hx_poll(address: str) -> SafeString:
    """Attributes for a part that goes on by itself: htmx fetches the page again every 2 seconds and renews `#main`."""
    return SafeString(
        f'hx-get="{escape(address)}" hx-trigger="every 2s" hx-target="#main" hx-select="#main" '
        f'hx-swap="outerMorph" {page().hx_nonce}'
    )


def hx_again(address: str, place: str, seconds: int) -> SafeString:
    """Attributes for a part that looks again by itself: every so many seconds htmx renews `#place` by `address`."""
    return SafeString(
        f'hx-get="{escape(address)}" hx-trigger="every {seconds}s" hx-target="#{escape(place)}" hx-swap="outerHTML" '
        f"{page().hx_nonce}"
    )


def hx_more(address: str, rows: str) -> SafeString:
    """Attributes for "Show more": htmx fetches the next page, adds its rows to `#rows`, renews the link."""
    rows = escape(rows)
    return SafeString(
        f'hx-get="{escape(address)}" hx-target="#{rows}" hx-select="#{rows} > *" hx-swap="beforeend" '
        f'hx-select-oob="#{rows}-more" {page().hx_nonce}'
    )


def hx_live(address: str, place: str) -> SafeString:
    """Attributes for a form of filters: while one types or chooses, `place` is renewed; the address follows."""
    place = escape(place)
    return SafeString(
        f'data-live="{place}" hx-get="{escape(address)}" hx-trigger="input delay:250ms, change delay:50ms, submit" '
        f'hx-target="#{place}" hx-select="#{place}" hx-swap="outerHTML" hx-sync="this:replace" '
        f"{page().hx_nonce}"
    )
