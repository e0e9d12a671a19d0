"""Misspelt words are read as the nearest known one; words that are right are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import Library
from bot.answer import Answer, NoAnswer
from bot.ranking.spelling import nearest
from bot.text import stem
from bot.thesaurus import load, parse
from tests.test_index import index_of

NONE = parse([])
KNOWN = "lantern harbour keeper house ration station acetylcholine xylophone lethal dose".split()
INDEX = index_of([" ".join(KNOWN), "station station", "a station"])


def read_as(word, index=INDEX, thesaurus=NONE):
    return nearest(word, index, thesaurus)[0]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("lanturn", "lantern"),  # a letter replaced
        ("lantrn", "lantern"),  # one left out
        ("lanntern", "lantern"),  # one too many
        ("lantren", "lantern"),  # two swapped
        ("alntern", "lantern"),  # the first two swapped
        ("acetilcoline", "acetylcholine"),  # two slips in a long word
        ("xylofone", "xylophone"),  # two slips in a long word
    ],
)
def test_a_slip_is_forgiven(written, meant):
    assert meant == read_as(written)


@pytest.mark.parametrize(
    "written",
    [
        "hose",  # short
        "lnatren",  # two slips in a word of less than eight letters
        "acitilcoline",  # three slips
        "mantern",  # another first letter
        "lanter9",  # not all letters
        "",
        "a",
    ],
)
def test_what_is_too_far_away_or_too_short_is_left_alone(written):
    assert ("", []) == nearest(written, INDEX, NONE)


def test_the_nearer_word_wins_over_the_more_frequent_one():
    index = index_of(["station", "station", "strations"])

    assert "strations" == read_as("stratoins", index)


def test_of_equally_near_words_the_more_frequent_one_wins():
    index = index_of(["carton", "carbon", "carbon"])

    assert "carbon" == read_as("carvon", index)
    assert "carton" == read_as("carvon", index_of(["carton", "carton", "carbon"]))


def test_a_word_of_the_corpus_wins_over_one_that_only_the_thesaurus_knows():
    thesaurus = parse(["carbon, soot"])

    assert "carton" == read_as("carvon", index_of(["carton"]), thesaurus)


def test_a_word_of_the_thesaurus_stands_for_what_the_thesaurus_has_for_it():
    word, phrases = nearest("ovenn", INDEX, parse(["ovens => keeper, lethal dose"]))

    assert "ovens" == word
    assert [("oven",), ("keeper",), ("lethal", "dose")] == phrases


def test_two_words_with_the_space_left_out_are_read_as_two():
    assert ("lethal dose", [("lethal", stem("dose"))]) == nearest("lethaldose", INDEX, NONE)


@pytest.mark.parametrize("written", ["lethalwith", "withlethal", "makelethal"])
def test_a_word_that_only_holds_a_sentence_together_is_no_half_of_two(written):
    assert "" == read_as(written, index_of(["lethal with make"]))


@given(st.text(max_size=30))
def test_whatever_is_read_is_a_known_word_within_two_slips(word):
    meant, phrases = nearest(word, INDEX, NONE)

    assert (meant == "") == (phrases == [])
    assert meant == "" or meant in KNOWN or " " in meant
    assert meant == "" or " " in meant or slips(word, meant) <= (2 if len(word) >= 8 else 1)


@given(st.sampled_from([word for word in KNOWN if len(word) >= 6]), st.data())
def test_every_single_slip_behind_the_first_letter_is_read_back(word, data):
    at = data.draw(st.integers(1, len(word) - 2))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    written = data.draw(
        st.sampled_from(
            [
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at + 1 :],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            ]
        )
    )
    meant = read_as(written)

    assert slips(written, meant) <= slips(written, word) <= 1


def slips(one, other):
    """Optimal string alignment by the textbook's table, worked row by row."""
    rows = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i in range(len(one) + 1):
        for j in range(len(other) + 1):
            if 0 in {i, j}:
                rows[i][j] = i + j
                continue
            rows[i][j] = min(
                rows[i - 1][j] + 1,
                rows[i][j - 1] + 1,
                rows[i - 1][j - 1] + (one[i - 1] != other[j - 1]),
            )
            if i > 1 and j > 1 and one[i - 2 : i] == other[j - 2 : j][::-1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


def test_a_misspelt_question_is_answered_and_says_how_it_was_read(library):
    reply = library.ask("what is the leathal dosage in rats")

    assert isinstance(reply, Answer)
    assert "what is the lethal dosage in rats" == reply.read_as
    assert "fasoracetam:12" == reply.quotations[0].passage.id


def test_a_question_without_a_slip_is_not_read_as_another(library):
    reply = library.ask("what is the lethal dosage in rats")

    assert ("", ()) == (reply.read_as, reply.query.corrections)


def test_a_word_that_the_thesaurus_knows_is_no_misspelling(library):
    """ "price" may be near a word of a document; as a word of a rule it stays itself."""
    known = next(iter(load().known.values()))

    assert known not in dict(library.ask(f"what about {known}").query.corrections)


@pytest.mark.xfail(strict=True, reason="spelling does not ask text.is_common, which nobody uses")
def test_a_common_english_word_is_no_misspelling_of_a_word_in_the_document(tmp_path):
    (tmp_path / "a.txt").write_text("The house has three floors.\n\nThe garden has a pond.\n")
    reply = Library.open(tmp_path / "a.txt", tmp_path / "index").ask("what is a horse")

    assert ("", NoAnswer) == (reply.read_as, type(reply))
