"""Posts: what members, companies and groups say to an audience (FEED-1, FEED-6)."""
