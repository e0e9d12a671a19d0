"""How replies and reports look: in a terminal or a pipe, as JSON, and on Discord."""
