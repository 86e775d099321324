"""Site settings: every cap, window and length that an organiser may change (product.md, end of section 2)."""
