"""The typed errors of the house, and nothing else that fails on purpose.

::

    RapportError                what a person may be told, in one sentence
    ├── Absent          404     is not there, or is not for you: the two look alike
    ├── Invalid         422     what was typed cannot be taken; names the field
    ├── Refused         409     understood, but a rule says no; the code names the rule
    ├── Unauthenticated 401     nobody is signed in, or the token is not good
    ├── Forbidden       403     signed in, but this is not among what the token may do
    └── TooMany         429     too often; says when to come back

An error carries an English template and its values apart, so that interfaces
translate the sentence and write dates in the reader's way.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime


class RapportError(Exception):
    """Something a person is told in one sentence; subclasses fix the HTTP status."""

    status = 400
    code = "error"
    template = "That did not work."

    def __init__(
        self,
        template: str | None = None,
        *,
        code: str | None = None,
        field: str | None = None,
        detail: str = "",
        **values: str | int | datetime,
    ) -> None:
        """Keep the sentence's `template` and `values` apart; `detail` is for the log alone."""
        self.template = template or type(self).template
        self.code = code or type(self).code
        self.field = field
        self.detail = detail
        self.values: Mapping[str, str | int | datetime] = values
        super().__init__(self.sentence())

    def sentence(self) -> str:
        """The sentence in English; dates read like 29 November 2026."""
        shown = {
            name: f"{value.day} {value:%B %Y}" if isinstance(value, datetime) else value
            for name, value in self.values.items()
        }
        return self.template.format(**shown)


class Absent(RapportError):
    """Not there, or not for this viewer: nothing tells the two apart (architecture 4)."""

    status = 404
    code = "not_found"
    template = "There is nothing here, or it is not shown to you."


class Invalid(RapportError):
    """What was typed cannot be taken; `field` names where."""

    status = 422
    code = "invalid"
    template = "Something in the form cannot be taken as it is."


class Refused(RapportError):
    """A rule says no; `code` names the rule, values such as `until` say when it ends."""

    status = 409
    code = "refused"


class Unauthenticated(RapportError):
    """Nobody is signed in, or the token is not good."""

    status = 401
    code = "unauthenticated"
    template = "Sign in first."


class Forbidden(RapportError):
    """Signed in, but this is not among what one may do here."""

    status = 403
    code = "forbidden"
    template = "This is not among what you may do here."


class TooMany(RapportError):
    """Too often; the `retry_after` value counts the seconds to wait."""

    status = 429
    code = "too_many_requests"
    template = "That was too often. Try again in {retry_after} seconds."
