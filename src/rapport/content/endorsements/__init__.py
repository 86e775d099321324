"""Endorsements: votes for skills that members list (PRO-3)."""
