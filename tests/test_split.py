"""The split: its laws on any text, and plain text in the shapes that people write it in."""

import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.analysis import markers
from bot.documents import Document, default_key, markdown, plain_text
from bot.documents.blocks import LIMIT, Block, Layout, Unit
from bot.documents.formats import FORMATS, Format
from bot.documents.infobox import infobox
from bot.documents.lines import _ROW, Line, _is_row
from bot.documents.marked_headings import LineRun
from bot.documents.text_blocks import blocks_of
from bot.passages import split
from tests.growth import grows_with_its_text

FASORACETAM = (Path(__file__).parent.parent / "corpus" / "fasoracetam.txt").read_text("utf-8")

TEXTS = [suffix for suffix, form in FORMATS.items() if not form.reader]
PIECES = """\n|\n\n| |  |    |\t|. |.[1] |[2]|[1-3]|[^n]|[1]: a.b|[^n]: note|[a]: b|# |## |== a ==
|===|---|- |* |1. |2. |> |`|```\n|~~~|$|*|**|_|<div>|</div>|<!-- |-->|<pre>|References|Notes
|See also|Mass: 5 g
|Summary sheet: X|It fell.|The next|Heading|a, b|e.g. |Dr. |[|]|(|)|[x](y)|\\|é|東京。
|هذا.|---\ntitle: T\n---\n|↑ |^ |!!! note\n|:::|\ud800|\x00|\x0b|\x0c|\x85|\u2028|\u00a0|\ufeff
|\r|Chapter 1|1.1 Scope|CAPITALS|&amp;"""
MARKUP = st.lists(
    st.sampled_from(re.split("(?:\n(?=[|]))?[|]", PIECES)) | st.characters(exclude_categories=()),
    max_size=40,
).map("".join)
WORDS = st.lists(st.sampled_from("rain falls on the sea at night and day".split()), min_size=3)
SENTENCE = WORDS.map(lambda words: " ".join(words).capitalize() + ".")
PARAGRAPH = st.lists(SENTENCE, min_size=1, max_size=20).map(" ".join)
HEADING = st.sampled_from(["Tides", "Salt and wind", "On the waves"])


def plain(text):
    return split(Document("sea.txt", text))


def texts(found):
    return [passage.text for passage in found.passages]


def sentences_of(passage, text):
    return [text[span.start : span.end] for span in passage.sentences]


def check_laws(text, found):
    """What holds for every split of every text."""
    done = 0
    pieces = []
    for number, passage in enumerate(found.passages, 1):
        assert passage.number == number
        assert done <= passage.start < passage.end <= len(text)
        assert passage.text == text[passage.start : passage.end] != ""
        pieces += [text[done : passage.start], passage.text]
        done = passage.end
        check_sentences(passage, text)
    assert "".join([*pieces, text[done:]]) == text
    for entry in found.entries:
        assert entry.text == text[entry.start : entry.end]
        assert not any(p.start < entry.end and entry.start < p.end for p in found.passages)


def check_sentences(passage, text):
    """Sentences cover their passage, and hold whole every marker that it lists."""
    spans = passage.sentences
    assert spans[0].start == passage.start
    assert spans[-1].end == passage.end
    assert all(a.start < a.end <= b.start for a, b in pairwise(spans))
    between = [text[a.end : b.start] for a, b in pairwise(spans)]
    assert "".join(between).strip() == ""
    sentences = [text[s.start : s.end] for s in spans]  # in plain text, backticks are no code
    within = [name for said in sentences for m in markers(said, code=()) for name in m.names]
    assert {name for name in passage.references if name.isdecimal()} <= set(within)
    for marker in markers(passage.text):
        at = passage.start + marker.start
        assert sum(s.start <= at and at + len(marker.names[0]) < s.end for s in spans) == 1


@given(st.text(st.sampled_from("a :=\t|.\u00a0")))
def test_a_line_without_the_signs_of_a_row_is_none_on_a_closer_look(text):
    assert _is_row(text) == (_ROW.match(text) is not None)


