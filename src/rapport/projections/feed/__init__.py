"""The feed: which posts reach whom, chosen from an index in memory, newest first or by an open formula."""
