"""Adds up long postings with numpy. Same sums in the same order as `Index.search`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np


def add_up(
    found: Iterable[tuple[float, memoryview, memoryview]],
    passages: int,
    count: int,
    within: range | None,
) -> Sequence[tuple[int, float]]:
    """The `count` best of `passages` passages as (passage, score), best first.

    `found` has a weight, passages and impacts for each word. Ties stand in the order of
    the corpus.
    """
    scores = np.zeros(passages)
    for weight, numbers, impacts in found:
        scores[np.frombuffer(numbers, np.uint32)] += weight * np.frombuffer(
            impacts, np.float32
        ).astype(np.float64)
    if within is not None:
        scores[: within.start] = 0.0
        scores[within.stop :] = 0.0
    matching = np.flatnonzero(scores)
    if len(matching) > count:  # a partition first: sorting all would cost ten times as much
        limit = np.partition(scores[matching], -count)[-count]
        matching = matching[scores[matching] >= limit]
    order = np.lexsort((matching, -scores[matching]))[:count]
    return [(int(number), float(scores[number])) for number in matching[order]]
