"""The rules of relationships: the process, inviting, the budget; no Django, no clock, no database."""
