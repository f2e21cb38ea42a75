"""The rules of conflict of interest, one predicate per file; `reviewers.conflicts` asks them all."""
