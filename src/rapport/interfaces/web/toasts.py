"""Toasts: what is done and can be undone, said once on the next page.

They travel in Django's messages; the action rides along as JSON in `extra_tags`.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from django.contrib import messages
from django.http import HttpRequest


@dataclass(frozen=True)
class Action:
    """What a toast offers: a POST with these fields ("Undo"), or a link ("Say hello").

    `place` is the id of the one element that the POST renews; without it the whole page is.
    """

    label: str
    url: str
    post: bool = True
    fields: tuple[tuple[str, str], ...] = ()
    place: str = ""


@dataclass(frozen=True)
class Toast:
    """One sentence, already translated, and at most one action."""

    sentence: str
    action: Action | None = None


def say(request: HttpRequest, sentence: str, action: Action | None = None) -> None:
    """Say it on the next page this reader sees."""
    tags = json.dumps(asdict(action)) if action else ""
    messages.add_message(request, messages.INFO, sentence, extra_tags=tags, fail_silently=True)


def just_said(request: HttpRequest) -> list[tuple[str, str]]:
    """What this request has said so far, for another that has the same to say."""
    held = messages.get_messages(request)
    return [(str(one.message), one.extra_tags or "") for one in getattr(held, "_queued_messages", ())]


def say_again(request: HttpRequest, kept: list[tuple[str, str]]) -> None:
    """Say what `just_said` gave."""
    for sentence, tags in kept:
        messages.add_message(request, messages.INFO, sentence, extra_tags=tags, fail_silently=True)


def said(request: HttpRequest) -> tuple[Toast, ...]:
    """All that is to be said now, oldest first; whoever asks must show it, for it is then forgotten."""
    return tuple(
        Toast(str(message), _action(message.extra_tags or "")) for message in messages.get_messages(request)
    )


def _action(tags: str) -> Action | None:
    if not tags.startswith("{"):
        return None
    data = json.loads(tags)
    fields = tuple((str(name), str(value)) for name, value in data["fields"])
    return Action(data["label"], data["url"], data["post"], fields, data["place"])
