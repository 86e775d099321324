"""FTS5 flushes at each savepoint, and a trigger makes one for each row: documents are written by one statement."""

from typing import Any

from django.db import migrations

TRIGGERS = ("search_document_written", "search_document_changed")


def drop_triggers(_apps: Any, schema_editor: Any) -> None:
    """What is written is put into the index by whoever writes it; what is deleted still goes by itself."""
    if schema_editor.connection.vendor == "sqlite":
        for name in TRIGGERS:
            schema_editor.execute(f"DROP TRIGGER {name}")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(drop_triggers)]
