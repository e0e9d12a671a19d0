"""What `citebot doctor` finds: one thing that was looked at, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass

from bot.translation import Message

GOOD, NOTE, BAD = Message("ok"), Message("note"), Message("bad")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `state` is "ok", "note" (works, could be better) or "bad"."""

    state: str
    text: str
