"""Who may see what: every route, every viewer, every private field of one seeded owner (quality 1)."""
