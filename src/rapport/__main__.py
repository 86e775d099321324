"""`python -m rapport` is the `rapport` command."""

from rapport.interfaces.console.main import main

if __name__ == "__main__":
    main()
