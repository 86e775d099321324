"""Nothing acknowledged is lost: real servers, real clients, and processes killed at random (quality 3)."""