@pytest.mark.parametrize("text", ["It is.", "- item", "1. item", "x" * 101 + ".", "x. " * 999])
def test_a_paragraph_of_one_line_is_one_unit_as_in_a_paragraph_of_more(text):
    line, other = Line(0, len(text), 0, text), Line(5000, 5003, 0, "It.")
    [alone] = blocks_of(LineRun([line]))
    first, *_ = blocks_of(LineRun([line, other]))

    assert alone == Block(0, len(text), (Unit(0, len(text)),))
    assert first.units[0].start == alone.start
    assert first.units[0].cut == alone.units[0].cut


@pytest.mark.parametrize("suffix", TEXTS)
@given(text=MARKUP)
@example(text="\f")
@example(text="# [2]")
@example(text="= [2] =\n\n1. [3]\n")
def test_the_laws_hold_on_any_text(suffix, text):
    found = split(Document("any" + suffix, text))

    check_laws(text, found)


def words_outside(text, found, parts):
    """The lines with words that are in no passage, entry, heading or definition."""
    rest = list(text)
    headings = [part for part in parts if not isinstance(part, Block)]
    for piece in [*found.passages, *found.entries, *headings]:
        rest[piece.start : piece.end] = " " * (piece.end - piece.start)
    return [line.strip() for line in "".join(rest).split("\n") if re.search(r"[^\W\d_]", line)]


@given(text=MARKUP)
@example(text="\f")
def test_no_word_of_a_plain_text_is_in_a_gap_but_for_headings_and_entries(text):
    found = plain(text)

    outside = words_outside(text, found, plain_text.parse(text).parts)
    assert {line.removeprefix("title: ") for line in outside} <= {found.title}


@example(text="1. \x0b")
@given(text=MARKUP.filter(lambda text: "<" not in text and "---\ntitle" not in text))
def test_no_word_of_markdown_is_in_a_gap_but_for_headings_and_entries(text):
    found = split(Document("any.md", text))

    assert words_outside(text, found, markdown.parse(text).parts) == []


@pytest.mark.parametrize("suffix", TEXTS)
@given(text=st.text())
def test_no_text_makes_it_raise(suffix, text):
    check_laws(text, split(Document("any" + suffix, text)))


@pytest.mark.parametrize("suffix", TEXTS)
@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n \t\n",
        "\ud800",
        "Lone \udfff surrogate.\n\nAnd \ud83d another.[1]",
        "\x00",
        "It\x00 has\x07 controls\x1b[0m.\x0c\x0bAnd more.\x7f\x85",
        "\ufeffA mark in front.",
        "One\rtwo\r\nthree.",
        "---\n",
        "---\ntitle: x\n---",
        "[1]:",
        "[^a]:",
        "# ",
        "References",
        "## References\n\n",
        "```",
        "<!--",
    ],
)
def test_odd_texts_are_taken_as_they_are(suffix, text):
    check_laws(text, split(Document("odd" + suffix, text)))


@pytest.mark.no_cover
@pytest.mark.parametrize("suffix", TEXTS)
@given(parts=st.lists(st.tuples(HEADING, PARAGRAPH, PARAGRAPH), min_size=1, max_size=3))
def test_every_sentence_of_every_paragraph_is_in_a_passage_whole(suffix, parts):
    sign = "## " if suffix == ".md" else ""
    text = "\n\n".join(f"{sign}{head}\n\n{one}\n\n{two}" for head, one, two in parts)
    written = [s for _, *both in parts for one in both for s in re.findall(r"[^.]+\.", one)]

    found = split(Document("sea" + suffix, text))

    read = [s for p in found.passages for s in sentences_of(p, text)]
    assert [s.strip() for s in written] == read


@pytest.mark.parametrize("suffix", TEXTS)
@given(text=PARAGRAPH)
def test_a_long_paragraph_is_cut_at_sentences_into_handy_pieces(suffix, text):
    found = split(Document("sea" + suffix, text))

    longest = max(len(sentence) for p in found.passages for sentence in sentences_of(p, text))
    assert all(len(passage.text) <= max(LIMIT, longest) for passage in found.passages)
    assert all(passage.text.endswith(".") for passage in found.passages)
    if len(text) <= LIMIT:
        assert texts(found) == [text]


def test_the_pieces_of_a_long_paragraph_are_about_equally_long():
    text = "The tide comes in twice a day here. " * 60

    lengths = [len(passage) for passage in texts(plain(text))]

    assert len(lengths) == 2
    assert max(lengths) - min(lengths) < 50


