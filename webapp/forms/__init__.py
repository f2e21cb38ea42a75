"""Typed text of a request becomes plain values or problems."""
