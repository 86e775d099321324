"""A page as a reader has it: its words, its links, its forms; and presses of its buttons."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.test import Client
from django.urls import reverse

from rapport.people.accounts.models import Account

SILENT = {"script", "style", "title", "svg"}
VOID = {"input", "br", "img", "link", "meta", "hr", "use", "circle", "path"}


@dataclass
class Form:
    """A form with its fields and the words on its buttons."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    words: str = ""


class Page(HTMLParser):
    """What stands on a page; only what stands in `<main>` and among the toasts counts as its words."""

    def __init__(self, html: str) -> None:
        """Read it."""
        super().__init__()
        self.links: list[tuple[str, str]] = []
        self.forms: list[Form] = []
        self.heads: list[str] = []
        self.ids: list[str] = []
        self._parts: list[str] = []
        self._open: list[str] = []
        self._link: list[str] | None = None
        self._href = ""
        self._head: list[str] | None = None
        self._form: Form | None = None
        self.feed(html)
        self.text = _squeezed(" ".join(self._parts))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if tag not in VOID:
            self._open.append(tag)
        if tag == "a":
            self._link, self._href = [], given.get("href", "")
        if tag in {"h1", "h2"}:
            self._head = []
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get"))
            self.forms.append(self._form)
        chosen = given.get("type") not in {"radio", "checkbox"} or "checked" in given
        if self._form is not None and tag == "input" and "name" in given and chosen:
            self._form.fields[given["name"]] = given.get("value", "on")
        if self._form is not None and tag == "button" and given.get("class") == "item" and "name" in given:
            self._form.fields.setdefault(given["name"], given["value"])

    def handle_endtag(self, tag: str) -> None:
        while tag in self._open and self._open.pop() != tag:
            pass
        if tag == "a" and self._link is not None:
            self.links.append((_squeezed(" ".join(self._link)), self._href))
            self._link = None
        if tag in {"h1", "h2"} and self._head is not None:
            self.heads.append(_squeezed(" ".join(self._head)))
            self._head = None
        if tag == "form":
            self._form = None

    def handle_data(self, data: str) -> None:
        if SILENT & set(self._open):
            return
        if "main" in self._open or "div" in self._open[:3]:
            self._parts.append(data)
        if self._link is not None:
            self._link.append(data)
        if self._head is not None:
            self._head.append(data)
        if self._form is not None:
            self._form.words = _squeezed(f"{self._form.words} {data}")

    def href(self, words: str) -> str:
        """Where the one link with these words leads."""
        (found,) = {href for text, href in self.links if words in text}
        return found

    def form(self, words: str) -> Form:
        """The first form whose button or labels say `words`."""
        return next(form for form in self.forms if words in form.words)

    def names(self) -> list[str]:
        """The people named by links to their pages, in order."""
        return [text for text, href in self.links if re.fullmatch(r"/@\w+", href) and text not in {"", "You"}]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+([.,;:)])", r"\1", re.sub(r"\s+", " ", text)).strip()


def client_of(actor_id: int) -> Client:
    """A browser in which this member is signed in."""
    client = Client()
    client.force_login(Account.objects.get(actor_id=actor_id))
    return client


def page(client: Client, name: str, *args: object, **query: str) -> Page:
    """The page of a route, with these words in its address."""
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, (answer.status_code, answer.headers.get("Location"))
    return Page(answer.content.decode())


def press(client: Client, form: Form, **typed: str) -> Page:
    """Send a form with what is typed into it; the page one then stands on."""
    answer = client.post(form.action, {**form.fields, **typed}, follow=True)
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return Page(answer.content.decode())


def refused(client: Client, form: Form, **typed: str) -> Page:
    """Send a form that is refused (422); the page that says why."""
    answer = client.post(form.action, {**form.fields, **typed}, follow=True)
    assert answer.status_code == 422, answer.content.decode()[:2000]
    return Page(answer.content.decode())