def test_a_sentence_over_the_limit_is_never_cut():
    sentence = "Rain" + " and rain" * 300 + " falls."
    text = f"The sea is cold. {sentence} It is deep."

    found = plain(text)

    assert sentence in [s for p in found.passages for s in sentences_of(p, text)]


@pytest.mark.no_cover
@pytest.mark.parametrize("suffix", TEXTS)
@pytest.mark.parametrize(
    "piece",
    [
        "a", "It fell in rats.[1] ", "[", "](", "`", "*a ", "<", "<!--", "\\", "|", "> ", "- ",
        "1. ", "#", "東。", "[a](b", "[^a]: ", "e.g. ", "."
    ],
)  # fmt: skip
def test_a_line_takes_twice_as_long_where_it_is_twice_as_long(suffix, piece):
    assert grows_with_its_text(lambda text: split(Document("long" + suffix, text)), piece, 7500)


@pytest.mark.no_cover
@pytest.mark.parametrize("suffix", TEXTS)
@pytest.mark.parametrize(
    "piece",
    [
        "Tides\n\nThe moon pulls.[1]\n\n", "- a\n", "- a\n\n", "1. a\n", "> a\n", "a | b\n",
        "a:\n", "```\n", "<div>\n", "[a]: b\n", "[1]: b\n", "[^a]: b\n\n", "Mass: 5 g\n", "# a\n",
        "  - a\n", "Use of the sea\n\n", "---\n", "a\n===\n\n", "    a\n\n",
        "1. Smith, A. 1999.\n\n", "\n", " \n",
    ],
)  # fmt: skip
def test_twice_as_many_lines_take_twice_as_long(suffix, piece):
    def work(text):
        split(Document("long" + suffix, "References\n\n" + text))

    assert grows_with_its_text(work, piece, 2500)


# The document that comes with the package


def test_fasoracetam_has_thirteen_passages_under_their_headings():
    found = plain(FASORACETAM)

    toxicity, tolerance = "Toxicity and harm potential", "Tolerance and addiction potential"
    assert found.title == "Fasoracetam"
    assert [passage.heading for passage in found.passages] == [
        ("Summary sheet: Fasoracetam", "Chemical Nomenclature", "Class Membership"),
        *[()] * 8,
        (toxicity,),
        (toxicity,),
        (toxicity, "Lethal dosage"),
        (tolerance,),
    ]
    check_laws(FASORACETAM, found)


def test_fasoracetam_s_gaps_are_blank_but_for_its_three_headings():
    left = FASORACETAM
    for passage in plain(FASORACETAM).passages:
        left = left.replace(passage.text, "", 1)

    assert [line for line in left.split("\n") if line] == [
        "Toxicity and harm potential",
        "Lethal dosage",
        "Tolerance and addiction potential",
    ]


def test_fasoracetam_s_markers_are_each_on_the_sentence_they_follow():
    found = plain(FASORACETAM)

    endings = [
        (marker.names, sentence[: marker.start][-8:])
        for passage in found.passages
        for sentence in sentences_of(passage, FASORACETAM)
        for marker in markers(sentence)
    ]
    assert endings == [
        (("1",), "f drugs."), (("2",), "rugs.[1]"),
        (("3",), "00mg/day"), (("4",), "g/day[3]"),
        (("5",), "tations."), (("6",), " models."), (("7",), "on cAMP."), (("8",), "l cells."),
        (("9",), "in rats,"), (("10",), "ephrine."), (("11",), "ine.[10]"), (("12",), "al trial"),
        (("13",), "racetam."), (("14",), "in rats."),
    ]  # fmt: skip


def test_the_median_lethal_dose_is_passage_12_and_cites_14():
    passage = plain(FASORACETAM).passages[11]

    assert passage.text.startswith("The median lethal dosage (LD50)")
    assert (passage.start, passage.end, passage.references) == (2554, 2659, ("14",))


# Boxes of facts


def test_each_line_of_the_box_is_a_sentence_and_prose_below_is_another_passage():
    text = (
        "Summary sheet: Water\nFormula: H2O\nMolar mass: 18 g/mol\nBoiling point: 100 C\n"
        "Water is a compound of hydrogen and oxygen that covers most of the earth.[1]\n"
    )

    box, prose = plain(text).passages

    assert sentences_of(box, text) == text.split("\n")[:4]
    assert prose.references == ("1",)


