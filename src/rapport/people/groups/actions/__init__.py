"""Writings of groups; every one under the lock of the group and of whom it is about."""
