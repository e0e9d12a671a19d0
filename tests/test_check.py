"""Quotations against the corpus: word for word, nearly with the differences, or not there."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import Library
from bot.quotations import check as checking
from bot.quotations.comparison import Verdict, check
from bot.quotations.extraction import pieces
from tests.conftest import DOCUMENT

LETHAL = (
    "The median lethal dosage (LD50) of fasoracetam was reported as 300mg/kg in mice and "
    "980mg/kg in rats.[14]"
)
AFFECT = "but does not appear to affect dopamine, serotonin or norepinephrine"


def verdicts(citebot, text, **options):
    return [row["verdict"] for row in citebot("check", "--json", text, **options).json]


@pytest.mark.parametrize(
    "quotation",
    [
        LETHAL,
        LETHAL.removesuffix("[14]"),
        LETHAL.replace("rats.[14]", "rats[14]."),
        LETHAL.replace(" ", "\n   "),
        LETHAL.replace(" of ", "\u00a0of\t"),
        "reported as 300 mg/kg in mice",
        "One clinical trial, fasoracetam appeared",
        "In one clinical trial[12], fasoracetam appeared",
        "upregulates GABA-B receptors in rats, but does not appear",
        "Lethal dosage (LD50)",
        "… and 980mg/kg in rats …",
    ],
)
def test_what_is_there_word_for_word(citebot, quotation):
    for marked in (quotation, f"\u201c{quotation}\u201d", f'"{quotation}"', f"«{quotation}»"):
        done = citebot("check", "--json", marked)

        assert (0, ["exact"]) == (done.status, [row["verdict"] for row in done.json])


@pytest.mark.parametrize(
    ("quotation", "quoted", "written"),
    [
        (LETHAL.replace("980", "890"), "890", "980"),
        (LETHAL.replace("980mg", "980\u00b5g"), "\u00b5g", "mg"),
        (LETHAL.replace("980mg", "98mg"), "98", "980"),
        (LETHAL.replace("[14]", "[13]"), "[13]", "[14]"),
        (LETHAL.replace("mice", "Mice"), "Mice", "mice"),
        (LETHAL.replace("median ", ""), "", "median"),
        (LETHAL.replace("lethal", "lethal oral"), "oral", ""),
        (AFFECT.replace(" not", ""), "", "not"),
        (AFFECT.replace(" or ", " and "), "and", "or"),
        (LETHAL.replace("[14]", "[13, 14]"), "[13, 14]", "[14]"),
        (LETHAL.replace("[14]", "[14][15]"), "[15]", "[14]"),
        ("One case report exists[13] of an overdose", "[13]", ""),
        ("300mg/kg in mice and 980mg/kg in dogs", "dogs", "rats"),
        ("mean lethal dosage (LD50) of fasoracetam was reported", "mean", "median"),
    ],
)
def test_what_is_nearly_there_is_told_with_the_difference(citebot, quotation, quoted, written):
    done = citebot("check", "--json", quotation)

    assert (1, "near") == (done.status, done.json[0]["verdict"])
    assert [{"quoted": quoted, "written": written}] == done.json[0]["differences"]


@pytest.mark.parametrize(
    ("document", "quotation"),
    [
        ("it rose by 16% in a year", "6% in a year"),
        ("it rose by 5.6% in a year", "6% in a year"),
        ("a dose of 0.5 mg is usual", "5 mg is usual"),
        ("a dose of 300\u00b5g is usual", "300mg is usual"),
        ("they are unsafe for children", "safe for children"),
        ("a cup of wheat is enough", "cup of whea"),
        ("take 300mg twice a day", "mg twice a day"),
        ("a dose of 300mg is usual", "a dose of 300"),
        ("about 1,000 of them came", "about 1.000 of them came"),
        ("a dose of .5 mg is usual", "5 mg is usual"),
        ("it rose by .5% last year", ".5"),
        ("a dose of .5 and 10% of it", ".5 and 10"),
        ("it froze at \u22125 degrees then", "5 degrees then"),
        ("it froze at -5 degrees then", "5 degrees then"),
        ("10^6 cells were counted", "10"),
        ("about 1 000 units were sold", "000 units were sold"),
        ("about 12\u00a0500 units were sold", "500 units were sold"),
        ("they should take 5/10 mg of it", "they should take 5"),
        ("they should take 5\u201310 mg of it", "10 mg of it"),
        ("it rose by 5% last year", "it rose by 5"),
        ("the cafe\u0301 was closed", "the cafe"),
    ],
)
def test_a_piece_of_a_word_or_number_is_not_there_word_for_word(citebot, tmp_path, document,
                                                                quotation):  # fmt: skip
    (tmp_path / "own.txt").write_text(document)

    assert ["exact"] == verdicts(citebot, document, corpus=tmp_path / "own.txt")
    assert "exact" not in verdicts(citebot, quotation, corpus=tmp_path / "own.txt")


@pytest.mark.parametrize(
    ("document", "quotation"),
    [
        ("it fell.5 mg is a usual dose", "5 mg is a usual dose"),
        ("a dose of .5 mg is usual", ".5 mg is usual"),
        ("the rest\u20145 of them\u2014went home", "5 of them"),
        ("in 2019 300 people came", "300 people came"),
        ("it is (5 mg) of it", "5 mg"),
    ],
)
def test_a_number_that_is_whole_is_word_for_word(citebot, tmp_path, document, quotation):
    (tmp_path / "own.txt").write_text(document)

    assert ["exact"] == verdicts(citebot, quotation, corpus=tmp_path / "own.txt")


@pytest.mark.parametrize("quotation", ["Bananas are yellow.", "zebra", "漢字", "the the the the"])
def test_what_is_not_there(citebot, quotation):
    done = citebot("check", quotation)

    assert (1, True) == (done.status, done.out.startswith("not found: "))


def test_each_quoted_piece_of_a_text_on_standard_input_is_checked(citebot):
    text = f"""The page says “{LETHAL}” and, of rats:

> upregulates GABA-B receptors in rats,
> but does not appear to affect dopamine

It does not say "it is harmless to everyone".
"""
    done = citebot("check", "--json", stdin=text.encode())

    assert 1 == done.status
    assert ["exact", "exact", "absent"] == [row["verdict"] for row in done.json]
    assert ["fasoracetam:12"] == [place["id"] for place in done.json[0]["places"]]
    assert [["14"], ["9", "10", "11"]] == [row["places"][0]["references"] for row in done.json[:2]]


LISTED = """Both were seen in mice and in rats [1], [4].

[4] has it of cats, and of dogs.

It was not seen in foxes.\u200b[2]\u200b[3]

But so it was in birds [7]: [8].
"""


@pytest.mark.parametrize(
    ("quotation", "verdict"),
    [
        ("seen in mice and in rats [1], [4].", "exact"),
        ("seen in mice and in rats[1];[4]", "exact"),
        ("seen in mice and in rats [4].", "exact"),
        ("seen in mice and in rats [1], [5].", "near"),
        ("It was not seen in foxes.\u200b[2]\u200b[3]", "exact"),
        ("It was not seen in foxes [3].", "exact"),
        ("so it was in birds [7]:[8].", "exact"),
        ("so it was in birds [7]: [9].", "near"),
    ],
)
def test_markers_in_a_row_behind_the_last_word_are_all_there(citebot, tmp_path, quotation, verdict):
    (tmp_path / "own.txt").write_text(LISTED, "utf-8")

    assert [verdict] == verdicts(citebot, quotation, corpus=tmp_path / "own.txt")


RANGE = "It was seen in mice [1\u22123] and in rats of both sexes."


def test_a_range_of_markers_with_a_minus_sign_may_be_left_out_and_must_be_right(citebot, tmp_path):
    (tmp_path / "own.txt").write_text(RANGE, "utf-8")
    for quoted, verdict in {
        RANGE: "exact",
        RANGE.replace(" [1\u22123]", ""): "exact",
        RANGE.replace("\u2212", "-"): "exact",
        RANGE.replace("\u22123", "\u22124"): "near",
        "It was seen in mice [4] and in rats": "near",
    }.items():
        assert [verdict] == verdicts(citebot, quoted, corpus=tmp_path / "own.txt"), quoted


def test_in_a_large_corpus_a_marker_is_no_word_that_a_document_must_have(
    citebot, tmp_path, monkeypatch
):
    monkeypatch.setattr(checking, "FEW", 0)
    monkeypatch.setattr(checking, "_NEAREST", 1)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.txt").write_text("It fell in rats and mice.[77]")
    (tmp_path / "own" / "b.txt").write_text("77 It rose in rats and mice, 77 of which fell.")

    found = verdicts(citebot, "It fell in rats and mice.[77]", corpus=tmp_path / "own")
    assert ["exact"] == found


def test_in_a_large_corpus_of_several_languages_each_is_looked_through(tmp_path, monkeypatch):
    monkeypatch.setattr(checking, "FEW", 0)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.md").write_text("---\nlang: en\n---\n\nThe kiln cools at noon in May.")
    (tmp_path / "own" / "b.md").write_text(
        "---\nlang: de\n---\n\nDas Hafenbecken friert im Mai zu."
    )
    library = Library.open(tmp_path / "own", tmp_path / "index")

    for quotation in ("The kiln cools at dusk in May.", "Das Hafenbecken friert im Juni zu."):
        (found,) = library.check(quotation)
        assert Verdict.NEAR is found.verdict


def test_a_place_is_an_exact_slice_of_the_document(citebot):
    (place,) = citebot("check", "--json", "300mg/kg  in mice").json[0]["places"]

    assert "300mg/kg in mice" == DOCUMENT.read_text()[place["start"] : place["end"]]
    assert "300mg/kg in mice" == place["text"]


def test_two_paragraphs_from_different_places_are_checked_one_by_one(citebot):
    done = citebot("check", "--json", stdin=f"{LETHAL}\n\nIt is made of cheese.\n".encode())

    assert ["exact", "absent"] == [row["verdict"] for row in done.json]


def test_paragraphs_that_stand_together_are_one_quotation(citebot, tmp_path):
    (tmp_path / "own.txt").write_text("It ends here.\n\nIt begins there.\n")
    done = citebot("check", "--json", "ends here.\n\nIt begins", corpus=tmp_path / "own.txt")

    assert [["own:1", "own:2"]] == [[p["id"] for p in row["places"]] for row in done.json]


def test_for_people_the_places_and_the_differences_are_listed(citebot):
    near = citebot("check", LETHAL.replace("980", "890")).out

    assert near.startswith("nearly: The median lethal dosage")
    assert "  quoted “890”, written “980”\n" in near
    assert "  -- fasoracetam:12 | Toxicity and harm potential > Lethal dosage" in near


@pytest.mark.parametrize("text", [b"", b" \n\n", b"...", b'""', b"> \n"])
def test_nothing_to_check_is_an_error(citebot, text):
    done = citebot("check", stdin=text)

    assert (2, "") == (done.status, done.out)
    assert "There is nothing to check" in done.err


def test_input_that_is_not_utf8_is_an_error(citebot):
    done = citebot("check", stdin=b"caf\xe9")

    assert (2, 1) == (done.status, done.err.count("\n"))
    assert "not UTF-8 text (at byte 3)" in done.err


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a "b c" d', ["b c"]),
        ("a “b” «c» „d“ „e” »f«", ["b", "c", "d", "e", "f"]),
        ("it's the dogs' ‘own word’ isn’t it", ["own word"]),
        ("> one\n> two\n\nthree\n>four", ["one\ntwo", "four"]),
        ('> he said "x"\nand "y"', ['he said "x"', "y"]),
        ("> > deep", ["deep"]),
        ('5" wide', ['5" wide']),
        ('"..." and more', ['"..." and more']),
    ],
)
def test_quoted_pieces(text, expected):
    assert expected == pieces(text)


def test_a_long_quotation_is_checked_to_its_end(citebot, tmp_path):
    document = " ".join(f"word{n}" for n in range(1300))
    (tmp_path / "own.txt").write_text(document)
    changed = document.replace("word1290", "other")

    assert ["exact"] == verdicts(citebot, document, corpus=tmp_path / "own.txt")
    assert ["exact"] != verdicts(citebot, changed, corpus=tmp_path / "own.txt")


sentences = st.sampled_from(
    ["The kiln is hot.[1]", "GABA-B is up 5%.", "NS-105 isn't new.", "Take 300mg/day.",
     "Ünïcödé µg – 漢字.", "“Quoted,” he said.", "x1-y2-z3-w4 and more"]
)  # fmt: skip


@settings(max_examples=30)
@given(st.data(), st.lists(st.lists(sentences, min_size=1, max_size=4), min_size=1, max_size=6))
def test_in_a_large_corpus_the_index_finds_what_comparing_all_finds(
    tmp_path_factory, data, documents
):
    folder = tmp_path_factory.mktemp("many")
    (folder / "own").mkdir()
    for number, passages in enumerate(documents):
        (folder / "own" / f"d{number}.txt").write_text("\n\n".join(passages))
    library = Library.open(folder / "own", folder / "index")
    text = data.draw(st.sampled_from(library.passages())).text
    start = data.draw(st.integers(0, len(text)))
    piece = text[start : data.draw(st.integers(start, len(text)))]
    every = check(piece, library.passages())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(checking, "FEW", 0)
        found = library.check(f"> {piece}") if piece.strip() and "\n" not in piece else []

    for one in found:
        assert (every.verdict is Verdict.EXACT) == (one.verdict is Verdict.EXACT)


@settings(max_examples=40)
@given(st.text(max_size=300))
def test_any_text_can_be_checked(library, text):
    for found in library.check(text):
        assert json.dumps(found.quotation)


def test_the_text_of_an_entry_or_a_note_is_there_word_for_word(tmp_path):
    document = tmp_path / "a.md"
    document.write_text("# Tides\n\nIt reaches the step.[^2]\n\n[^2]: Observed by the pilots.\n")
    library = Library.open(document, tmp_path / "index")

    (found,) = library.check("Observed by the pilots.")
    assert Verdict.EXACT is found.verdict
    assert ["a:[2]"] == [passage.id for passage, _ in found.places]
    (absent,) = library.check("Observed by the sailors.")
    assert Verdict.EXACT is not absent.verdict


def test_what_runs_from_one_entry_into_the_next_stands_nowhere(tmp_path):
    document = tmp_path / "a.md"
    document.write_text(
        "# Tides\n\nIt reaches the step.[^2][^3]\n\n[^2]: Observed by the pilots.\n\n"
        "[^3]: Printed in the almanac.\n"
    )
    library = Library.open(document, tmp_path / "index")

    for quotation, exact in (("Observed by the pilots.", True), ("Printed in the almanac.", True),
                             ("by the pilots. Printed in the almanac.", False)):  # fmt: skip
        (found,) = library.check(quotation)
        assert exact == (Verdict.EXACT is found.verdict)


@pytest.mark.parametrize("composed", [True, False])
def test_letters_may_be_composed_or_not(tmp_path, composed):
    """An accented letter is one character or two, as the program has it that writes it."""
    one, two = "The caf\u00e9 opens at nine.", "The cafe\u0301 opens at nine."
    document = tmp_path / "a.txt"
    document.write_text(one if composed else two)
    library = Library.open(document, tmp_path / "index")
    (found,) = library.check(two if composed else one)

    assert Verdict.EXACT is found.verdict
