"""Draws rooms in rows with arrows from row to row, as SVG.

An arrow over several rows gets a place of its own in each row between (a lane), so that it never
runs through a box. Rows are ordered by the mean place of what they are joined to, up and down
in turn, and the order with the fewest crossings is taken (Sugiyama, Tagawa, Toda, 1981).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from statistics import fmean

_WIDE, _HIGH = 196, 46  # pixels of a box
_LANE = 28  # pixels that an arrow gets where it passes a row
_GAP = 44  # pixels between rows
_APART = 24  # pixels between neighbours in a row
_MARGIN = 24  # pixels
_SWEEPS = 12
_STRAIGHT = 9  # times as much as a room pulls, a lane pulls the next lane of its arrow
_STYLE = (
    "text{font:600 15px system-ui,'DejaVu Sans',sans-serif;text-anchor:middle;fill:#1f2a44}"
    ".small{font-weight:400;font-size:11.5px;fill:#556}"
    ".box{fill:#fff;stroke:#4a5f8f;stroke-width:1.4}"
    ".floor{fill:#f1f4fa}"
    ".arrow{stroke:#7384a8;stroke-width:1.5;fill:none}"
)


@dataclass(frozen=True, slots=True)
class Stop:
    """A place in a row: a room, or the lane of an arrow that passes."""

    name: str
    row: int
    lane: bool = False

    @property
    def width(self) -> int:
        """Pixels."""
        return _LANE if self.lane else _WIDE


def picture(
    rows: Sequence[Sequence[str]], graph: Mapping[str, set[str]], captions: Mapping[str, str]
) -> str:
    """An SVG of the rooms, a row each floor, and of an arrow for each edge of the graph.

    An arrow that another way already implies (a -> b -> c) is left out, for it says nothing new.
    """
    row_of = {name: number for number, row in enumerate(rows) for name in row}
    ways = [
        _way(name, other, row_of)
        for name in sorted(row_of)
        for other in sorted(_needed(graph, name) & row_of.keys())
    ]
    order = _ordered(
        [[Stop(name, number) for name in row] for number, row in enumerate(rows)], ways
    )
    places = _places(order, ways)
    width = round(max(x + stop.width / 2 for stop, x in places.items()) + _MARGIN)
    height = _MARGIN + len(rows) * (_HIGH + _GAP) - _GAP + _MARGIN
    floors = [
        f'<rect class="floor" x="8" y="{_top(n) - 10}" width="{width - 16}" height="{_HIGH + 20}" '
        'rx="10"/>'
        for n in range(len(rows))
    ]
    boxes = [_box(stop, x, captions) for stop, x in places.items() if not stop.lane]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}">\n<style>{_STYLE}</style>\n'
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" '
        'markerHeight="8" orient="auto"><path d="M0 0 L8 4 L0 8 z" fill="#7384a8"/></marker>'
        f'</defs>\n<rect width="{width}" height="{height}" rx="12" fill="#fff"/>\n'
        + "\n".join([*floors, *_arrows(ways, places), *boxes])
        + "\n</svg>\n"
    )


def reached(graph: Mapping[str, set[str]], start: str) -> set[str]:
    """All rooms that a way leads to from a room."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for other in graph.get(waiting.pop(), set()) - found:
            found.add(other)
            waiting.append(other)
    return found


def _needed(graph: Mapping[str, set[str]], name: str) -> set[str]:
    """The rooms that only the arrow itself leads to."""
    others = graph.get(name, set())
    return {o for o in others if not any(o in reached(graph, way) for way in others - {o})}


def _way(start: str, end: str, row_of: Mapping[str, int]) -> list[Stop]:
    """An arrow from room to room, by the lanes between."""
    first, last = row_of[start], row_of[end]
    lanes = [Stop(f"{start} {end}", row, lane=True) for row in range(first + 1, last)]
    return [Stop(start, first), *lanes, Stop(end, last)]


def _ordered(rows: list[list[Stop]], ways: Sequence[Sequence[Stop]]) -> list[list[Stop]]:
    """The rows with the lanes among their rooms, in the order that crosses least."""
    for way in ways:
        for lane in way[1:-1]:
            rows[lane.row].append(lane)
    best = rows
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        for number in range(len(rows)) if down else reversed(range(len(rows))):
            place = {stop: at for row in rows for at, stop in enumerate(row)}
            near = _joined(ways, number - 1 if down else number + 1)
            mean = {
                stop: fmean(place[other] / len(rows[other.row]) for other in near[stop])
                if near.get(stop)
                else (place[stop] + 0.5) / len(rows[number])
                for stop in rows[number]
            }
            rows = [
                _side_by_side(sorted(row, key=mean.__getitem__), ways) if at == number else row
                for at, row in enumerate(rows)
            ]
        if _crossings(rows, ways) < _crossings(best, ways):
            best = rows
    return best


def _joined(ways: Sequence[Sequence[Stop]], row: int) -> dict[Stop, list[Stop]]:
    """Each stop -> those of a row that it is joined to."""
    near: dict[Stop, list[Stop]] = {}
    for way in ways:
        for one, other in pairwise(way):
            near.setdefault(one, []).extend([other] if other.row == row else [])
            near.setdefault(other, []).extend([one] if one.row == row else [])
    return near