def test_a_box_has_three_lines_at_least():
    labels = ["Formula: H2O", "Molar mass: 18 g/mol", "Boiling point: 100 C"]
    prose = "Water is a compound of hydrogen and oxygen that covers most of the earth.[1]"
    two, three = ("\n".join([*labels[:size], prose]) for size in (2, 3))

    assert texts(plain(two)) == [two]
    assert texts(plain(three)) == ["\n".join(labels), prose]


def test_the_last_line_of_a_box_heads_nothing():
    labels = [
        "Water",
        "Formula: H2O",
        "Molar mass: 18 g/mol",
        "Boiling point: 100 C",
        "Other Names",
    ]

    assert plain("\n".join(labels)).passages[0].heading == ("Water",)


def test_lines_that_end_as_sentences_do_are_no_box():
    ended, labels = (
        [
            Line(0, len(text), 0, text)
            for text in (f"Formula: H2O{stop}", f"Mass: 18 g/mol{stop}", f"Boils: 100 C{stop}")
        ]
        for stop in (".", "")
    )

    assert infobox(ended) is None
    assert infobox(labels) is not None


def test_prose_at_the_top_is_no_box():
    text = "Note: the sea is cold.\nIt is deep, too.\nAnd it is wide.\n"

    assert len(plain(text).passages[0].sentences) == 3


FIELDS = ["Flag", "Capital", "Port Ada", "Area", "91 km2 (35 sq mi)", "Anthem", "The tide"]
FIELDS += ["Drives on the", "left", "Calling code", "+1-264"]
STORY = "The island was first settled by fishers who came from the south in small boats."


def test_fields_with_blank_lines_between_them_are_one_passage_of_many_sentences():
    text = "\n\n".join([STORY, *FIELDS, "History", STORY])

    before, box, after = plain(text).passages

    assert sentences_of(box, text) == FIELDS
    assert (before.heading, box.heading, after.heading) == ((), (), ("History",))


def test_a_line_below_a_heading_that_only_leads_elsewhere_is_no_passage():
    pointer = "Main article: History of the island"
    text = f"{STORY}\n\nHistory\n\n{pointer}\n\n{STORY}\n\nSee also: the harbour\n\n{STORY}"

    assert texts(plain(text)) == [STORY, STORY, "See also: the harbour", STORY]


def test_few_short_lines_and_numbered_sections_are_no_fields():
    few = ["Flag", "capital", "Port Ada"]
    outline = [line for n in range(1, 8) for line in (f"{n} Part {n}", f"Word of {n}")]

    assert len(plain("\n\n".join([STORY, *few])).passages) > 2
    assert len(plain("\n\n".join([STORY, *outline])).passages) > 7


# Headings


def headings(text):
    return [(passage.heading, passage.text) for passage in plain(text).passages]


def test_a_short_line_between_blank_lines_is_a_heading():
    assert headings("It is.\n\nEarly life\n\nHe was born.\n\nCareer\n\nHe left.\n") == [
        ((), "It is."),
        (("Early life",), "He was born."),
        (("Career",), "He left."),
    ]


def test_wiki_headings_nest_as_their_signs_say():
    text = "It is.\n\n== A ==\nOne.\n=== B ===\nTwo.\n\n== C ==\n\nThree.\n"

    assert headings(text) == [
        ((), "It is."),
        (("A",), "One."),
        (("A", "B"), "Two."),
        (("C",), "Three."),
    ]


def test_underlined_headings_nest_in_the_order_of_their_signs():
    text = "Sea\n===\n\nIt is.\n\nTides\n-----\n\nOne.\n\nWaves\n-----\n\nTwo.\n"

    found = plain(text)

    assert found.title == "Sea"
    assert [p.heading for p in found.passages] == [
        ("Sea",),
        ("Sea", "Tides"),
        ("Sea", "Waves"),
    ]


