"""CONTRIBUTING says what is: its files, names, commands and picture; and CI runs what it says."""

import ast
import re
from importlib.util import find_spec

import click
import pytest

from bot.cli.command_line import cli
from bot.documents.formats import FORMATS, Format
from tests.conftest import ROOT
from tests.house import CAPTIONS, FLOORS, SOURCES, drawing, floor_of, nodes, room_of, syntax_tree
from tests.house_picture import picture

pytestmark = pytest.mark.no_cover  # they read the code, and run little of it

TEXT = (ROOT / ".github" / "CONTRIBUTING.md").read_text("utf-8")
WORKFLOW = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
_GAP = 1  # pixels by which an arrow may touch the edge of a box


def section(title):
    """What stands under a heading, up to the next."""
    (found,) = re.findall(rf"^##+ {title}$(.*?)(?=^##|\\Z)", TEXT, re.MULTILINE | re.DOTALL)
    return found


def commands():
    """The lines of all shell blocks, without their comments."""
    found = re.findall(r"^ *```sh\n(.*?)^ *```$", TEXT, re.MULTILINE | re.DOTALL)
    return [line.split("#")[0].strip() for block in found for line in block.splitlines()]


def glossary():
    """(term, meaning), as they stand."""
    return re.findall(r"^\| (.+?) \| (.+) \|$", section("Glossary"), re.MULTILINE)[1:]


def names():
    """Every class, function, constant and attribute that the package defines."""
    found = set()
    for path in SOURCES.values():
        for node in nodes(syntax_tree(path)):
            if isinstance(node, ast.ClassDef | ast.FunctionDef):
                found.add(node.name)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found.add(node.id)
    return found


def test_every_file_named_exists():
    told = {*re.findall(r"`((?:bot|tests|\.github|\.ci)/[\w./-]*|[\w]+\.md)`", TEXT)}
    missing = {path for path in told if "NAME" not in path and not (ROOT / path).exists()}

    assert len(told) > 20
    assert set() == missing


def test_every_module_named_in_brackets_lies_in_the_room_before_it():
    told = re.findall(r"`(bot/\w+/)`([^`]*(?:`[^/`]+`[^`]*)*)", section("Reading order"))
    files = [(room, name) for room, text in told for name in re.findall(r"`(\w+\.\w+)`", text)
             if name.endswith((".py", ".c"))]  # fmt: skip

    assert len(files) > 5
    assert [] == [room + name for room, name in files if not (ROOT / room / name).exists()]


def test_the_reading_order_has_every_room_once_from_the_ground_up():
    told = re.findall(r"`bot/(\w+)(?:/|\.py)`", section("Reading order"))
    floors = [floor_of(room) for room in told]

    assert sorted(room for floor in FLOORS for room in floor) == sorted(told)
    assert floors == sorted(floors, reverse=True)


def test_the_picture_is_what_the_script_draws_now():
    assert drawing() == (ROOT / ".github" / "pictures" / "house.svg").read_text("utf-8")


def test_the_picture_has_a_box_with_a_caption_for_every_room():
    shown = re.findall(r">([^<>]+)</text>", drawing())
    drawn = {room for floor in FLOORS[1:-1] for room in floor}

    assert {*shown[::2]} == drawn == {*CAPTIONS}
    assert [CAPTIONS[room] for room in shown[::2]] == shown[1::2]


def boxes(svg):
    found = re.findall(r'<rect class="box" x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"', svg)
    return [tuple(map(int, box)) for box in found]


def line(path):
    """Points along a path, close together."""
    x = y = 0
    for sign, numbers in re.findall(r"([MHVC])([\d\s-]+)", path):
        at = [*map(int, numbers.split())]
        if sign == "M":
            x, y = at
        ends = {"M": (x, y), "H": (at[0], y), "V": (x, at[0]), "C": (*at[-2:],)}[sign]
        control = (
            [(x, y), (at[0], at[1]), (at[2], at[3]), ends]
            if sign == "C"
            else [(x, y)] * 2 + [ends] * 2
        )
        for step in range(41):
            t = step / 40
            weights = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3]
            yield tuple(
                sum(w * p[n] for w, p in zip(weights, control, strict=True)) for n in (0, 1)
            )
        x, y = ends


def crossed(svg):
    """The points of arrows that lie in a box."""
    points = [p for path in re.findall(r'class="arrow" d="(.*?)"', svg) for p in line(path)]
    return [
        (px, py)
        for px, py in points
        for x, y, width, height in boxes(svg)
        if x + _GAP < px < x + width - _GAP and y + _GAP < py < y + height - _GAP
    ]