def _side_by_side(row: list[Stop], ways: Sequence[Sequence[Stop]]) -> list[Stop]:
    """The row with rooms next to each other that an arrow joins."""
    for start, end in [(way[0], way[-1]) for way in ways if way[0].row == way[-1].row]:
        if start in row and abs(row.index(start) - row.index(end)) > 1:
            after = row.index(end) > row.index(start)
            row.remove(end)
            row.insert(row.index(start) + after, end)
    return row


def _crossings(rows: Sequence[Sequence[Stop]], ways: Sequence[Sequence[Stop]]) -> int:
    """How many pairs of lines between two rows cross."""
    place = {stop: at for row in rows for at, stop in enumerate(row)}
    steps = [
        (a.row, place[a], place[b]) for way in ways for a, b in pairwise(way) if a.row != b.row
    ]
    return sum(
        one[0] == other[0] and (one[1] - other[1]) * (one[2] - other[2]) < 0
        for at, one in enumerate(steps)
        for other in steps[:at]
    )


def _places(rows: Sequence[Sequence[Stop]], ways: Sequence[Sequence[Stop]]) -> dict[Stop, float]:
    """Each stop -> the middle of its place across, as near to those it is joined to as can be."""
    places = {stop: 0.0 for row in rows for stop in row}
    joined = {number: _joined(ways, number) for number in range(-1, len(rows) + 1)}
    for sweep in range(40 * _SWEEPS):
        for number in range(len(rows)) if sweep % 2 == 0 else reversed(range(len(rows))):
            around = [joined[row] for row in (number - 1, number, number + 1)]
            wish = {
                s: _pulled(s, [o for found in around for o in found.get(s, [])], places)
                for s in rows[number]
            }
            left = _spread(rows[number], [wish[s] for s in rows[number]])
            turned = _spread(rows[number][::-1], [-wish[s] for s in rows[number][::-1]])
            right = [-x for x in reversed(turned)]
            for stop, one, other in zip(rows[number], left, right, strict=True):
                places[stop] = (one + other) / 2
    least = min(x - stop.width / 2 for stop, x in places.items())
    return {stop: round(x - least) + _MARGIN for stop, x in places.items()}


def _pulled(stop: Stop, near: Sequence[Stop], places: Mapping[Stop, float]) -> float:
    """Where a stop would like to be; lanes follow each other, so that arrows run straight."""
    if not near:
        return places[stop]
    weights = [_STRAIGHT if stop.lane and other.lane else 1 for other in near]
    return fmean((places[other] for other in near), weights)


def _spread(row: Sequence[Stop], wishes: Sequence[float]) -> list[float]:
    """The wishes in order, each far enough behind the one before."""
    found: list[float] = []
    for at, (stop, wish) in enumerate(zip(row, wishes, strict=True)):
        least = found[-1] + (row[at - 1].width + stop.width) / 2 + _APART if found else wish
        found.append(max(wish, least))
    return found


def _top(row: int) -> int:
    return _MARGIN + row * (_HIGH + _GAP)


def _box(stop: Stop, x: float, captions: Mapping[str, str]) -> str:
    left, top = round(x - _WIDE / 2), _top(stop.row)
    return (
        f'<rect class="box" x="{left}" y="{top}" width="{_WIDE}" height="{_HIGH}" rx="7"/>'
        f'<text x="{round(x)}" y="{top + 20}">{escape(stop.name)}</text>'
        f'<text class="small" x="{round(x)}" y="{top + 36}">{escape(captions[stop.name])}</text>'
    )


def _arrows(ways: Sequence[Sequence[Stop]], places: Mapping[Stop, float]) -> list[str]:
    return [
        f'<path class="arrow" d="{_line(way, ways, places)}" marker-end="url(#tip)"/>'
        for way in ways
    ]


def _line(way: Sequence[Stop], ways: Sequence[Sequence[Stop]], places: Mapping[Stop, float]) -> str:
    start, end = way[0], way[-1]
    if start.row == end.row:
        y, side = _top(start.row) + _HIGH // 2, 1 if places[end] > places[start] else -1
        half = side * _WIDE // 2
        return f"M{round(places[start] + half)} {y} H{round(places[end] - half - side * 2)}"
    leaving = [w for w in ways if w[0] == start and w[-1].row != start.row]
    coming = [w for w in ways if w[-1] == end and w[0].row != end.row]
    x = _port(places[start], [places[w[1]] for w in leaving], places[way[1]])
    drawn = f"M{x} {_top(start.row) + _HIGH}"
    for stop in way[1:]:
        last = stop == end
        to = _port(places[end], [places[w[-2]] for w in coming], places[way[-2]]) if last else (
            round(places[stop])
        )  # fmt: skip
        low, high = _top(stop.row - 1) + _HIGH, _top(stop.row) - (2 if last else 0)
        middle = (low + high) // 2
        drawn += f" C{x} {middle} {to} {middle} {to} {high}"
        drawn += "" if last else f" V{_top(stop.row) + _HIGH}"
        x = to
    return drawn


def _port(middle: float, others: Sequence[float], own: float) -> int:
    """Where on a box's edge an arrow ends, so that several stand side by side."""
    at = sorted(others).index(own)
    return round(middle + (at - (len(others) - 1) / 2) * 34)
