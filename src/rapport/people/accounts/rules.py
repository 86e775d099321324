"""Which addresses may be taken, and who may sign up how."""

from __future__ import annotations

import re

from rapport.kernel.errors import Invalid

_ADDRESS = re.compile(r"[^\s@\x00-\x1f\"(),:;<>\[\\\]]{1,64}@[^\s@\x00-\x1f\"(),:;<>\[\\\]]+\.[^\s@.]{2,}")


def check_email(email: str) -> str:
    """The address as it is kept: trimmed, in small letters.

    Raises: Invalid, saying what is missing.
    """
    address = email.strip().lower()
    name, at, domain = address.partition("@")
    if at and name and domain and "." not in domain and "@" not in domain:
        raise Invalid(
            "Something is missing after “{domain}”, such as “.example”.",
            code="email",
            field="email",
            domain=domain,
        )
    if len(address) > 254 or not _ADDRESS.fullmatch(address) or ".." in address:
        raise Invalid("Write an address such as mara@lindenhof.example.", code="email", field="email")
    return address
