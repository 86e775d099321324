"""Writings of relationships: each one transaction, atomic, idempotent, in one order for a pair."""
