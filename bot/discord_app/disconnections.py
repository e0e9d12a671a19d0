"""Whether the gateway closes again and again, without a session that lasts in between.

A session that was there for a while and is then resumed loses nothing, however often that
happens; a new client in its place would have to identify anew, and what was asked meanwhile would
be lost. So only a run of connections that all end at once is a loop, and one without pauses:
where discord.py waits between tries, as for a gateway that is down or has forgotten a session,
nobody is hurried.
"""

from __future__ import annotations

from collections import deque

LOOP, LOOP_SECONDS = 8, 12.0  # so many disconnections in so many seconds are a loop
_LASTING = 2.0  # seconds; a session that was there for longer has begun well


class Disconnections:
    """The latest of them, by a clock in seconds.

    >>> latest = Disconnections()
    >>> [latest.is_loop_at(float(second)) for second in range(9)]
    [False, False, False, False, False, False, False, True, True]
    >>> latest.begun_at(9.0)
    >>> latest.is_loop_at(11.5)  # it lasted
    False
    >>> any(latest.is_loop_at(2.0 * number) for number in range(6, 60))  # there are pauses
    False
    """

    def __init__(self) -> None:
        self._times: deque[float] = deque(maxlen=LOOP)
        self._begun: float | None = None

    def begun_at(self, now: float) -> None:
        """Note that a session is there, begun or resumed."""
        self._begun = now

    def is_loop_at(self, now: float) -> bool:
        """Note a disconnection. Returns whether it is one of a loop."""
        if self._begun is not None and now - self._begun > _LASTING:
            self._times.clear()
        self._begun = None
        self._times.append(now)
        return len(self._times) == LOOP and now - self._times[0] < LOOP_SECONDS
