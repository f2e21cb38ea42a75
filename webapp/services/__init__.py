"""Use cases: one file, one function, one transaction."""
