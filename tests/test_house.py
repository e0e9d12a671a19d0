"""The house: arrows point down, no circles, one name for one thing, which rooms read files."""

import ast
import re
import sys
from collections import Counter

import pytest

from tests.house import (
    DRAWN,
    FLOORS,
    PACKAGE,
    SOURCES,
    arrows,
    circles,
    floor_of,
    imported,
    nodes,
    room_of,
    rooms,
    syntax_tree,
)

pytestmark = pytest.mark.no_cover  # they read the code, and run little of it

# Outside packages, and the rooms that may know each.
PACKAGES = {
    "aiohttp": "discord_app",
    "click": "cli",
    "discord": "discord_app",
    "docutils": "documents",
    "dotenv": "settings",
    "hatchling": "native",
    "markdown_it": "documents",
    "nltk": "analysis",
    "numpy": "engine index meaning",
    "opensearchpy": "engine",
    "packaging": "native",
    "platformdirs": "snapshots",
    "prometheus_client": "discord_app",
    "pypdfium2": "documents",
    "rank_bm25": "index",
    "rapidfuzz": "ranking",
    "regex": "answering",
    "Stemmer": "analysis",
    "threadpoolctl": "meaning",
    "turbohtml": "documents",
    "mwparserfromhell": "documents",
    "watchfiles": "snapshots",
    "yarl": "discord_app",
}
READS_FILES = {
    "cli",  # a batch of questions, .env's rights, the terminal
    "data",  # what comes with the package
    "discord_app",  # what is set for servers
    "documents",  # the corpus
    "engine",  # the catalogue of a generation
    "evaluation",  # question sets, saved runs, the words that are counted
    "index",  # its own file
    "meaning",  # the sentence model
    "native",  # the compiled library
    "settings",  # .env
    "snapshots",  # the index in place, what is remembered beside it
}
READS_ENVIRONMENT = {"cli", "native"}  # the settings, handed on as a mapping; CC, at install
ROOMS = sorted(room for floor in FLOORS for room in floor)
LOOSE = 6  # modules in bot/ itself, __init__ and __main__ aside
TWICE = {"__init__"}  # module names that may stand in several rooms
LONGEST = 320  # lines of a module

_FILE_CALLS = {
    "open", "read_text", "read_bytes", "write_text", "write_bytes", "unlink", "mkdir", "touch",
    "iterdir", "glob", "rglob", "scandir", "listdir", "pread", "mmap", "TemporaryFile",
    "dotenv_values",
}  # fmt: skip
_OURS = {
    "Container",
    "EmbeddedIndex",
    "Index",
    "Library",
    "Reader",
}  # their `open` is ours, not a file's


def reads_files(tree: ast.AST) -> bool:
    """Whether code opens, lists, writes or removes files."""
    for node in nodes(tree):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in _FILE_CALLS:
            return True
        if isinstance(node.func, ast.Attribute) and node.func.attr in _FILE_CALLS:
            owner = node.func.value
            if not (isinstance(owner, ast.Name) and owner.id in _OURS):
                return True
    return False


def reads_environment(tree: ast.AST) -> bool:
    """Whether code looks at the environment."""
    names = {node.attr for node in nodes(tree) if isinstance(node, ast.Attribute)}
    return bool(names & {"environ", "environb", "getenv"})


def wrong_arrows(found: dict[str, set[str]]) -> list[str]:
    """The arrows between rooms that do not point down, and are not drawn."""
    return [
        f"{room} -> {other}"
        for room, others in sorted(found.items())
        for other in sorted(others)
        if floor_of(other) <= floor_of(room) and (room, other) not in DRAWN
    ]


def trees(room: str) -> list[ast.AST]:
    return [syntax_tree(path) for module, path in SOURCES.items() if room_of(module) == room]


def test_every_room_has_its_floor_and_every_floor_its_rooms():
    assert sorted(rooms()) == ROOMS


def test_arrows_point_down():
    assert wrong_arrows(rooms()) == []


def test_every_drawn_arrow_is_there():
    assert [arrow for arrow in DRAWN if arrow[1] not in rooms()[arrow[0]]] == []


@pytest.mark.parametrize(
    ("room", "other"),
    [("index", "ranking"), ("answering", "snapshots"), ("render", "cli"), ("library", "render"),
     ("discord_app", "cli")],
)  # fmt: skip
def test_an_arrow_that_points_up_or_aside_is_noticed(room, other):
    planted = rooms()
    planted[room] = {*planted[room], other}

    assert wrong_arrows(planted) == [f"{room} -> {other}"]


def test_no_modules_import_each_other_in_a_circle():
    assert circles(arrows()) == []


def test_a_circle_is_noticed_however_long():
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}})
    assert not circles({"a": {"b", "c"}, "b": {"c"}, "c": set()})


@pytest.mark.parametrize("package", sorted(PACKAGES))
def test_few_rooms_know_a_package(package):
    knowing = {
        room_of(module)
        for module, path in SOURCES.items()
        if package in {name.split(".")[0] for name in imported(path)}
    }

    assert knowing == {*PACKAGES[package].split()}


