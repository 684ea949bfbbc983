"""The search indexes: FTS5 on SQLite, full text and trigrams on PostgreSQL, behind the same models."""

from django.db import migrations
from django.db.utils import OperationalError

SQLITE = (
    # The rowid is the exercise's id. Documents come normalised; the tokenizer only splits them.
    """CREATE VIRTUAL TABLE exercises_search USING fts5(
        names, keywords, body, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4')""",
    # The rowid is the word's id; words are stored as ^^word$ so that their ends count as well.
    "CREATE VIRTUAL TABLE exercises_search_word USING fts5(word, tokenize = 'trigram')",
)
SQLITE_BACK = ("DROP TABLE exercises_search", "DROP TABLE exercises_search_word")

POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    """ALTER TABLE exercises_searchdocument ADD COLUMN document tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', names), 'A') || setweight(to_tsvector('simple', keywords), 'B')
        || setweight(to_tsvector('simple', body), 'C')) STORED""",
    "CREATE INDEX exercises_search_document ON exercises_searchdocument USING gin (document)",
    "CREATE INDEX exercises_search_word ON exercises_searchword USING gist (word gist_trgm_ops)",
)
POSTGRESQL_BACK = (
    "DROP INDEX exercises_search_word",
    "DROP INDEX exercises_search_document",
    "ALTER TABLE exercises_searchdocument DROP COLUMN document",
)


def run(schema_editor, sqlite, postgresql):
    """Run the statements of this database's kind; others are searched without an index."""
    statements = {"sqlite": sqlite, "postgresql": postgresql}.get(schema_editor.connection.vendor, ())
    for statement in statements:
        try:
            schema_editor.execute(statement)
        except OperationalError as error:
            if "fts5" in str(error) or "tokenizer" in str(error):
                raise OperationalError(
                    "Python's SQLite lacks FTS5 with trigrams (SQLite 3.34 or later has it); "
                    "use another Python or set DATABASE_URL to PostgreSQL"
                ) from error
            raise


def forwards(apps, schema_editor):
    run(schema_editor, SQLITE, POSTGRESQL)


def backwards(apps, schema_editor):
    run(schema_editor, SQLITE_BACK, POSTGRESQL_BACK)


class Migration(migrations.Migration):
    dependencies = [("exercises", "0002_keep_imports_duplicates_and_search")]

    operations = [migrations.RunPython(forwards, backwards)]
