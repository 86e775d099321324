"""What is sent to the addresses of imports and of the contact book, and who may have an effect by it."""

from __future__ import annotations

from collections.abc import Mapping

from tests.matrix.canaries import Canary
from tests.matrix.row import Write
from tests.matrix.viewers import MEMBERS, NOBODY, ONLY_SELF

CONNECTION = Canary.CONNECTION.value

IMPORT_WRITES: Mapping[str, tuple[Write, ...]] = {
    "imports": (Write(NOBODY),),
    "import_confirm": (Write(NOBODY, {"parts": "skills"}),),
    "import_undo": (Write(ONLY_SELF),),
    "import_discard": (Write(NOBODY),),
    "import_name": (Write(NOBODY, {"number": "0"}),),
    "contact_offers": (Write(NOBODY, {"invite": CONNECTION, "context": "other"}),),
    "contact_aside": (Write(ONLY_SELF, target=CONNECTION),),
    "contacts_delete": (Write(ONLY_SELF),),
    "contact_delete": (Write(ONLY_SELF),),
    "api_my_imports": (Write(MEMBERS, {"basics": {}}),),
    "api_my_import": (Write(NOBODY, method="DELETE"),),
    "api_confirm_import": (Write(NOBODY, {"parts": ["skills"]}),),
    "api_undo_import": (Write(ONLY_SELF),),
    "api_my_contacts": (Write(ONLY_SELF, method="DELETE"),),
    "api_put_offer_aside": (Write(ONLY_SELF, target=CONNECTION, method="DELETE"),),
    "api_forget_contact": (Write(ONLY_SELF, method="DELETE"),),
}

IMPORT_READ_ONLY = frozenset(
    {"import_run", "import_report", "contacts", "api_import_report", "api_contact_offers"}
)
IMPORT_BODILESS = frozenset({"api_undo_import", "api_my_imports"})
