"""Files that come with a form: none, unless the view says how many bytes of them it takes.

Django reads an upload of any size to the disk before the view is asked. Here a view is
marked, and reading stops where it has said: `@takes_files(12 * 1024 * 1024)`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest

View = TypeVar("View", bound=Callable[..., Any])

DRAINED = 512 * 1024 * 1024
"""A body up to this length is read to its end and thrown away, so that the browser hears the answer."""


def takes_files(at_most: int) -> Callable[[View], View]:
    """Let the decorated view take files of at most so many bytes in all; put it outermost."""

    def mark(view: View) -> View:
        view.__dict__["takes_files"] = at_most
        return view

    return mark


def files_refused(request: HttpRequest) -> bool:
    """Whether files came with this form, once it was read, that are larger than its view takes."""
    return bool(request.__dict__.get("files_refused"))


class Bounded(TemporaryFileUploadHandler):
    """Keeps files on the disk while they come, and stops at what the view takes."""

    def handle_raw_input(self, *given: Any, **named: Any) -> None:  # noqa: ARG002 (as Django calls it)
        """Ask the view how much it takes, before the first byte is read."""
        match = self.request.resolver_match if self.request is not None else None
        self._left: int = getattr(match.func, "takes_files", 0) if match is not None else 0
        _body, _meta, length, *_ = given
        self._reset = length > DRAINED

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Keep the chunk, while there is room. Raises: StopUpload."""
        self._left -= len(raw_data)
        if self._left < 0:
            if self.request is not None:
                self.request.__dict__["files_refused"] = True
            raise StopUpload(connection_reset=self._reset)
        return super().receive_data_chunk(raw_data, start)
