"""Tables of the benchmark of size, in Markdown, with ratios to the best other engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import log

from tests.benchmarks.scale_steps import Figures

Results = dict[str, dict[str, Figures]]  # passages -> engine -> figures
OURS = "citebot"


def short(value: float) -> str:
    """A number with three digits that count.

    >>> short(0.012345), short(1.5), short(1234.5)
    ('0.0123', '1.50', '1234')
    """
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:#.3g}"


def _ms(value: float) -> str:
    return f"{short(1000 * value)} ms"


def _s(value: float) -> str:
    return f"{short(value)} s"


def _mb(value: float) -> str:
    return f"{value / 2**20:.0f} MB"


def _times(value: float) -> str:
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"


MEASURES: dict[str, tuple[str, Callable[[float], str]]] = {  # figure -> what it is, how written
    "p50": ("top 10, p50", _ms),
    "p99": ("top 10, p99", _ms),
    "p50 processor": ("top 10, processor time, p50", _ms),
    "p99 processor": ("top 10, processor time, p99", _ms),
    "open": ("open the index", _ms),
    "open and ask": ("open and ask the first question", _ms),
    "memory": ("memory after up to 1,000 questions", _mb),
    "memory anonymous": ("anonymous memory of that", _mb),
    "build": ("build", _s),
    "build processor": ("build, processor time of all cores", _s),
    "build peak": ("peak memory of the build", _mb),
    "size over text": ("index over text", short),
}
# Of citebot alone: figure -> what it is, how written, and the figures it is a multiple of.
OWN: dict[str, tuple[str, Callable[[float], str], tuple[str, ...]]] = {
    "candidates p50": ("search for a whole answer, p50", _ms, ("p50",)),
    "candidates p99": ("search for a whole answer, p99", _ms, ("p99",)),
    "answer p50": ("whole answer, p50", _ms, ("p50", "candidates p50")),
    "answer p99": ("whole answer, p99", _ms, ("p99", "candidates p99")),
    "answer p50 processor": ("whole answer, processor time, p50", _ms, ("p50 processor",)),
    "answer p99 processor": ("whole answer, processor time, p99", _ms, ("p99 processor",)),
    "library open": ("open with a look at every file", _ms, ("open",)),
    "answer memory": ("memory after up to 1,000 whole answers", _mb, ("memory",)),
    "answer memory anonymous": ("anonymous memory of that", _mb, ("memory anonymous",)),
    "reindex": ("reindex after one document changed", _s, ("build",)),
}
_GROWING = ("build", "build processor", "p50", "p99", "p50 processor", "p99 processor")


def growth(results: Results) -> dict[str, Figures]:
    """Engine -> the exponents with which its times grow from its smallest to its largest size."""
    found: dict[str, Figures] = {}
    for name in engines(results):
        sizes = sorted((size for size in results if name in results[size]), key=int)
        if len(sizes) > 1:
            first, last = results[sizes[0]][name], results[sizes[-1]][name]
            span = log(int(sizes[-1]) / int(sizes[0]))
            found[name] = {one: log(last[one] / first[one]) / span for one in _GROWING}
    return found


def engines(results: Results) -> list[str]:
    """All engines that were measured at any size."""
    return list(dict.fromkeys(name for found in results.values() for name in found))


def tables(results: Results) -> str:
    """A table for each size, citebot's own figures, and how times grow."""
    pieces = []
    for size in sorted(results, key=int):
        pieces.append("\n".join(_compared(int(size), results[size])))
        if OURS in results[size]:
            pieces.append("\n".join(_own(results[size][OURS])))
    if grown := growth(results):
        pieces.append("\n".join(_grown(grown)))
    return "\n\n".join(pieces)


def _compared(size: int, found: Mapping[str, Figures]) -> Iterator[str]:
    yield from _head(f"{size:,} passages", found)
    for figure, (told, written) in MEASURES.items():
        best = min((f[figure] for name, f in found.items() if name != OURS), default=None)
        cells = [
            written(f[figure]) + (f" ({_times(f[figure] / best)})" if best else "")
            for f in found.values()
        ]
        yield f"| {told} | {' | '.join(cells)} |"


def _own(found: Figures) -> Iterator[str]:
    yield from _head("citebot", ["", "times"])
    for figure, (told, written, of) in OWN.items():
        if figure in found:
            times = [f"{_times(found[figure] / found[one])} x {_name(one)}" for one in of]
            yield f"| {told} | {written(found[figure])} | {'; '.join(times)} |"


def _name(figure: str) -> str:
    return MEASURES[figure][0] if figure in MEASURES else OWN[figure][0]


def _grown(grown: Mapping[str, Figures]) -> Iterator[str]:
    yield from _head("time grows with size to the power of", grown)
    for figure in _GROWING:
        cells = [short(figures[figure]) for figures in grown.values()]
        yield f"| {MEASURES[figure][0]} | {' | '.join(cells)} |"


def _head(first: str, columns: Mapping[str, Figures] | list[str]) -> Iterator[str]:
    yield f"| {first} | {' | '.join(columns)} |"
    yield f"|---{'|---' * len(columns)}|"
