"""The words of posts, the parts of words in them, and the index of each database over them."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

SQLITE = (
    """
    CREATE VIRTUAL TABLE search_index_of_posts USING fts5(
        words, content='search_postwords', content_rowid='post_id',
        tokenize="ascii tokenchars ':@_#'", prefix='2 3 4'
    )
    """,
    """
    CREATE TRIGGER search_postwords_gone AFTER DELETE ON search_postwords BEGIN
        INSERT INTO search_index_of_posts (search_index_of_posts, rowid, words)
        VALUES ('delete', old.post_id, old.words);
    END
    """,
)
POSTGRESQL = (
    "ALTER TABLE search_postwords ADD COLUMN vector tsvector NOT NULL DEFAULT ''",
    "CREATE INDEX search_postwords_vector ON search_postwords USING gin (vector)",
)
BACK = {
    "sqlite": ("DROP TABLE search_index_of_posts",),
    "postgresql": ("ALTER TABLE search_postwords DROP COLUMN vector",),
}


def make_index(_apps: Any, schema_editor: Any) -> None:
    """Make what full-text search asks, as the database at hand has it."""
    for sql in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(sql)


def drop_index(_apps: Any, schema_editor: Any) -> None:
    """Take it away again; the trigger goes with its table."""
    for sql in BACK[schema_editor.connection.vendor]:
        schema_editor.execute(sql)


class Migration(migrations.Migration):
    dependencies = [("posts", "0003_attached"), ("search", "0002_written_at_once")]

    operations = [
        migrations.CreateModel(
            name="PostWords",
            fields=[
                (
                    "post",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="posts.post",
                    ),
                ),
                ("words", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="PostGram",
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
        migrations.RunPython(make_index, drop_index),
    ]
