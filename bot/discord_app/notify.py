"""Tells systemd how the service is: ready, what it is at, alive, stopping.

systemd names a socket in NOTIFY_SOCKET; a datagram of `NAME=value` lines to it is all that there
is to the protocol (sd_notify(3)). Nobody listens where it is not set, and then nothing is sent.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from contextlib import suppress

log = logging.getLogger(__name__)


class Notifier:
    """Sends to one socket. `address` is its path, or "@name" in the abstract name space."""

    def __init__(self, address: str = "") -> None:
        self._address = "\0" + address[1:] if address.startswith("@") else address

    def tell(self, state: str) -> None:
        """Send a state, such as READY=1. Never raises: the service goes on without being heard."""
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
                sender.settimeout(1.0)
                sender.sendto(state.encode(), self._address)
        except OSError as error:
            log.warning("systemd could not be told: %s", error.strerror or error)

    async def keep_alive(self, seconds: float) -> None:
        """Say again and again that the event loop turns, where systemd waits `seconds` for it."""
        while seconds:
            self.tell("WATCHDOG=1")
            await asyncio.sleep(seconds / 3)


def watchdog_seconds(given: str) -> float:
    """How long systemd waits for a sign of life, by its WATCHDOG_USEC; 0 where it does not.

    >>> watchdog_seconds("30000000"), watchdog_seconds("")
    (30.0, 0.0)
    """
    with suppress(ValueError):
        return max(int(given), 0) / 1e6
    return 0.0
