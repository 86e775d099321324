"""Writings of company pages: each one transaction, under the lock of the page."""
