"""Pure rules of recommendations: the process, and what is asked of a text."""
