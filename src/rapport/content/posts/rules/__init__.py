"""What a post may be and say: pure decisions."""
