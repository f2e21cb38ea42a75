"""The words in which a pack states its conditions; each file is one family of predicates, none of them regional."""
