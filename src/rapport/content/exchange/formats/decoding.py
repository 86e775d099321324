"""Bytes of unknown encoding as lines of text, in pieces: a file is surveyed once, then read as what it is."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import charset_normalizer

from rapport.content.exchange.formats.bounds import KIB, Bounds
from rapport.content.exchange.formats.faults import Remark, RemarkKind

_SAMPLE = 48 * KIB
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874",
    "iso8859_2", "iso8859_15", "mac_roman", "shift_jis", "gb18030", "big5", "euc_kr", "euc_jp",
]  # fmt: skip
_FEW = 20
"""One broken letter in so many good ones: the file is UTF-8 with damage, not another encoding."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What a file turned out to be when it was read through once; `rows` counts line ends outside quotes."""

    encoding: str = "utf-8"
    broken: bool = False
    carriage_returns: bool = False
    rows: int = 0
    remarks: tuple[Remark, ...] = ()


class _Counting:
    """Counts rows and oddities in passing; memory does not grow with the file."""

    def __init__(self, *, backslashes: bool) -> None:
        self.rows = 0
        self.nuls = False
        self.crlf = False
        self.breaks = False
        self._backslashes = backslashes
        self._quoted = False
        self._blank = True
        self._last = b""

    def add(self, piece: bytes) -> None:
        """Take the next piece of the file."""
        self.nuls = self.nuls or b"\0" in piece
        if not self.crlf:
            self.crlf = b"\r\n" in piece or (self._last == b"\r" and piece.startswith(b"\n"))
        self._last = piece[-1:]
        first = True
        for line in piece.split(b"\n"):
            if not first:
                self.breaks = True
                self._end_of_line()
            first = False
            if line.strip():
                self._blank = False
                quotes = line.count(b'"') - (line.count(b'\\"') if self._backslashes else 0)
                self._quoted ^= bool(quotes & 1)

    def _end_of_line(self) -> None:
        if not self._quoted:
            self.rows += not self._blank
            self._blank = True

    def close(self) -> None:
        """The last line may have no end."""
        self._quoted = False
        self._end_of_line()


def survey(chunks: Iterable[bytes], *, backslashes: bool = False) -> Survey:
    """Read a file through once: its encoding, its line ends, about how many rows it has, what to remark."""
    counting = _Counting(backslashes=backslashes)
    decoder = codecs.getincrementaldecoder("utf-8")()
    head, odd = b"", b""
    valid = True
    for piece in chunks:
        counting.add(piece)
        if len(head) < _SAMPLE:
            head += piece[: _SAMPLE - len(head)]
        if valid:
            try:
                decoder.decode(piece)
            except UnicodeDecodeError as error:
                valid, odd = False, piece[max(0, error.start - KIB) :][:_SAMPLE]
    counting.close()
    if valid:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            valid, odd = False, head
    encoding, broken, remarks = _encoding(head, odd, valid=valid, nuls=counting.nuls)
    if counting.nuls and not encoding.startswith(("utf-16", "utf-32")):
        remarks.append(Remark(RemarkKind.NULS))
    if counting.crlf:
        remarks.append(Remark(RemarkKind.CRLF))
    return Survey(
        encoding=encoding,
        broken=broken,
        carriage_returns=not counting.breaks and b"\r" in head,
        rows=counting.rows,
        remarks=tuple(remarks),
    )


def glance(head: bytes) -> Survey:
    """As what the first bytes of a file are read when only its header is looked for, which is plain Latin."""
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return Survey(encoding=encoding, broken=True)
    wide = _wide(head) if b"\0" in head else ""
    return Survey(encoding=wide or "utf-8", broken=True, carriage_returns=b"\r" in head and b"\n" not in head)


def _encoding(head: bytes, odd: bytes, *, valid: bool, nuls: bool) -> tuple[str, bool, list[Remark]]:
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            if encoding == "utf-8-sig":
                if valid:
                    return encoding, False, [Remark(RemarkKind.BOM)]
                return encoding, True, [Remark(RemarkKind.BOM), Remark(RemarkKind.BROKEN_LETTERS)]
            return encoding, True, [Remark(RemarkKind.ENCODING, encoding.upper())]
    if nuls and (wide := _wide(head)):
        return wide, True, [Remark(RemarkKind.ENCODING, wide.upper())]
    if valid:
        return "utf-8", False, []
    as_utf8 = odd.decode("utf-8", errors="replace")
    broken = as_utf8.count("\ufffd")
    good = sum(1 for char in as_utf8 if not char.isascii()) - broken
    if good > _FEW * broken:
        return "utf-8", True, [Remark(RemarkKind.BROKEN_LETTERS)]
    best = charset_normalizer.from_bytes(odd, cp_isolation=_CANDIDATES).best()
    encoding = best.encoding if best is not None and best.encoding in _CANDIDATES else "cp1252"
    return encoding, True, [Remark(RemarkKind.ENCODING, encoding)]


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: every second byte of Latin text is zero."""
    half = len(head) // 2
    for encoding, zeros in (("utf-16-le", head[1::2].count(0)), ("utf-16-be", head[::2].count(0))):
        if half and zeros > half * 0.4:
            return encoding
    return ""


def lines(chunks: Iterable[bytes], found: Survey, bounds: Bounds) -> Iterator[str | None]:
    """The lines of a file, each ending in one newline; None stands for a line that is too long.

    Never holds more than the longest row that `bounds` allow.
    """
    decoder = codecs.getincrementaldecoder(found.encoding)("replace" if found.broken else "strict")
    rest, dropping = "", False
    for text in _texts(chunks, decoder):
        plain = text.replace("\0", "") if "\0" in text else text
        if found.carriage_returns:
            plain = plain.replace("\r", "\n")
        first, *more = plain.split("\n")
        rest += first
        for following in more:
            if dropping or len(rest) > bounds.record_chars:
                dropping = False
                yield None
            else:
                yield rest.removesuffix("\r") + "\n"
            rest = following
        if len(rest) > bounds.record_chars:
            rest, dropping = "", True
    if dropping:
        yield None
    elif rest:
        yield rest.removesuffix("\r") + "\n"


def _texts(chunks: Iterable[bytes], decoder: codecs.IncrementalDecoder) -> Iterator[str]:
    for piece in chunks:
        yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)
