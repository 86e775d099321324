"""Recommendations: written references between connections (PRO-4)."""
