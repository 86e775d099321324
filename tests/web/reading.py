"""Pages read as a person without JavaScript reads them: forms to send, links to follow, words."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from rapport.people.accounts.models import Account

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "path", "use", "circle", "wbr"}
INLINE = {"time", "bdi", "b", "strong", "em"}


@dataclass
class Node:
    """One element with what stands in it."""

    tag: str
    attributes: dict[str, str]
    inside: list[Node | str] = field(default_factory=list)

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    def all(self, tag: str = "", **wanted: str) -> list[Node]:
        """Every element beneath with that tag and those attributes (`class_` matches one word)."""
        found = []
        for one in self.inside:
            if isinstance(one, Node):
                if (not tag or one.tag == tag) and one._has(wanted):
                    found.append(one)
                found += one.all(tag, **wanted)
        return found

    def _has(self, wanted: dict[str, str]) -> bool:
        for name, value in wanted.items():
            if name == "class_":
                if value not in self.get("class").split():
                    return False
            elif self.get(name.replace("_", "-")) != value:
                return False
        return True

    @property
    def text(self) -> str:
        """The words, with one space between them."""
        parts = [one if isinstance(one, str) else one.apart(one.text) for one in self.inside]
        return " ".join("".join(parts).split())

    def apart(self, words: str) -> str:
        """Its words, set apart from those around it unless it stands inside a sentence."""
        return words if self.tag in INLINE else f" {words} "

    @property
    def seen(self) -> str:
        """The words without those for screen readers alone."""
        parts = [
            one if isinstance(one, str) else one.apart(one.seen)
            for one in self.inside
            if isinstance(one, str) or "sr" not in one.get("class").split()
        ]
        return " ".join("".join(parts).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].inside.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if any(one.tag == tag for one in self.open):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def read(response: Any) -> Node:
    """The page of an answer."""
    reader = _Reader()
    reader.feed(response.content.decode())
    return reader.root


def signed_in(handle: str) -> Client:
    """A browser in which this member is signed in; it checks tokens as a real one would."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(Account.objects.get(actor__handle=handle))
    return client


def visit(client: Client, address: str, status: int = 200) -> Node:
    """The page at an address, after its redirects."""
    response = client.get(address, follow=True)
    assert response.status_code == status, (address, response.status_code)
    return read(response)


def form_to(page: Node, action: str) -> Node:
    """The form of the page that posts to `action`."""
    found = [one for one in page.all("form", method="post") if one.get("action").split("?")[0] == action]
    assert found, [one.get("action") for one in page.all("form")]
    return found[0]


def fields_of(form: Node) -> dict[str, str]:
    """What a form sends that nobody typed into: its hidden fields, and what the first line of a menu says."""
    hidden = {one.get("name"): one.get("value") for one in form.all("input", type="hidden")}
    said = {
        one.get("name"): one.get("value") for one in form.all("button", class_="item")[:1] if one.get("name")
    }
    return hidden | said


def send(client: Client, page: Node, action: str, **typed: str) -> Any:
    """Press the button of the form that posts to `action`, with its hidden fields and what was typed."""
    return client.post(action, {**fields_of(form_to(page, action)), **typed})


def press(client: Client, page: Node, action: str, **typed: str) -> Node:
    """The page one comes to by pressing it."""
    answer = send(client, page, action, **typed)
    assert answer.status_code == 303, (action, answer.status_code, read(answer).all("main"))
    return visit(client, answer.headers["Location"])


def toasts(page: Node) -> list[str]:
    """What the page says is done."""
    return [one.text for one in page.all("div", class_="toast")]


def pair(page: Node) -> Node:
    """The tie pair of the page."""
    found = page.all("div", class_="tie-pair")
    assert len(found) == 1
    return found[0]


def shown(pair: Node) -> list[str]:
    """The controls of a pair in their order, as they read; solid ones marked *, greyed ones #."""
    marks = []
    for one in pair.inside:
        if not isinstance(one, Node) or one.tag == "p":
            continue
        control = next(
            node
            for node in [one, *one.all()]
            if node.tag in ("button", "a", "summary")
            and ("tie" in node.get("class").split() or "btn" in node.get("class").split())
        )
        css = control.get("class").split()
        sign = (
            "*" if "solid" in css or "main" in css else "#" if control.get("aria-disabled") == "true" else ""
        )
        marks.append(sign + (control.seen or control.text))
    return marks
