"""What is served: a corpus with its index at one moment, kept up to date."""
