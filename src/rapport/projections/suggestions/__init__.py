"""People you may know and who to follow: drawn from the graph and from what is shared, with true reasons (NET-3)."""