def test_numbers_nest_headings():
    text = "1 Sea\n\nIt is.\n\n1.1 Tides\n\nOne is.\n\n1.2 Waves\n\nTwo is.\n\n2 Air\n\nIt blows.\n"

    assert [heading for heading, _ in headings(text)] == [
        ("1 Sea",),
        ("1 Sea", "1.1 Tides"),
        ("1 Sea", "1.2 Waves"),
        ("2 Air",),
    ]


@pytest.mark.parametrize(
    "line",
    ["Total: 45 mg", "- an item", "See https://a.b", "It fell.", "in small letters", "x = 2"],
)
def test_lines_that_only_look_like_headings_stay_text(line):
    assert line in texts(plain(f"The sea is cold.\n\n{line}\n\nThe air is warm.\n"))


def test_the_last_line_of_a_document_heads_nothing_and_stays_text():
    assert texts(plain("It is.\n\nThe end of it\n")) == ["It is.", "The end of it"]


def test_headings_copied_from_wikipedia_are_headings_even_without_blank_lines():
    text = "The sea is.\n\nContents\n1\tName\n2\tUse\nName[edit]\nOne is.\nUse[edit]\n\nTwo is.\n"

    assert headings(text)[-2:] == [(("Name",), "One is."), (("Use",), "Two is.")]


def test_parts_are_counted_in_capitals_with_a_stop_whatever_they_are_called():
    text = f"{STORY}\n\n" + "".join(
        f"LECTURE {number}.\n\n{STORY}\n\n" for number in ("I", "II", "III")
    )

    found = [heading for heading, _ in headings(text)]
    assert found == [(), ("LECTURE I.",), ("LECTURE II.",), ("LECTURE III.",)]


def test_a_heading_without_text_holds_the_one_right_below_it():
    text = "It is.\n\nUses\n\nMedical\n\nOne is.\n\nRisks\n\nTwo is.\n"

    assert [heading for heading, _ in headings(text)] == [(), ("Uses", "Medical"), ("Risks",)]


def test_a_number_may_open_another_with_no_blank_line_between():
    prose = "Thirty adults took part in it for over a year, and all of them gave their consent."
    text = f"The sea is.\n\n2. Methods\n2.1. Adults\n{prose}\n2.2. Drugs\n{prose} And again, so.\n"

    assert [heading for heading, _ in headings(text)][1:] == [("2. Methods", "2.1. Adults")]


@pytest.mark.parametrize(
    ("above", "below"),
    [("See also", "References"), ("1 Sea", "2 Air"), ("Chapter I", "Chapter II")],
)
def test_headings_that_are_plainly_siblings_do_not_nest(above, below):
    text = f"It is.\n\n{above}\n\n{below}\n\nThe sea is deep and cold.\n"

    assert all(len(heading) < 2 for heading, _ in headings(text))


def test_numbers_set_far_from_their_headings_are_numbers():
    text = "It is.\n\n1.  Sea\n\nIt is.\n\n1.1.  Words\n\nfoo:  A unit.\n"

    assert [heading for heading, _ in headings(text)] == [(), ("1. Sea",), ("1. Sea", "1.1. Words")]


def test_a_chinese_or_japanese_paragraph_of_one_line_is_no_heading():
    text = "東京\n\n東京は日本の首都である。大きい！[2][3]\n\n歴史\n\n江戸時代。\n"

    assert headings(text) == [
        (("東京",), text.split("\n")[2]),
        (("東京", "歴史"), "江戸時代。"),
    ]


# Lists and tables


@pytest.mark.parametrize(
    "rows",
    [
        ["Effect      Drug   Placebo", "Headache    34%    23%", "Nausea      11%     3%"],
        ["Worms: 60%", "Fruit: 20%", "Other: 20%"],
        ["a\tb\tc", "one\ttwo\tthree", "four\tfive\tsix"],
    ],
)
def test_rows_are_sentences(rows):
    text = "The sea is deep.\n\n" + "\n".join(rows) + "\n\nIt is.\n"

    assert sentences_of(plain(text).passages[1], text) == rows


def test_a_wrapped_paragraph_is_cut_at_sentences_though_its_last_line_is_the_longest():
    text = (
        "After having been driven back by heavy southwestern gales, Her\n"
        "Majesty's ship Beagle, a ten-gun brig, under the command of one\n"
        "Fitz Roy, R. N., sailed from Devonport on the 27th of December. [1]\n"
    )

    assert sentences_of(plain(text).passages[0], text) == [text.strip()]


