"""One module a command; each has `run(arguments)`, imported once Django is ready."""
