"""Readings of posts: which a viewer sees, and what is shown of them."""
