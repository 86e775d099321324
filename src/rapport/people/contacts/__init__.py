"""The private contact book: people whom a member knows, whether they are here or not; for its owner alone (OPS-1)."""
