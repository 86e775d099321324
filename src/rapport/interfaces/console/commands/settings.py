"""`rapport set`: changes a site setting, or shows them."""

from __future__ import annotations

import argparse

from rapport.interfaces.console.output import columns, print_json
from rapport.kernel import clock
from rapport.kernel.limits import actions, queries
from rapport.kernel.limits.rules import SETTINGS, Setting, Value, setting, show


def run(arguments: argparse.Namespace) -> int:
    """Change `name` to `value`; show one without a value, all without a name.

    Raises: Invalid, code `unknown_setting` or `bad_value`.
    """
    if arguments.name is None:
        return _show(list(SETTINGS.values()), arguments.json)
    row = setting(arguments.name)
    if arguments.value is None:
        return _show([row], arguments.json)
    value = actions.set_limit(name=row.name, value=arguments.value, now=clock.now())
    if arguments.json:
        print_json(_entry(row, value))
    else:
        print(f"{row.name} is {show(value) or 'empty'} from now on.")
    return 0


def _show(rows: list[Setting], as_json: bool) -> int:
    current = queries.current()
    if as_json:
        print_json([_entry(row, getattr(current, row.name)) for row in rows])
        return 0
    lines = [
        (row.name, show(getattr(current, row.name)) or "-", f"{row.meaning} {_default(row)}") for row in rows
    ]
    print(columns(lines))
    return 0


def _default(row: Setting) -> str:
    return f"Takes {row.allowed}; by default {show(row.default) or 'nothing'}."


def _entry(row: Setting, value: Value) -> dict[str, object]:
    plain = list(value) if isinstance(value, tuple) else value
    default = list(row.default) if isinstance(row.default, tuple) else row.default
    return {"name": row.name, "value": plain, "default": default, "unit": row.unit, "meaning": row.meaning}
