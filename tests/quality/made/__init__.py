"""Invented labelled sets; see tests/quality/make_sets.py."""
