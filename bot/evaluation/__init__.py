"""Question sets: measured, pinned, and the words that nothing answers."""
