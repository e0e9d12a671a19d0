"""Limits how many questions a user may ask in a minute, so that others are answered as well.

A user may ask so many questions in any 60 seconds. Any more are refused, and only the first
refusal in a row is worth a message of its own. What is kept are the ids of users and the
times of their questions, in memory, for a minute.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto

WINDOW = 60.0  # seconds


class Pace(Enum):
    """How fast the questions of a user come."""

    FINE = auto()
    TOO_FAST = auto()
    STILL_TOO_FAST = auto()  # and they have been told


@dataclass(slots=True)
class _User:
    times: deque[float] = field(default_factory=deque)  # seconds, ascending
    told: bool = False


class RateLimiter:
    """Counts questions by user. `limit` is in questions a minute; 0 is no limit."""

    def __init__(self, limit: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._users: OrderedDict[int, _User] = OrderedDict()  # latest last

    @property
    def limit(self) -> int:
        """Questions a minute; 0 is no limit."""
        return self._limit

    def wait(self, user: int) -> int:
        """Seconds until a user may ask again, rounded up; 0 where they may."""
        known = self._users.get(user)
        if known is None or not self._limit or len(known.times) < self._limit:
            return 0
        return max(math.ceil(known.times[0] + WINDOW - self._clock()), 0)

    def __len__(self) -> int:
        """The number of users known at the moment."""
        return len(self._users)

    def question(self, user: int) -> Pace:
        """Count a question of a user, and say whether it may be answered."""
        if not self._limit:
            return Pace.FINE
        now = self._clock()
        self._forget(now - WINDOW)
        known = self._users.setdefault(user, _User())
        self._users.move_to_end(user)
        while known.times and known.times[0] <= now - WINDOW:
            known.times.popleft()
        if len(known.times) < self._limit:
            known.times.append(now)
            known.told = False
            return Pace.FINE
        told, known.told = known.told, True
        return Pace.STILL_TOO_FAST if told else Pace.TOO_FAST

    def _forget(self, before: float) -> None:
        """Forget users who have not asked since."""
        while self._users:
            user, known = next(iter(self._users.items()))
            if known.times and known.times[-1] > before:
                return
            del self._users[user]
