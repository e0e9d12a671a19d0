"""What `citebot doctor` finds: one thing that was looked at, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass

GOOD, NOTE, BAD = "ok", "note", "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `state` is "ok", "note" (works, could be better) or "bad"."""

    state: str
    text: str