def test_no_other_packages_are_imported():
    outside = {name.split(".")[0] for path in SOURCES.values() for name in imported(path)}

    assert outside - sys.stdlib_module_names - PACKAGES.keys() == {"bot"}


@pytest.mark.parametrize("room", ROOMS)
def test_files_are_read_where_they_are_meant_to_be(room):
    assert any(map(reads_files, trees(room))) == (room in READS_FILES)


@pytest.mark.parametrize("room", ROOMS)
def test_the_environment_is_read_where_it_is_meant_to_be(room):
    assert any(map(reads_environment, trees(room))) == (room in READS_ENVIRONMENT)


@pytest.mark.parametrize(
    ("code", "files", "environment"),
    [("open('x')", True, False), ("Path('x').read_text()", True, False),
     ("Index.open(path)", False, False), ("path.open()", True, False),
     ("os.environ['X']", False, True), ("os.getenv('X')", False, True), ("a + b", False, False)],
)  # fmt: skip
def test_reading_is_noticed(code, files, environment):
    tree = ast.parse(code)

    assert (files, environment) == (reads_files(tree), reads_environment(tree))


def test_few_modules_lie_loose():
    loose = {path.stem for path in PACKAGE.glob("*.py")} - {"__init__", "__main__"}

    assert len(loose) <= LOOSE


def test_no_module_name_stands_twice():
    names = Counter(path.stem for path in SOURCES.values())

    assert {name for name, count in names.items() if count > 1} <= TWICE


def types_named(tree: ast.Module) -> list[str]:
    """The public classes of a module, and its aliases of types: "Names = tuple[str, ...]"."""
    classes = [node.name for node in nodes(tree) if isinstance(node, ast.ClassDef)]
    aliases = [
        node.targets[0].id
        for node in tree.body
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and re.search("[a-z]", node.targets[0].id[1:])
    ]
    return [name for name in classes + aliases if name[0].isupper()]


def test_no_type_has_the_name_of_another():
    names = Counter(name for path in SOURCES.values() for name in types_named(syntax_tree(path)))

    assert [name for name, count in names.items() if count > 1] == []


def test_an_alias_is_a_type():
    tree = ast.parse("class Sea: ...\nclass _Own: ...\nSeas = list[Sea]\nDEEP = 3\nT = int\n")

    assert types_named(tree) == ["Sea", "Seas"]


def test_no_two_modules_differ_by_an_ending():
    endings = re.compile(r"(?:s|es|ed|e|er|ing|up|wise)$")
    stems: dict[str, set[str]] = {}
    for path in SOURCES.values():
        if path.stem not in TWICE:
            stems.setdefault(endings.sub("", path.stem), set()).add(path.stem)

    assert [names for names in stems.values() if len(names) > 1] == []


@pytest.mark.parametrize("module", sorted(SOURCES))
def test_no_module_outgrows_its_room(module):
    assert len(SOURCES[module].read_text("utf-8").splitlines()) <= LONGEST


def referred_to(tree: ast.AST) -> set[str]:
    """The names in docstrings that readers are sent to: "see `a.b`" has a and b."""
    documented = [n for n in nodes(tree)
                  if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef)]  # fmt: skip
    lines = [line for node in documented for line in (ast.get_docstring(node) or "").splitlines()]
    told = " ".join(line for line in lines if ">>>" not in line)
    found = re.findall(r"\b[Ss]ee\s+`([\w.]+)`", told)
    return {part for name in found for part in name.split(".")}


def test_docstrings_refer_to_what_exists():
    found = [syntax_tree(path) for path in SOURCES.values()]
    names = {part for module in SOURCES for part in module.split(".")} | {
        node.name
        for tree in found
        for node in nodes(tree)
        if isinstance(node, ast.ClassDef | ast.FunctionDef)
    }

    assert {name for tree in found for name in referred_to(tree)} - names == set()


def test_a_reference_is_noticed():
    tree = ast.parse('"""Kept; see\n`evaluation.gone`, and see `gate`.\n\n>>> "see `x`"\n"""')

    assert referred_to(tree) == {"evaluation", "gone", "gate"}


def test_nothing_in_the_code_knows_the_default_document():
    """Its name stands in examples only: in docstrings, comments and the help's examples."""
    for path in SOURCES.values():
        tree = syntax_tree(path)
        docstrings = {ast.get_docstring(n, clean=False) for n in nodes(tree)
                      if isinstance(n, ast.Module | ast.ClassDef | ast.FunctionDef)}  # fmt: skip
        strings = {n.value for n in nodes(tree)
                   if isinstance(n, ast.Constant) and isinstance(n.value, str)}  # fmt: skip
        knowing = {text for text in strings - docstrings if "racetam" in text.lower()}

        assert {text for text in knowing if not text.startswith("Example: ")} == set()