def test_no_arrow_of_the_picture_runs_through_a_box():
    assert crossed(drawing()) == []


def test_an_arrow_past_a_row_goes_around_the_boxes_in_it():
    rows = [["a"], ["b", "c", "d"], ["e", "f"]]
    graph = {"a": {"e", "c"}, "b": {"f"}, "d": {"e"}}
    drawn = picture(rows, graph, dict.fromkeys("abcdef", "x"))

    assert len(re.findall(r'class="arrow"', drawn)) == 4
    assert crossed(drawn) == []


def test_an_arrow_through_a_box_is_noticed():
    box = '<rect class="box" x="10" y="10" width="20" height="20"/>'

    assert crossed(box + '<path class="arrow" d="M0 0 C5 5 35 35 40 40"/>')
    assert not crossed(box + '<path class="arrow" d="M5 0 V40 H20"/>')


def test_boxes_lie_apart():
    found = boxes(drawing())

    for at, (x, y, width, height) in enumerate(found):
        for x2, y2, _, _ in found[:at]:
            assert abs(x - x2) >= width or abs(y - y2) >= height


def test_an_arrow_that_others_imply_is_left_out():
    drawn = picture([["a"], ["b"], ["c"]], {"a": {"b", "c"}, "b": {"c"}}, dict.fromkeys("abc", "x"))

    assert len(re.findall(r'class="arrow"', drawn)) == 2


def test_the_glossary_has_each_term_once_in_order():
    terms = [term for term, _ in glossary()]

    assert len(terms) > 40
    assert terms == sorted({*terms}, key=str.casefold)


def test_every_name_in_the_glossary_is_in_the_code():
    told = {name for _, meaning in glossary() for name in re.findall(r"`([A-Za-z_]\w+)`", meaning)}

    assert told - names() == set()


def test_every_program_of_the_tests_that_is_named_exists():
    told = {*re.findall(r"python -m (tests[\w.]*)", TEXT)}

    assert {"tests.house", "tests.mutants", "tests.benchmarks.quality"} <= told
    assert [] == [module for module in told if find_spec(module) is None]


def test_every_command_named_exists():
    told = {*re.findall(r"(?:^|`)citebot (\w+)", "\n".join([*commands(), TEXT]), re.MULTILINE)}

    assert {"evaluate"} <= told <= {*cli.list_commands(click.Context(cli))}


def test_set_up_is_the_readmes_test_command_step_by_step():
    readme = (ROOT / "README.md").read_text("utf-8")
    (steps,) = re.findall(r"<!-- test command -->\n```console\n\$ (.*)\n", readme)

    assert commands()[:3] == steps.split(" && ")[:3]


def test_the_row_shown_for_a_format_is_the_one_in_the_table():
    (shown,) = re.findall(r"```python\n(.*?)\n *```", section("A further document format"))

    assert eval(f"{{{shown}}}", {"Format": Format}) == {".md": FORMATS[".md"]}


def test_the_pictures_are_there_small_and_described():
    pictures = re.findall(r"!\[(.*?)\]\((.*?)\)", TEXT)

    assert [path for _, path in pictures] == ["pictures/house.svg", "pictures/scale.png"]
    assert all(len(alt) > 80 for alt, _ in pictures)
    assert all((ROOT / ".github" / path).stat().st_size < 100_000 for _, path in pictures)


def test_ci_runs_what_has_to_hold_on_every_python_that_is_supported_with_few_rights():
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    (versions,) = re.findall(r"python: \[(.*)\]", WORKFLOW)
    (first,) = re.findall(r'requires-python = ">=([\d.]+)"', project)

    assert re.findall(r"run: (.*)", WORKFLOW) == ["bash .ci/run"]
    assert versions.split(", ") == [f'"3.{minor}"' for minor in (11, 12, 13, 14)]
    assert f'"{first}"' == versions.split(", ")[0]
    assert re.findall(r"^permissions:\n((?: .*\n)+)", WORKFLOW, re.MULTILINE) == [
        "  contents: read\n"
    ]


@pytest.mark.parametrize("action", re.findall(r"uses: (\S+)", WORKFLOW))
def test_actions_are_githubs_own_pinned_by_their_major_version(action):
    assert re.fullmatch(r"actions/[\w-]+@v\d+", action)


def test_rooms_are_what_the_house_knows():
    assert {room_of(module) for module in SOURCES} == {room for floor in FLOORS for room in floor}
