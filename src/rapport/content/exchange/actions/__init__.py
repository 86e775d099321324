"""Writings of imports: each chunk of rows and its place in the file are one transaction."""
