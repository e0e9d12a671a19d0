"""What `doctor` says: one thing looked at, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass

GOOD, NOTE, BAD = "ok", "note", "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `state` is "ok", "note" (works, could be better) or "bad"."""

    state: str
    text: str
