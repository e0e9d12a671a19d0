"""How replies look: `terminal` for people and pipes, `data` for programs."""
