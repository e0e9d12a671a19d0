"""How long a connection that is away is waited for before it is tried again.

discord.py doubles its wait with each outage and forgets that after half an hour without one: a
bot whose gateway was away ten times in an evening would stay away for up to 17 minutes after it
is back, and after five times in five minutes for most of a minute each time. Here a connection
that lasted for a while begins anew with short waits, and none is longer than a minute. discord.py
has no setting for that.
"""

from __future__ import annotations

from typing import Literal

import discord
from discord.backoff import ExponentialBackoff

LONGEST = 60.0  # seconds
_LASTING = 10.0  # seconds after a wait without another: that outage was over


class PatientBackoff(ExponentialBackoff[Literal[False]]):
    """discord.py's waits, longer with each try of one outage, none of them longer than a minute."""

    def delay(self) -> float:
        """The next wait in seconds."""
        wait = min(super().delay(), LONGEST)
        self._reset_time = wait + _LASTING  # type: ignore[assignment]  # after which it forgets
        return wait


def cap_waits() -> None:
    """Have discord.py's clients, of one connection or several, wait no longer."""
    for module in (discord.client, discord.shard):
        module.ExponentialBackoff = PatientBackoff  # type: ignore[attr-defined]
