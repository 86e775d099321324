"""What can be wrong with a foreign file, and the sentence for each: tables, from which errors and reports are made.

::

    Unreadable (422)     the whole file is refused; its code is an `ArchiveFault`
    BadRow               one row is not read, the others are; its code is a `RowFault`
    Remark               the file is read, and there is something to know; its code is a `RemarkKind`

Each keeps an English template and its values apart, as `kernel.errors` does.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rapport.kernel.errors import Invalid

SHOWN = 80
"""How many characters of a foreign value are repeated in a sentence."""


def _noop(text: str) -> str:
    """`text` as it stands: marked for whoever collects what is to be translated."""
    return text


class ArchiveFault(StrEnum):
    """Why a file is refused as a whole."""

    EMPTY = "archive_empty"
    PDF = "archive_is_pdf"
    OTHER_FORMAT = "archive_is_other_format"
    NOT_A_ZIP = "not_a_zip"
    TOO_LARGE = "archive_too_large"
    TRUNCATED = "archive_truncated"
    SEVERAL_DISKS = "archive_in_parts"
    PREFIXED = "archive_prefixed"
    DISAGREES = "archive_disagrees"
    TOO_MANY = "archive_too_many_entries"
    TOO_MANY_TABLES = "archive_too_many_tables"
    OVERLAP = "archive_overlaps"
    ENCRYPTED = "archive_encrypted"
    METHOD = "archive_method"
    NAME = "archive_name"
    DUPLICATE = "archive_duplicate"
    SPECIAL = "archive_special_file"
    ENTRY_TOO_LARGE = "archive_entry_too_large"
    TOTAL_TOO_LARGE = "archive_total_too_large"
    RATIO = "archive_ratio"
    DAMAGED = "archive_damaged"
    TOO_DEEP = "archive_too_deep"
    SEVERAL = "archive_several"
    NOTHING_KNOWN = "archive_nothing_known"
    NOT_A_TABLE = "not_a_table"
    NOT_JSON = "not_json"
    NOT_A_RESUME = "not_a_resume"
    NOT_A_CARD = "not_a_card"
    DOCUMENT_TOO_LARGE = "document_too_large"


ARCHIVE_SENTENCES: dict[ArchiveFault, str] = {
    ArchiveFault.EMPTY: _noop("This file is empty. Choose another, or make it again where it came from."),
    ArchiveFault.PDF: _noop(
        "This is a PDF, whatever its name says. Choose the zip that LinkedIn lets you download."
    ),
    ArchiveFault.OTHER_FORMAT: _noop("This is {what}, not a zip. Choose the zip as LinkedIn sent it."),
    ArchiveFault.NOT_A_ZIP: _noop("This is not a zip. Choose the zip as LinkedIn sent it."),
    ArchiveFault.TOO_LARGE: _noop("This archive is larger than {limit} MB, which is more than is read here."),
    ArchiveFault.TRUNCATED: _noop("This archive ends too early; its download broke off. Download it again."),
    ArchiveFault.SEVERAL_DISKS: _noop(
        "This is one part of an archive in several. Choose an archive in one piece."
    ),
    ArchiveFault.PREFIXED: _noop(
        "Something stands before or behind this archive in the same file, so it is not opened."
    ),
    ArchiveFault.DISAGREES: _noop(
        "This archive says two different things about “{name}”, so it is not opened."
    ),
    ArchiveFault.TOO_MANY: _noop(
        "This archive lists more than {limit} files, which is more than is read here."
    ),
    ArchiveFault.TOO_MANY_TABLES: _noop(
        "This archive has more than {limit} tables, which is more than is read here."
    ),
    ArchiveFault.OVERLAP: _noop(
        "Files in this archive lie over one another, as they do in an attack; it is not opened."
    ),
    ArchiveFault.ENCRYPTED: _noop("“{name}” is locked with a password. Pack it again without one."),
    ArchiveFault.METHOD: _noop(
        "“{name}” is packed in a way that is not read here. Pack it as an ordinary zip."
    ),
    ArchiveFault.NAME: _noop("A file in this archive has a name that is not allowed: “{name}”."),
    ArchiveFault.DUPLICATE: _noop("Two files in this archive have the same name, “{name}”."),
    ArchiveFault.SPECIAL: _noop("“{name}” is a link or a device, not a file, so this archive is not opened."),
    ArchiveFault.ENTRY_TOO_LARGE: _noop(
        "“{name}” is larger than {limit} MB unpacked, which is more than is read here."
    ),
    ArchiveFault.TOTAL_TOO_LARGE: _noop(
        "Unpacked, this archive is larger than {limit} MB, which is more than is read."
    ),
    ArchiveFault.RATIO: _noop("“{name}” would unpack to more than {limit} times its size, as in an attack."),
    ArchiveFault.DAMAGED: _noop(
        "“{name}” is damaged: it is not what the archive says it is. Download the archive again."
    ),
    ArchiveFault.TOO_DEEP: _noop(
        "This is an archive within an archive within an archive. Choose the innermost one."
    ),
    ArchiveFault.SEVERAL: _noop("There are several archives in this one. Choose one of them."),
    ArchiveFault.NOTHING_KNOWN: _noop(
        "There is nothing in this archive that LinkedIn's have. Is it the right one?"
    ),
    ArchiveFault.NOT_A_TABLE: _noop("This is not a table that can be read here; {what}."),
    ArchiveFault.NOT_JSON: _noop("This is not JSON: it cannot be read from line {line} on."),
    ArchiveFault.NOT_A_RESUME: _noop("This JSON is not a résumé: {what}."),
    ArchiveFault.NOT_A_CARD: _noop("There is no card of an address book (vCard) in this file."),
    ArchiveFault.DOCUMENT_TOO_LARGE: _noop(
        "This file is larger than {limit} MB, which is more than is read here."
    ),
}


class Unreadable(Invalid):
    """A foreign file is refused as a whole; nothing of it was taken. `fault` says why, and is the code."""

    def __init__(self, fault: ArchiveFault, *, detail: str = "", **values: str | int) -> None:
        """`values` fill the sentence; foreign texts among them are clipped and freed of what disturbs."""
        self.fault = fault
        shown = {key: clipped(value) if isinstance(value, str) else value for key, value in values.items()}
        super().__init__(ARCHIVE_SENTENCES[fault], code=str(fault), field="file", detail=detail, **shown)


class RowFault(StrEnum):
    """Why one row is not read."""

    QUOTES = "quotes"
    TOO_LONG = "row_too_long"
    FIELD_TOO_LONG = "field_too_long"
    COLUMNS = "columns"
    DATE = "date"
    DATE_TWO_WAYS = "date_two_ways"
    VALUE = "value"
    MISSING = "missing"
    LIST = "list"
    ADDRESS = "address"
    SHAPE = "shape"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_BAD = "too_many_bad_rows"


ROW_SENTENCES: dict[RowFault, str] = {
    RowFault.QUOTES: _noop("The quotation marks of this row do not match."),
    RowFault.TOO_LONG: _noop("This row is longer than {limit} characters."),
    RowFault.FIELD_TOO_LONG: _noop("“{column}” is longer than {limit} characters."),
    RowFault.COLUMNS: _noop("This row has {value} fields, and the header {limit}."),
    RowFault.DATE: _noop("“{value}” is not a date as “{column}” has them."),
    RowFault.DATE_TWO_WAYS: _noop("“{value}” in “{column}” can be read as two different days."),
    RowFault.VALUE: _noop("“{value}” is not a value that “{column}” can have."),
    RowFault.MISSING: _noop("“{column}” is empty, and the row says nothing without it."),
    RowFault.LIST: _noop("“{column}” is not a list as it is written in brackets: “{value}”."),
    RowFault.ADDRESS: _noop("“{value}” is not an email address."),
    RowFault.SHAPE: _noop("“{column}” is not what it should be: “{value}”."),
    RowFault.TOO_MANY_ROWS: _noop("This file has more than {limit} rows; from here on it was not read."),
    RowFault.TOO_MANY_BAD: _noop("More than {limit} rows could not be read; from here on the file was left."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that cannot be read: where it stands, and why."""

    file: str
    line: int
    fault: RowFault
    column: str = ""
    value: str = ""
    limit: int = 0

    @property
    def template(self) -> str:
        """The sentence without its values, as interfaces translate it."""
        return ROW_SENTENCES[self.fault]

    @property
    def values(self) -> dict[str, str | int]:
        """What fills the template; foreign texts are clipped."""
        return {"column": clipped(self.column), "value": clipped(self.value), "limit": self.limit}

    @property
    def reason(self) -> str:
        """The reason in English, one sentence."""
        return self.template.format(**self.values)


