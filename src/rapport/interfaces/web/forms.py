"""Forms that run an action and show its refusal at the field it is about, with all that was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rapport.interfaces.web.errors import ask_later, sentence
from rapport.kernel.errors import Invalid, Refused, TooMany


class PoliteForm(forms.Form):
    """A form whose view is three lines: make it, `done(action)`, else its `page`, or render it with `status`.

    A typed error of the action becomes a sentence at the field it names, or above the form.
    """

    status = 200
    busy: TooMany | None = None

    def done(self, action: Callable[[], object]) -> bool:
        """Whether the form was sent, is in order, and `action` went through.

        Raises: what the action raises besides Invalid, Refused and TooMany.
        """
        if not self.is_bound:
            return False
        if not self.is_valid():
            self.status = 422
            return False
        try:
            action()
        except (Invalid, Refused, TooMany) as refused:
            self.busy = refused if isinstance(refused, TooMany) else None
            self.status = refused.status
            self.add_error(self.place_of(refused.field), sentence(refused))
            return False
        return True

    def place_of(self, field: str | None) -> str | None:
        """The control at which a refusal about `field` stands; None for above the form."""
        return field if field in self.fields else None

    def page(
        self, request: HttpRequest, template: str, context: Mapping[str, object], *, status: int = 0
    ) -> HttpResponse:
        """The page with the form as it stands, by its status or another; it says when to come back where one has to."""
        response = render(request, template, context, status=status or self.status)
        if self.busy is not None:
            ask_later(response, self.busy)
        return response
