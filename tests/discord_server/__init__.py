"""A Discord of our own for tests: REST v10 and gateway over loopback, and a Markdown reader."""
