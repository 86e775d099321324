"""One's own network as a picture and in figures: clusters, the people between them, growth, reach (NET-5)."""
