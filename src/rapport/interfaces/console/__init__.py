"""The `rapport` command, the supervisor of a running site, the demo, and the organisers' admin pages."""
