"""How the time of some work grows with its text: twice the text, about twice the time, or more."""

from __future__ import annotations

import math
from collections.abc import Callable
from time import process_time

_TRIES = 8
_MOST = 3.2  # times as long for twice the text; it is 2 in proportion and 4 where it is squared
_LITTLE = 0.2  # seconds of processor time; less tells nothing on a busy machine


def _seconds(work: Callable[[str], object], text: str) -> float:
    begin = process_time()
    work(text)
    return process_time() - begin


def grows_with_its_text(work: Callable[[str], object], piece: str, length: int) -> bool:
    """Whether work on `piece`, repeated, takes about twice as long for twice the text.

    The least of a few measurements counts, as anything may disturb one. The longer text comes
    first: what is loaded with the first call counts as its. No text comes twice, as some work may
    be remembered.
    """
    count, long, short = length // len(piece), math.inf, math.inf
    for number in range(_TRIES):
        long = min(long, _seconds(work, piece * (2 * count + number)))
        if long < _LITTLE:
            return True
        for more in (2 * number, 2 * number + 1):
            short = min(short, _seconds(work, piece * (count + more)))
        if long < _MOST * short:
            return True
    return False
