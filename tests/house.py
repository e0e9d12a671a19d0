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
from functools import cache
from pathlib import Path

from tests.house_picture import picture

PACKAGE = Path(__file__).parent.parent / "bot"

# From the roof down. A room may import from the floors below its own, not from its neighbours.
FLOORS = (
    ("__main__",),
    ("cli", "discord_app"),
    ("__init__", "render"),
    ("library", "evaluation"),
    ("snapshots", "answering", "quotations"),
    ("ranking",),
    ("engine", "meaning"),
    ("index",),
    ("passages",),
    ("documents",),
    ("analysis",),
    ("native",),
    ("data",),
    ("settings",),
    ("errors", "patterns", "translation", "version"),
)
# What the picture says of each room.
CAPTIONS = {
    "cli": "the command line",
    "discord_app": "the Discord bot",
    "__init__": "from bot import Library",
    "render": "replies as text and JSON",
    "library": "the Python API",
    "evaluation": "question sets and the gate",
    "snapshots": "what is served, kept up to date",
    "answering": "a question into a reply",
    "quotations": "receipts, word for word",
    "ranking": "features and confidence",
    "engine": "the index in OpenSearch",
    "meaning": "sentence vectors",
    "index": "terms, postings, BM25",
    "passages": "documents into passages",
    "documents": "files into blocks",
    "analysis": "words, sentences, markers",
    "native": "the search in C",
    "data": "lists of English words",
    "settings": "the environment and .env",
}
# The arrows between neighbours: importer -> imported, and why there is one.
DRAWN = {
    ("cli", "discord_app"): "`citebot serve` runs the bot, `doctor` looks at what it needs",
    ("library", "evaluation"): "the library is the one wiring place",
    ("errors", "translation"): "an error says why in the language of whoever reads it",
}


def module_name(path: Path) -> str:
    """A module as it is imported: a room's own __init__ is called as the room."""
    dotted = path.relative_to(PACKAGE.parent).with_suffix("").as_posix().replace("/", ".")
    return dotted.removesuffix(".__init__")


SOURCES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


@cache
def syntax_tree(path: Path) -> ast.Module:
    """A module's syntax; the tests of the house look at each many times."""
    return ast.parse(path.read_text("utf-8"))


@cache
def nodes(tree: ast.AST) -> tuple[ast.AST, ...]:
    """All nodes of a syntax tree, and the tree itself: a walk is as slow as the parser."""
    return tuple(ast.walk(tree))


@cache
def imported(path: Path) -> tuple[str, ...]:
    """What a file imports, anywhere in it: modules of ours by their names, others by theirs."""
    return tuple(_imported(path))


def _imported(path: Path) -> Iterator[str]:
    for node in nodes(syntax_tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                yield whole if whole in SOURCES else str(node.module)


@cache
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


@cache
def drawing() -> str:
    """The picture of the house, as SVG: the rooms by floors, without roof and ground."""
    rows = FLOORS[1:-1]
    shown = {room for floor in rows for room in floor}
    graph = {room: others & shown for room, others in rooms().items() if room in shown}
    return picture(rows, graph, CAPTIONS)


def main(arguments: list[str]) -> None:
    """Print the picture, or the arrows in words."""
    if arguments == ["--words"]:
        for room, others in sorted(rooms().items(), key=lambda row: floor_of(row[0])):
            print(f"{room}: {', '.join(sorted(others))}")
    else:
        sys.stdout.write(drawing())


if __name__ == "__main__":
    main(sys.argv[1:])
