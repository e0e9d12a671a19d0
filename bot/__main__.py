"""`python -m bot` does what `citebot` does."""

from bot.cli import main

if __name__ == "__main__":
    main()
