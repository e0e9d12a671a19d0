"""The house: imports point down only, and rooms know only the packages they are meant to."""

import ast
import sys
from pathlib import Path

import pytest

import bot

PACKAGE = Path(bot.__file__).parent

# room -> (rooms it may import, outside packages it may import)
HOUSE: dict[str, tuple[set[str], set[str]]] = {
    "version": (set(), set()),
    "native": (set(), {"hatchling", "numpy", "packaging"}),
    "patterns": (set(), set()),
    "record": (set(), set()),
    "errors": (set(), set()),
    "findings": (set(), set()),
    "settings": ({"errors", "record"}, {"dotenv"}),
    "text": ({"native", "patterns"}, {"nltk", "Stemmer"}),
    "passages": ({"patterns", "record", "text"}, {"markdown_it"}),
    "receipts": ({"errors", "patterns"}, set()),
    "corpus": ({"errors", "passages", "record"}, set()),
    "thesaurus": ({"record", "text"}, set()),
    "index": (
        {"errors", "native", "passages", "record", "text", "version"}, {"rank_bm25", "numpy"}
    ),
    "ranking": ({"index", "passages", "patterns", "record", "text", "thesaurus"}, {"rapidfuzz"}),
    "conversation": ({"patterns", "record", "text"}, set()),
    "answer": (
        {"conversation", "index", "passages", "ranking", "receipts", "record", "thesaurus"}, set()
    ),
    "changes": ({"passages"}, set()),
    "quotes": ({"passages"}, set()),
    "quoted": (set(), set()),
    "checking": ({"index", "passages", "quoted", "quotes", "text"}, set()),
    "store": (set(), set()),
    "history": ({"passages", "store"}, set()),
    "freshness": ({"corpus", "errors", "index"}, set()),
    "progress": (set(), set()),
    "crew": (set(), set()),
    "indexing": ({"corpus", "crew", "errors", "freshness", "index", "passages", "progress"}, set()),
    "notices": ({"patterns", "record"}, {"regex"}),
    "snapshot": (
        {"corpus", "errors", "freshness", "history", "index", "indexing", "notices", "progress",
         "record", "store", "thesaurus"},
        set(),
    ),
    "gaps": ({"answer", "index", "ranking", "store", "text"}, set()),
    "lookup": ({"errors", "index", "passages", "record"}, set()),
    "places": (set(), {"platformdirs"}),
    "questions": ({"answer", "errors", "passages"}, set()),
    "pinned": ({"answer", "questions"}, set()),
    "reindexing": (
        {"answer", "changes", "corpus", "errors", "snapshot", "index", "passages", "pinned",
         "progress", "questions"},
        set(),
    ),
    "verify": ({"changes", "history", "index", "passages", "receipts"}, set()),
    "library": (
        {"answer", "checking", "errors", "gaps", "snapshot", "history", "index", "lookup",
         "passages", "places", "progress", "quotes", "receipts", "record", "reindexing",
         "verify"},
        set(),
    ),
    "watch": ({"library"}, {"watchfiles"}),
    "render": (
        {"answer", "changes", "errors", "library", "passages", "patterns", "quotes", "ranking",
         "record", "reindexing", "verify"},
        set(),
    ),
    "discord_app": (
        {"answer", "errors", "findings", "library", "passages", "render", "text", "version",
         "watch"},
        {"aiohttp", "discord", "yarl"},  # discord.py brings the other two
    ),
    "evaluate": ({"errors", "library", "questions"}, set()),
    "doctor": (
        {"discord_app", "errors", "findings", "snapshot", "index", "library", "native", "places",
         "reindexing", "settings"},
        set(),
    ),
    "cli": (
        {"answer", "discord_app", "doctor", "errors", "evaluate", "findings", "library",
         "progress", "quotes", "record", "reindexing", "render", "settings", "version"},
        {"click"},
    ),
    "__init__": ({"library", "version"}, set()),
    "__main__": ({"cli"}, set()),
}  # fmt: skip

NO_FILES = {
    "text",
    "passages",
    "ranking",
    "conversation",
    "answer",
    "render",
    "receipts",
    "verify",
    "pinned",
    "changes",
    "quotes",
    "quoted",
}
NO_ENVIRONMENT = set(HOUSE) - {"cli", "doctor", "native", "settings"}  # CC, at install


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """The modules that a file imports, anywhere in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            if node.module == "bot":
                found.update(f"bot.{alias.name}" for alias in node.names)
            else:
                found.add(str(node.module))
    return found


SOURCES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_room_imports_only_what_the_plan_allows(path):
    room = room_of(path)
    rooms, packages = HOUSE[room]
    own = {name.split(".")[1] for name in imports(path) if name.startswith("bot.")}
    own -= {"__version__"}
    outside = {name.split(".")[0] for name in imports(path)} - set(sys.stdlib_module_names)

    assert own <= rooms | {room}
    assert outside <= packages | {"bot"}


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_no_module_outgrows_its_room(path):
    assert len(path.read_text("utf-8").splitlines()) <= 320


@pytest.mark.parametrize("room", sorted(NO_FILES))
def test_rooms_without_files_do_not_touch_any(room):
    paths = [path for path in SOURCES if room_of(path) == room]
    names = {
        node.func.id
        for path in paths
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    assert "open" not in names


@pytest.mark.parametrize("room", sorted(NO_ENVIRONMENT))
def test_only_the_top_reads_the_environment(room):
    for path in SOURCES:
        if room_of(path) == room:
            assert "environ" not in path.read_text("utf-8").replace("environment", "")


def test_nothing_in_the_code_knows_the_default_document():
    """Its name stands in examples only: in docstrings, comments and the help's examples."""
    for path in SOURCES:
        tree = ast.parse(path.read_text("utf-8"))
        docstrings = {ast.get_docstring(n, clean=False) for n in ast.walk(tree)
                      if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef)}  # fmt: skip
        strings = {n.value for n in ast.walk(tree)
                   if isinstance(n, ast.Constant) and isinstance(n.value, str)}  # fmt: skip
        knowing = {text for text in strings - docstrings if "racetam" in text.lower()}

        assert {text for text in knowing if not text.startswith("Example: ")} == set()
