"""What a profile is made of, when it is complete, and how its days are written."""
