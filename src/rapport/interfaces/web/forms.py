"""Forms that run an action and show its refusal at the field it is about, with all that was typed."""

from __future__ import annotations

from collections.abc import Callable

from django import forms

from rapport.interfaces.web.errors import sentence
from rapport.kernel.errors import Invalid, Refused


class PoliteForm(forms.Form):
    """A form whose view is three lines: make it, `done(action)`, else render it with `status`.

    A typed error of the action becomes a sentence at the field it names, or above the form.
    """

    status = 200

    def done(self, action: Callable[[], object]) -> bool:
        """Whether the form was sent, is in order, and `action` went through.

        Raises: what the action raises besides Invalid and Refused.
        """
        if not self.is_bound:
            return False
        if not self.is_valid():
            self.status = 422
            return False
        try:
            action()
        except (Invalid, Refused) as refused:
            self.status = refused.status
            self.add_error(self.place_of(refused.field), sentence(refused))
            return False
        return True

    def place_of(self, field: str | None) -> str | None:
        """The control at which a refusal about `field` stands; None for above the form."""
        return field if field in self.fields else None
