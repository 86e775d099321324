"""The small HTML twin of a plain text: paragraphs, links, and what has to catch the eye."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.template.loader import render_to_string

_LINK = re.compile(r"(https?://[^\s<>\"]*[^\s<>\".,;:!?)])")


@dataclass(frozen=True)
class Piece:
    """A run of words, or a link where `href` is set."""

    words: str
    href: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Lines of pieces; `prominent` where the text indents it by four spaces, as a code."""

    lines: tuple[tuple[Piece, ...], ...]
    prominent: bool = False


def html_of(text: str) -> str:
    """`text` as HTML for a mail."""
    return render_to_string("mail/letter.html", {"paragraphs": paragraphs(text)})


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """`text` taken apart at blank lines."""
    blocks = [block for block in re.split(r"\n\s*\n", text.strip("\n")) if block.strip()]
    return tuple(
        Paragraph(
            lines=tuple(_pieces(line.strip()) for line in block.splitlines()),
            prominent=all(line.startswith("    ") for line in block.splitlines()),
        )
        for block in blocks
    )


def _pieces(line: str) -> tuple[Piece, ...]:
    parts = _LINK.split(line)
    return tuple(Piece(part, part if place % 2 else "") for place, part in enumerate(parts) if part)