def test_a_rule_below_a_table_s_head_belongs_to_it():
    text = "It is.\n\nEffect     Drug\n---------------\nNausea     11%\nPain        2%\n"

    assert sentences_of(plain(text).passages[1], text)[1:] == ["Nausea     11%", "Pain        2%"]


def test_items_may_nest_by_the_number_of_their_signs():
    text = "* salt\n** of the sea\n* time\n"

    assert sentences_of(plain(text).passages[0], text) == text.split("\n")[:3]


def test_items_of_a_list_are_sentences_under_their_lead():
    text = "It takes:\n- salt\n- water,\n  much of it\n- time\n"

    [passage] = plain(text).passages

    assert sentences_of(passage, text) == [
        "It takes:",
        "- salt",
        "- water,\n  much of it",
        "- time",
    ]


def test_numbered_items_are_sentences():
    text = "1. Boil water. Wait.\n2. Add salt.\n3. Stir.\n"

    [passage] = plain(text).passages

    assert sentences_of(passage, text) == ["1. Boil water.", "Wait.", "2. Add salt.", "3. Stir."]


# Bibliographies


ARTICLE = "The sea is salty.[1] It is deep.[2]\n\nReferences\n\n"


@pytest.mark.parametrize(
    "written",
    [
        "[1] Ito 1998.\n[2] Smith 2003.\n",
        "[1]: Ito 1998.\n[2]: Smith 2003.\n",
        "1. Ito 1998.\n2. Smith 2003.\n",
        "1. Ito 1998.\n\n2. Smith 2003.\n",
        "1) Ito 1998.\n2) Smith 2003.\n",
        "^ Ito 1998.\n^ Smith 2003.\n",
        "^ a b Ito 1998.\n^ Smith 2003.\n",
        "1. ^ Ito 1998.\n2. ^ a b Smith 2003.\n",
        "↑ Ito 1998.\n↑ Smith 2003.\n",
        "1. ↑ 1.0 1.1 Ito 1998.\n2. ↑ Smith 2003.\n",
        "Ito 1998.\nSmith 2003.\n",
        "Ito 1998.\n\nSmith 2003.\n",
        "* Ito 1998.\n* Smith 2003.\n",
        "• Ito 1998.\n• Smith 2003.\n",
    ],
)
def test_a_bibliography_is_entries_and_no_passage(written):
    found = plain(ARTICLE + written)

    assert [(entry.marker, entry.text) for entry in found.entries] == [
        ("1", "Ito 1998."),
        ("2", "Smith 2003."),
    ]
    assert texts(found) == ["The sea is salty.[1] It is deep.[2]"]


@pytest.mark.parametrize(
    "heading", ["References", "Sources", "Notes", "Bibliography", "== Notes =="]
)
def test_every_name_of_a_bibliography_is_known(heading):
    found = plain(f"It is salty.[1]\n\n{heading}\n\n[1] Ito, Salt, 1998.\n")

    assert [entry.marker for entry in found.entries] == ["1"]
    assert len(found.passages) == 1


@pytest.mark.parametrize("heading", ["Références", "Einzelnachweise", "参考文献", "المراجع"])
def test_bibliographies_have_names_in_other_languages(heading):
    found = plain(f"It is salty.[1]\n\n{heading}\n\n[1] Ito, Salt, 1998.\n")

    assert [entry.marker for entry in found.entries] == ["1"]


def test_entries_without_labels_have_no_numbers_where_the_text_cites_more_than_there_are():
    found = plain("It is salty.[1] It is deep.[5]\n\nReferences\n\nIto 1998.\n\nSmith 2003.\n")

    assert [("", "Ito 1998."), ("", "Smith 2003.")] == [(e.marker, e.text) for e in found.entries]


def test_numbered_steps_that_end_a_document_stay_text_though_a_step_is_cited():
    found = plain(
        "Helmets are worn, as step[1] says.\n\nSteps\n\n1. Put on the helmet.\n2. Row softly.\n"
    )

    assert [] == [entry.text for entry in found.entries]
    assert "Put on the helmet." in texts(found)[-1]


