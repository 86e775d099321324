"""Drawing the pages of a PDF; a program of its own, bounded in memory, time and room.

    python -m rapport.kernel.media.printing PAGES < document > pages

As the painter of pictures it knows no secret and takes nobody along. Of a page its pixels are kept, drawn
without annotations that run, and its words. Scripts, links, attachments and forms stay behind.
"""

from __future__ import annotations

import resource
import sys
import unicodedata

import pypdfium2
from pypdfium2 import raw

from rapport.kernel.media import painting
from rapport.kernel.media.pages import BROKEN, NO_MEMORY, PROTECTED, TOO_LONG, pack
from rapport.kernel.media.rules import (
    DOCUMENT_CPU_SECONDS,
    DOCUMENT_DRAWN_BYTES,
    PAGE_TEXT,
    PAGE_WIDTH,
    shape_within,
)

_FAR = 1_000.0
"""A page is drawn at most so many times as large as it says it is (in points)."""


def draw(document: pypdfium2.PdfDocument, number: int) -> tuple[str, painting.Squares]:
    """The words of a page (from 0), and its pictures in both widths."""
    page = document[number]
    try:
        width, height = page.get_size()
        if not (0 < width < float("inf") and 0 < height < float("inf")):
            raise ValueError("a page without a size")
        wanted = shape_within(max(int(width * _FAR), 1), max(int(height * _FAR), 1), PAGE_WIDTH)
        scale = min(wanted.width / width, wanted.height / height, _FAR)
        drawn = page.render(scale=scale, may_draw_forms=False, fill_color=(255, 255, 255, 255)).to_pil()
        return _words(page), painting.encode_whole(drawn.convert("RGB"), method=2)
    finally:
        page.close()


def _words(page: pypdfium2.PdfPage) -> str:
    """The words of a page in the order of the file, without what is no sign to read."""
    try:
        part = page.get_textpage()
        found = str(part.get_text_range(count=min(part.count_chars(), 2 * PAGE_TEXT), errors="ignore"))
        part.close()
    except pypdfium2.PdfiumError:
        return ""
    plain = "".join(sign if sign == "\n" or unicodedata.category(sign)[0] != "C" else " " for sign in found)
    lines = (" ".join(line.split()) for line in plain.split("\n"))
    return "\n".join(line for line in lines if line)[:PAGE_TEXT]


def main(arguments: list[str]) -> int:
    """Read a document, write its pages; on standard error what is wrong, in a word."""
    painting.bound(DOCUMENT_CPU_SECONDS)
    resource.setrlimit(resource.RLIMIT_FSIZE, (DOCUMENT_DRAWN_BYTES, DOCUMENT_DRAWN_BYTES))
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
        count = len(document)
        if count > int(arguments[0]):
            sys.stderr.write(str(count))
            return TOO_LONG
        for number in range(count):
            sys.stdout.buffer.write(pack(*draw(document, number)))
        sys.stdout.buffer.flush()
    except MemoryError:
        return NO_MEMORY
    except pypdfium2.PdfiumError as wrong:
        sys.stderr.write(str(wrong)[:300])
        return PROTECTED if wrong.err_code == raw.FPDF_ERR_PASSWORD else BROKEN
    except Exception as wrong:  # noqa: BLE001 (whatever it stumbles over, the document is not taken)
        sys.stderr.write(f"{type(wrong).__name__}: {wrong}"[:300])
        return BROKEN
    return 0 if count else BROKEN


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
