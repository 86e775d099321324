"""What may be said under a post, by whom, and what conversation means: pure decisions."""
