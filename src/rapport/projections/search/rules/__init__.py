"""How words are read, compared, kept and ranked; without a database."""
