"""The rows of imports and of the contact book: everything in them is the owner's alone."""

from __future__ import annotations

from collections.abc import Mapping

from tests.matrix.canaries import Canary
from tests.matrix.row import PLAIN, WRITES, Row, to
from tests.matrix.viewers import ONLY_SELF

_FILE = to(ONLY_SELF, Canary.IMPORTED)
_REPORT = to(ONLY_SELF, Canary.REPORTED)
_BOOK = Row(
    to(ONLY_SELF, Canary.CONTACT, Canary.CONTACT_COMPANY, Canary.CONTACT_NOTE), queries=("", "?q=cancontact")
)

IMPORT_ROWS: Mapping[str, Row] = {
    "imports": Row(_FILE),
    "import_run": Row(_FILE | _REPORT, queries=("", "?outcome=failed")),
    "import_confirm": WRITES,
    "import_undo": PLAIN,
    "import_discard": WRITES,
    "import_name": WRITES,
    "import_report": Row(_REPORT),
    "contacts": _BOOK,
    "contact_offers": WRITES,
    "contact_aside": WRITES,
    "contacts_delete": PLAIN,
    "contact_delete": WRITES,
    "api_my_imports": Row(_FILE),
    "api_my_import": Row(_FILE),
    "api_confirm_import": WRITES,
    "api_undo_import": WRITES,
    "api_import_report": Row(_REPORT, queries=("", "?outcome=failed")),
    "api_my_contacts": _BOOK,
    "api_contact_offers": PLAIN,
    "api_put_offer_aside": WRITES,
    "api_forget_contact": WRITES,
}
