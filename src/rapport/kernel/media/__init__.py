"""Pictures: what is taken in is decoded apart, drawn anew in a few sizes, and kept under a key nobody can guess."""