class RemarkKind(StrEnum):
    """What there is to know about a file that was read."""

    BOM = "bom"
    CRLF = "crlf"
    ENCODING = "encoding"
    BROKEN_LETTERS = "broken_letters"
    NULS = "nuls"
    EXCEL_DATES = "excel_dates"
    EXTRA_COLUMN = "extra_column"
    MISSING_COLUMN = "missing_column"
    RENAMED = "renamed"


REMARK_SENTENCES: dict[RemarkKind, str] = {
    RemarkKind.BOM: _noop("This file was saved again by another program after it was downloaded."),
    RemarkKind.CRLF: _noop(
        "The lines of this file end as Windows ends them; another program saved it again."
    ),
    RemarkKind.ENCODING: _noop(
        "This file is not in UTF-8; it was read as {value}. Look at names with accents."
    ),
    RemarkKind.BROKEN_LETTERS: _noop("Some letters of this file cannot be read; they show as “�”."),
    RemarkKind.NULS: _noop("This file holds characters that mean nothing; they were left out."),
    RemarkKind.EXCEL_DATES: _noop(
        "Dates in this file are written as spreadsheets write them, e.g. “{value}”."
    ),
    RemarkKind.EXTRA_COLUMN: _noop("The column “{value}” is not known here and was not read."),
    RemarkKind.MISSING_COLUMN: _noop("The column “{value}” is missing."),
    RemarkKind.RENAMED: _noop("This file was recognised by its columns as {value}."),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know about a file that is read all the same."""

    kind: RemarkKind
    value: str = ""

    @property
    def template(self) -> str:
        """The remark without its value, as interfaces translate it."""
        return REMARK_SENTENCES[self.kind]

    @property
    def sentence(self) -> str:
        """The remark in English."""
        return self.template.format(value=clipped(self.value))


def clipped(text: str) -> str:
    """`text` in at most `SHOWN` characters, on one line, without control characters."""
    plain = "".join(char if char.isprintable() else " " for char in text[: SHOWN + 1])
    return plain if len(plain) <= SHOWN else plain[: SHOWN - 1] + "…"
