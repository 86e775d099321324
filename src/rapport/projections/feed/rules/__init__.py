"""What reaches a feed, what is kept out of it, and why: pure decisions."""
