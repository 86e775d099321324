"""Reports of posts, comments and members, and what moderators decide about them (OPS-4)."""
