"""Bytes a person hands in, turned into plain values; no SQL, no request."""
