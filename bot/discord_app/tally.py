"""What the bot has done since it was started, in numbers: replies, seconds, connections.

Nothing here is about users: no id, no name, no word of a question, no server. It is counted
whether or not somebody looks; see `metrics` for how it is shown.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from enum import StrEnum
from itertools import accumulate
from threading import Lock

BOUNDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)  # seconds, ascending


class Unmet(StrEnum):
    """What becomes of a question that gets no reply of the library's."""

    FAILED = "failed"  # a fault of ours
    TOO_BUSY = "too_busy"  # too many people at once
    TOO_FAST = "too_fast"  # too many questions of one person


class Tally:
    """Counters. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._replies: Counter[str] = Counter()  # kind -> questions
        self._by_bound = [0] * (len(BOUNDS) + 1)  # the last is for all that took longer
        self.seconds = 0.0  # that all responses took, together
        self.sessions = 0  # begun at the gateway
        self.resumes = 0
        self.disconnects = 0

    def reply(self, kind: str) -> None:
        """Count a question by what became of it."""
        with self._lock:
            self._replies[kind] += 1

    def response(self, seconds: float) -> None:
        """Count a response by how long somebody waited for it."""
        with self._lock:
            self._by_bound[bisect_left(BOUNDS, seconds)] += 1
            self.seconds += seconds

    @property
    def replies(self) -> dict[str, int]:
        """Kind of reply -> questions."""
        with self._lock:
            return dict(self._replies)

    @property
    def responses(self) -> list[int]:
        """How many responses took no longer than each of the bounds; the last is all of them."""
        with self._lock:
            return [*accumulate(self._by_bound)]
