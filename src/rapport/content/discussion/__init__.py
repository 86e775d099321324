"""Discussion: reactions, comments and saves, which hang on posts and vanish with them (FEED-2, FEED-6)."""