def test_a_bibliography_needs_no_blank_lines_around_its_heading():
    text = "It is salty.[1]\n\nSee also\nLakes of Sweden\nReferences\n^ Ito 1998. Retrieved 2001.\n"

    found = plain(text)

    assert [entry.text for entry in found.entries] == ["Ito 1998. Retrieved 2001."]
    assert texts(found)[-1].endswith("Lakes of Sweden")


def test_entries_that_are_lines_may_be_about_equally_long():
    found = plain(
        "It is salty.[1] It is.[2]\n\nSources\n\nIto, A. Salt. 1998.\nIto, B. Seas. 2003.\n"
    )

    assert [entry.marker for entry in found.entries] == ["1", "2"]


def test_a_heading_set_further_out_than_the_entries_ends_a_bibliography():
    end = "Authors' Addresses\n\n   A. Ito\n   Ise\n"
    text = "It is.[1]\n\n1. References\n\n   [1] Ito 1998.\n\n" + end

    assert headings(text)[-1] == (("Authors' Addresses",), "A. Ito\n   Ise")


def test_notes_that_are_prose_stay_text():
    text = "The sea is salty.\n\nNotes\n\nMind the tide, which is quick. It drowns people.\n"

    found = plain(text)

    assert found.entries == ()
    assert found.passages[1].heading == ("Notes",)


def test_text_after_a_bibliography_is_text_again():
    text = ARTICLE + "[1] Ito 1998.\n[2] Smith 2003.\n\nLegal status\n\nIt is free to all.\n"

    assert texts(plain(text))[-1] == "It is free to all."


def test_an_entry_goes_on_in_the_next_line():
    found = plain(ARTICLE + "[1] Ito, A.\n    Salt. 1998.\n[2] Smith 2003.\n")

    assert found.entries[0].text == "Ito, A.\n    Salt. 1998."


def test_markers_without_a_bibliography_keep_their_numbers_and_invent_no_entries():
    found = plain("The sea is salty.[1] It is deep.[2, 4-5]\n")

    assert found.passages[0].references == ("1", "2", "4", "5")
    assert found.entries == ()


# Names


def test_ids_begin_with_the_key_or_the_name_without_suffix():
    document = Document("drugs/sea.txt", "It is.\n\nIt was.\n")

    assert [passage.id for passage in split(document).passages] == ["drugs/sea:1", "drugs/sea:2"]
    assert split(document, "x").passages[0].id == "x:1"
    assert default_key("a.b/c.TXT") == "a.b/c"


@pytest.mark.parametrize("module", ["markdown_it", "nltk", "bot.passages.assembly"])
def test_importing_passages_does_not_load(module):
    code = f"import sys, bot.passages; sys.exit({module!r} in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_plain_text_is_split_without_markdown_it():
    code = (
        "import sys; from bot.documents import Document; from bot.passages import split\n"
        "split(Document('a.txt', 'It is.')); sys.exit('markdown_it' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Formats


def test_every_format_has_a_parser_and_a_document_of_it_is_split():
    for suffix, form in FORMATS.items():
        found = split(Document(f"sea{suffix.upper()}", "Salty.[1]\n\nDeep.\n"))

        assert isinstance(form.parse("Salty."), Layout)
        assert [passage.id for passage in found.passages] == ["sea:1", "sea:2"]


def test_a_format_is_a_module_and_a_row(monkeypatch):
    parser = ModuleType("bot.documents.whole")
    whole = lambda text: Layout("Sea", (Block(0, len(text), (Unit(0, len(text)),)),))  # noqa: E731
    monkeypatch.setattr(parser, "parse", whole, raising=False)
    monkeypatch.setitem(sys.modules, parser.__name__, parser)
    monkeypatch.setitem(FORMATS, ".sea", Format("whole"))
    found = split(Document("a.sea", "Salty.[1]\n\nDeep.\n"))

    assert ("Sea", ("1",)) == (found.title, found.passages[0].references)
    assert len(found.passages) == 1


@pytest.mark.parametrize(("name", "references"), [("a.txt", ("3", "1", "2")), ("a.md", ("2",))])
def test_only_markup_has_links_and_inline_code(name, references):
    (found,) = split(Document(name, "Salty `[3] = x` [sea][1] water.[2]\n")).passages

    assert found.references == references
