"""What an import is and may become; pure tables (OPS-1)."""
