"""Keep counts of a round by seat, by declaration and by round, and the conflicts of a draw beside its record."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

PAIRS = (
    "SELECT {key}, count(*), {more}count(CASE WHEN review.state = 'submitted' THEN 1 END) FROM assignment"
    " LEFT JOIN review ON review.assignment_id = assignment.id WHERE NOT assignment.is_withdrawn GROUP BY {key}"
)
JUDGED = (
    "SELECT declaration.round_id, count(*), count(CASE WHEN n_submitted = n_reviews THEN 1 END) FROM declaration_tally"
    " JOIN declaration ON declaration.id = declaration_tally.declaration_id GROUP BY declaration.round_id"
)
STATES = "SELECT round_id, state, count(*) FROM declaration GROUP BY round_id, state ORDER BY round_id, state"


def upgrade() -> None:
    """Apply the change."""
    for name, of, counts in (
        ("seat_tally", "seat", ("n_assigned", "n_started", "n_submitted")),
        ("declaration_tally", "declaration", ("n_reviews", "n_submitted")),
    ):
        op.create_table(
            name,
            sa.Column(f"{of}_id", sa.Integer(), nullable=False),
            *(sa.Column(count, sa.Integer(), nullable=False) for count in counts),
            sa.ForeignKeyConstraint([f"{of}_id"], [f"{of}.id"], name=op.f(f"fk_{name}_{of}_id")),
            sa.PrimaryKeyConstraint(f"{of}_id", name=op.f(f"pk_{name}")),
        )
    op.create_table(
        "round_tally",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("by_state", sa.JSON(), nullable=False),
        sa.Column("n_judged", sa.Integer(), nullable=False),
        sa.Column("n_done", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_tally_round_id")),
        sa.PrimaryKeyConstraint("round_id", name=op.f("pk_round_tally")),
    )
    op.drop_index("ix_declaration_city", "declaration")
    op.create_index("ix_declaration_city", "declaration", ["city", "round_id", "city_stage"])
    op.add_column("draw", sa.Column("conflicts", sa.JSON(), nullable=True))
    count_what_is_there()


def count_what_is_there() -> None:
    """Count every pair and state once."""
    op.execute("INSERT INTO seat_tally " + PAIRS.format(key="assignment.seat_id", more="count(review.id), "))
    op.execute("INSERT INTO declaration_tally " + PAIRS.format(key="assignment.declaration_id", more=""))
    connection = op.get_bind()
    judged = {row[0]: (row[1], row[2]) for row in connection.execute(sa.text(JUDGED))}
    states: dict[int, dict[str, int]] = {}
    for round_id, state, n in connection.execute(sa.text(STATES)):
        states.setdefault(round_id, {})[state] = n
    table = sa.table(
        "round_tally", *(sa.column(one) for one in ("round_id", "n_judged", "n_done")), sa.column("by_state", sa.JSON)
    )
    for round_id, by_state in states.items():
        n_judged, n_done = judged.get(round_id, (0, 0))
        row = {"round_id": round_id, "by_state": by_state, "n_judged": n_judged, "n_done": n_done}
        connection.execute(sa.insert(table).values(**row))


def downgrade() -> None:
    """Take the change back."""
    drawn = sa.table("draw", sa.column("id"), sa.column("record", sa.JSON), sa.column("conflicts", sa.JSON))
    connection = op.get_bind()
    for key, record, conflicts in connection.execute(sa.select(drawn).where(drawn.c.conflicts.is_not(None))).all():
        whole = {**record, "conflicts": conflicts}
        connection.execute(sa.update(drawn).where(drawn.c.id == key).values(record=whole))
    op.drop_column("draw", "conflicts")
    op.drop_index("ix_declaration_city", "declaration")
    op.create_index("ix_declaration_city", "declaration", ["city", "round_id"])
    for name in ("round_tally", "declaration_tally", "seat_tally"):
        op.drop_table(name)
