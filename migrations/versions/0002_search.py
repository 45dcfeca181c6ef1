"""search: what can be found, and the words it is found by, which each database keeps in its way"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQLITE_UP = (
    """CREATE TABLE search_index_text (
         id INTEGER PRIMARY KEY REFERENCES search_document (id) ON DELETE CASCADE,
         title TEXT NOT NULL,
         body TEXT NOT NULL
       )""",
    # Our own words are folded already; the sign before a stem belongs to it.
    """CREATE VIRTUAL TABLE search_index USING fts5 (
         title, body, content = 'search_index_text', content_rowid = 'id',
         tokenize = "unicode61 remove_diacritics 0 tokenchars '='"
       )""",
    """CREATE TRIGGER search_index_text_added AFTER INSERT ON search_index_text BEGIN
         INSERT INTO search_index (rowid, title, body) VALUES (new.id, new.title, new.body);
       END""",
    """CREATE TRIGGER search_index_text_gone AFTER DELETE ON search_index_text BEGIN
         INSERT INTO search_index (search_index, rowid, title, body)
         VALUES ('delete', old.id, old.title, old.body);
       END""",
    """CREATE TRIGGER search_index_text_changed AFTER UPDATE ON search_index_text BEGIN
         INSERT INTO search_index (search_index, rowid, title, body)
         VALUES ('delete', old.id, old.title, old.body);
         INSERT INTO search_index (rowid, title, body) VALUES (new.id, new.title, new.body);
       END""",
    "CREATE VIRTUAL TABLE search_index_term USING fts5vocab ('search_index', 'row')",
    """CREATE TABLE search_index_part (
         part TEXT NOT NULL, word TEXT NOT NULL, PRIMARY KEY (part, word)
       ) WITHOUT ROWID""",
)
SQLITE_DOWN = (
    "DROP TABLE search_index_term",
    "DROP TABLE search_index_part",
    "DROP TABLE search_index",
    "DROP TABLE search_index_text",
)
POSTGRESQL_UP = (
    """CREATE TABLE search_index (
         id BIGINT PRIMARY KEY REFERENCES search_document (id) ON DELETE CASCADE,
         tokens TSVECTOR NOT NULL
       )""",
    "CREATE INDEX ix_search_index_tokens ON search_index USING gin (tokens)",
    """CREATE TABLE search_index_part (
         part TEXT COLLATE "C" NOT NULL, word TEXT COLLATE "C" NOT NULL, PRIMARY KEY (part, word)
       )""",
)
POSTGRESQL_DOWN = ("DROP TABLE search_index_part", "DROP TABLE search_index")


def upgrade() -> None:
    """Build what is new."""
    op.create_table(
        "search_document",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            autoincrement=True,
            nullable=False,
        ),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("post_id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=True),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=True),
        sa.Column("thread_id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=True),
        sa.Column("channel_id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=True),
        sa.Column("author_id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), nullable=True),
        sa.Column("visible_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_search_document_{column}_{table}"),
                ondelete="CASCADE",
            )
            for column, table in (
                ("post_id", "post"),
                ("actor_id", "actor"),
                ("thread_id", "thread"),
                ("channel_id", "channel"),
                ("author_id", "actor"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_document")),
        sa.UniqueConstraint("post_id", name=op.f("uq_search_document_post_id")),
        sa.UniqueConstraint("actor_id", name=op.f("uq_search_document_actor_id")),
    )
    with op.batch_alter_table("search_document") as batch:
        batch.create_index(batch.f("ix_search_document_thread_id"), ["thread_id"], unique=False)
    _run(SQLITE_UP, POSTGRESQL_UP)


def downgrade() -> None:
    """Take it away again."""
    _run(SQLITE_DOWN, POSTGRESQL_DOWN)
    op.drop_table("search_document")


def _run(sqlite: tuple[str, ...], postgresql: tuple[str, ...]) -> None:
    name = op.get_bind().dialect.name
    for statement in sqlite if name == "sqlite" else postgresql:
        op.execute(sa.text(statement))
