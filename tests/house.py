"""The house as its imports draw it: what every module of the package imports, read from its source.

    python -m tests.house > .github/pictures/house.svg     draws the picture in CONTRIBUTING.md
    python -m tests.house --words                          the same arrows in words

Imports within functions and under TYPE_CHECKING count. The floors stand here once; the test
of the house and its picture both go by them.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "bot"

# From the roof down. A room may import from the floors below its own, not from its neighbours.
FLOORS = (
    ("__main__",),
    ("cli", "discord_app"),
    ("__init__", "render"),
    ("library", "evaluation"),
    ("snapshots", "answering", "quotations"),
    ("ranking",),
    ("index",),
    ("passages",),
    ("documents",),
    ("analysis",),
    ("native",),
    ("data",),
    ("settings",),
    ("errors", "patterns", "version"),
)
# The arrows between neighbours: importer -> imported, and why there is one.
DRAWN = {
    ("cli", "discord_app"): "`citebot serve` runs the bot, `doctor` looks at what it needs",
    ("library", "evaluation"): "the library is the one wiring place",
}


def module_name(path: Path) -> str:
    """A module as it is imported: a room's own __init__ is called as the room."""
    dotted = path.relative_to(PACKAGE.parent).with_suffix("").as_posix().replace("/", ".")
    return dotted.removesuffix(".__init__")


SOURCES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


def imported(path: Path) -> Iterator[str]:
    """What a file imports, anywhere in it: modules of ours by their names, others by theirs."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in SOURCES else str(node.module)


def arrows() -> dict[str, set[str]]:
    """Every module -> the modules of ours that it imports."""
    return {
        name: {other for other in imported(path) if other in SOURCES and other != name}
        for name, path in SOURCES.items()
    }


def room_of(module: str) -> str:
    """The room of a module, or the module itself where it lies loose."""
    return module.split(".")[1] if "." in module else "__init__"


def rooms() -> dict[str, set[str]]:
    """Every room -> the rooms that it imports from."""
    found: dict[str, set[str]] = {}
    for module, others in arrows().items():
        found.setdefault(room_of(module), set()).update(map(room_of, others))
    return {room: others - {room} for room, others in found.items()}


def circles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """The circles in a graph of imports: what is left once all that leads nowhere is taken out."""
    left = {name: set(others) for name, others in graph.items()}
    while loose := {n for n, others in left.items() if not others & left.keys() - {n}}:
        left = {name: others for name, others in left.items() if name not in loose}
    return [[name, *sorted(left[name] & left.keys())] for name in sorted(left)]


def floor_of(room: str) -> int:
    """The number of a room's floor, from 0 at the roof."""
    return next(number for number, floor in enumerate(FLOORS) if room in floor)


def _picture() -> str:
    """An SVG: the floors with their rooms, and an arrow for each import between rooms.

    An arrow that another way already implies (a -> b -> c) is left out, for it says nothing new.
    """
    width, height, box = 880, 86, 150
    places: dict[str, tuple[int, int]] = {}
    for number, floor in enumerate(FLOORS[1:-1]):
        for at, room in enumerate(floor):
            x = (at + 1) * width // (len(floor) + 1)
            places[room] = x, 40 + number * height
    shown = {r: {o for o in others if o in places} for r, others in rooms().items() if r in places}
    lines, boxes = [], []
    for room, others in shown.items():
        for other in sorted(others):
            if any(other in _reached(shown, way) for way in others - {other}):
                continue
            (x1, y1), (x2, y2) = places[room], places[other]
            lines.append(f'<path d="M{x1} {y1 + 18} L{x2} {y2 - 20}" marker-end="url(#a)"/>')
        x, y = places[room]
        boxes.append(
            f'<rect x="{x - box // 2}" y="{y - 18}" width="{box}" height="36" rx="6"/>'
            f'<text x="{x}" y="{y + 5}">{room}</text>'
        )
    total = 40 + len(FLOORS[1:-1]) * height
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {total}" width="{width}">\n'
        "<style>rect{fill:#fff;stroke:#445}path{stroke:#778;fill:none}"
        "text{font:15px sans-serif;text-anchor:middle;fill:#112}</style>\n"
        '<defs><marker id="a" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto"><path d="M0 0 L8 4 L0 8 z" style="fill:#778"/></marker></defs>\n'
        + "\n".join([*lines, *boxes])
        + "\n</svg>\n"
    )


def _reached(graph: Mapping[str, set[str]], start: str) -> set[str]:
    """All that can be come to from a room."""
    found: set[str] = set()
    waiting = [start]
    while waiting:
        for other in graph.get(waiting.pop(), set()) - found:
            found.add(other)
            waiting.append(other)
    return found


def main(arguments: list[str]) -> None:
    """Print the picture, or the arrows in words."""
    if arguments == ["--words"]:
        for room, others in sorted(rooms().items(), key=lambda row: floor_of(row[0])):
            print(f"{room}: {', '.join(sorted(others))}")
    else:
        sys.stdout.write(_picture())


if __name__ == "__main__":
    main(sys.argv[1:])
