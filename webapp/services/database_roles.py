"""The SQL for a PostgreSQL role that can work but cannot change or delete what the ledger holds."""

from webapp.models import Base

APPEND_ONLY = ("checkpoint", "ledger_entry", "seal")


def database_roles(role: str) -> str:
    """Return the statements for the owner to run once after each upgrade; the application then connects as the role."""
    free = ", ".join(f'"{name}"' for name in sorted(Base.metadata.tables) if name not in APPEND_ONLY)
    kept = ", ".join(f'"{name}"' for name in APPEND_ONLY)
    return "\n".join(
        (
            f'CREATE ROLE "{role}" LOGIN;',
            f'GRANT USAGE ON SCHEMA public TO "{role}";',
            f'GRANT SELECT ON alembic_version TO "{role}";',
            f'GRANT SELECT, INSERT, UPDATE, DELETE ON {free} TO "{role}";',
            f'GRANT SELECT, INSERT ON {kept} TO "{role}";',
            f'GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "{role}";',
        )
    )
