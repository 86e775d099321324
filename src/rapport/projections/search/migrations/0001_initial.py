"""The words of everybody, the parts of words, and the index of each database over them."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

SQLITE = (
    """
    CREATE VIRTUAL TABLE search_index USING fts5(
        words, content='search_document', content_rowid='actor_id',
        tokenize="ascii tokenchars ':@_'", prefix='2 3 4'
    )
    """,
    """
    CREATE TRIGGER search_document_written AFTER INSERT ON search_document BEGIN
        INSERT INTO search_index (rowid, words) VALUES (new.actor_id, new.words);
    END
    """,
    """
    CREATE TRIGGER search_document_changed AFTER UPDATE ON search_document WHEN old.words <> new.words BEGIN
        INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', old.actor_id, old.words);
        INSERT INTO search_index (rowid, words) VALUES (new.actor_id, new.words);
    END
    """,
    """
    CREATE TRIGGER search_document_gone AFTER DELETE ON search_document BEGIN
        INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', old.actor_id, old.words);
    END
    """,
)
POSTGRESQL = (
    "ALTER TABLE search_document ADD COLUMN vector tsvector NOT NULL DEFAULT ''",
    "CREATE INDEX search_document_vector ON search_document USING gin (vector)",
)
BACK = {
    "sqlite": ("DROP TABLE search_index",),
    "postgresql": ("ALTER TABLE search_document DROP COLUMN vector",),
}


def make_index(_apps: Any, schema_editor: Any) -> None:
    """Make what full-text search asks, as the database at hand has it."""
    for sql in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(sql)


def drop_index(_apps: Any, schema_editor: Any) -> None:
    """Take it away again; the triggers go with their table."""
    for sql in BACK[schema_editor.connection.vendor]:
        schema_editor.execute(sql)


class Migration(migrations.Migration):
    initial = True

    dependencies = [("actors", "0003_retired_handles")]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "actor",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="actors.actor",
                    ),
                ),
                ("words", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Gram",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "gram", "word", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("gram", models.CharField(max_length=3)),
                ("word", models.CharField(max_length=40)),
            ],
        ),
        migrations.CreateModel(
            name="Built",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.SmallIntegerField()),
                ("after", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.RunPython(make_index, drop_index),
    ]
