"""Finding people, companies and groups by words, only by what the one who looks may see (NET-4)."""
