"""Misspelt words are read as the nearest known one; words that are right are left alone."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot import Library
from bot.analysis import FUNCTION_WORDS, LIGHT_WORDS, QUESTION_WORDS
from bot.analysis.english import is_english
from bot.ranking.query import parse as parse_question
from bot.ranking.spelling import nearest, sound
from bot.ranking.synonyms import load, parse
from tests.test_index import index_of

NONE = parse([])
WORDS = "lantern harbour keeper house ration station acetylcholine xylophone lethal dose".split()
INDEX = index_of([" ".join(WORDS), "station station", "a station"])
KNOWN = {*WORDS} | FUNCTION_WORDS | LIGHT_WORDS | QUESTION_WORDS
LETTERS = st.sampled_from("abcdefghijklmnopqrstuvwxyz")


@st.composite
def misspelt(draw, most):
    """A word, and the same with up to `most` slips behind its first letter."""
    word = draw(st.sampled_from([word for word in WORDS if len(word) >= 6]))
    written = word
    for _ in range(draw(st.integers(1, most))):
        at = draw(st.integers(1, len(written) - 2))
        letter = draw(LETTERS)
        before, after = written[:at], written[at:]
        written = draw(
            st.sampled_from(
                [
                    before + letter + after,
                    before + letter + after[1:],
                    before + after[1:],
                    before + after[1] + after[0] + after[2:],
                ]
            )
        )
    return word, written


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
    assert meant == nearest(written, INDEX, NONE)


@pytest.mark.parametrize(
    "written",
    [
        "ds",  # short
        "dke",  # of three letters, and a consonant would have to be put in
        "lnatren",  # two slips in a word of less than eight letters
        "acitilcolene",  # four slips
        "mantern",  # another first letter
        "lanter9",  # not all letters
        "",
        "q",
    ],
)
def test_what_is_too_far_away_or_too_short_is_left_alone(written):
    assert "" == nearest(written, INDEX, NONE)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("monitering", "monitoring"),
        ("labled", "labeled"),
        ("abeled", ""),  # another first letter
        ("labelet", ""),  # a rare word may end otherwise
        ("whatll", ""),  # "whatly" is made of no word that says a thing
    ],
)
def test_a_slip_in_a_form_that_the_corpus_does_not_have_is_forgiven(written, meant):
    index = index_of(["the monitor has a label", "what is that"])

    assert meant == nearest(written, index, NONE)


def test_a_swap_behind_the_first_letter_is_likelier_than_one_of_it():
    assert "how" == nearest("hwo", INDEX, NONE)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("howw", "how"), ("whaaat", "what"), ("pleeease", "please"), ("isss", ""), ("zzzz", "")],
)
def test_a_letter_that_was_pressed_for_too_long_is_forgiven(written, meant):
    assert meant == nearest(written, INDEX, NONE)


@pytest.mark.parametrize(
    ("written", "meant"), [("mov", "move"), ("bse", "base"), ("egs", "eggs"), ("hav", "have")]
)
def test_a_vowel_or_half_of_a_double_left_out_of_a_short_word_is_forgiven(written, meant):
    assert meant == nearest(written, index_of(["move the base", "eggs kept"]), NONE)


def test_a_short_word_that_lacks_a_consonant_is_another_word():
    assert "" == nearest("ket", index_of(["it is kept"]), NONE)


@pytest.mark.parametrize("written", ["horse", "nation", "lawyer", "hose", "stations"])
def test_a_common_english_word_is_left_alone(written):
    assert "" == nearest(written, INDEX, NONE)


@pytest.mark.parametrize(
    ("written", "meant"), [("waht", "what"), ("thsi", "this"), ("nigth", "night"), ("dsoe", "dose")]
)
def test_two_swapped_letters_in_a_word_of_everyday_questions_are_forgiven(written, meant):
    assert meant == nearest(written, INDEX, NONE)


def test_a_letter_left_out_of_a_word_of_the_corpus_is_likelier_than_a_swap_in_another_word():
    index = index_of(["a snake bites", "snakes sleep"])

    assert [nearest(word, index, NONE) for word in ("snak", "freind")] == ["snake", "friend"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("acetylch", "acetylcholine"), ("xyloph", "xylophone"), ("xyl", ""), ("norepi", "")],
)
def test_a_word_cut_short_is_read_as_the_only_one_that_begins_so(written, meant):
    index = index_of(["acetylcholine", "xylophone", "norepinephrine norepisode"])

    assert meant == nearest(written, index, NONE)


def test_the_nearer_word_wins_over_the_more_frequent_one():
    index = index_of(["strationa", "strationa", "strations"])

    assert "strations" == nearest("stratoins", index, NONE)


@pytest.mark.parametrize("frequent", ["cartonel", "carbonel"])
def test_of_equally_near_words_the_more_frequent_one_wins(frequent):
    index = index_of(["cartonel", "carbonel", frequent])

    assert frequent == nearest("carvonel", index, NONE)


def test_a_word_of_the_corpus_wins_over_one_that_only_the_thesaurus_knows():
    assert "cartonel" == nearest("carvonel", index_of(["cartonel"]), parse(["carbonel, soot"]))
    assert "carbonel" == nearest("carvonel", index_of(["lantern"]), parse(["carbonel, soot"]))


def test_two_words_with_the_space_left_out_are_read_as_two():
    assert "lethal dose" == nearest("lethaldose", INDEX, NONE)


def test_what_is_longer_than_any_word_is_left_alone():
    index = index_of([f"{'bcd' * 10} {'mnp' * 10} {'rst' * 11}"])

    assert f"{'bcd' * 10} {'mnp' * 10}" == nearest("bcd" * 10 + "mnp" * 10, index, NONE)
    assert "" == nearest("bcd" * 10 + "rst" * 11, index, NONE)


@pytest.mark.parametrize("written", ["lethalwith", "makelethal"])
def test_a_word_that_only_holds_a_sentence_together_is_no_half_of_two(written):
    assert "" == nearest(written, index_of(["lethal with make"]), NONE)


@given(st.text(max_size=30) | misspelt(4).map(lambda pair: pair[1]))
@example("keepeer")  # is not "keepere", which has the stem of "keeper"
@example("xylpohon")  # nor "xylophon" for "xylophone"
@example("lethasl")  # is "lethals", an English word's plural
def test_whatever_is_read_is_known_and_near_by_its_letters_or_its_sound(word):
    meant = nearest(word, INDEX, NONE)
    allowed = 2 if len(word) >= 8 else 1

    assert all(known in KNOWN or is_english(known) for known in meant.split())
    if meant and not meant.replace(" ", "").startswith(word) and sound(word) != sound(meant):
        assert min(slips(word, meant), slips(word.removesuffix("s"), meant)) <= allowed


@given(misspelt(1))
@example(("keeper", "keepser"))  # who "keeps", by its ending, and so left alone
def test_every_single_slip_is_read_as_a_word_that_is_no_farther(pair):
    word, written = pair
    assume(not is_english(written) and written not in KNOWN)

    assert slips(written, nearest(written, INDEX, NONE)) <= slips(written, word) <= 1


def test_a_misspelt_question_is_answered_and_says_how_it_was_read(library):
    reply = library.ask("what is the leathal dosage in rats")

    assert reply.answered
    assert "what is the lethal dosage in rats" == reply.read_as
    assert "fasoracetam:12" == reply.quotations[0].passage.id


def test_a_question_without_a_slip_is_not_read_as_another(library):
    reply = library.ask("what is the lethal dosage in rats")

    assert ("", ()) == (reply.read_as, reply.query.corrections)


@pytest.mark.no_cover
def test_no_word_of_the_thesaurus_is_a_misspelling(library):
    known = sorted(load().known)
    for at in range(0, len(known), 60):
        asked = parse_question(" ".join(known[at : at + 60]), library._snapshot.index, load())

        assert () == asked.corrections


def test_a_common_english_word_is_no_misspelling_of_a_word_in_the_document(tmp_path):
    (tmp_path / "a.txt").write_text("The house has three floors.\n\nThe garden has a pond.\n")
    reply = Library.open(tmp_path / "a.txt", tmp_path / "index").ask("what is a horse")

    assert ("", False) == (reply.read_as, reply.answered)


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("fenibut", "phenibut"),
        ("bycicle", "bicycle"),
        ("tokns", "tokens"),
        ("bakups", "backups"),
        ("foradhd", "for adhd"),
    ],
)
def test_a_word_is_read_by_its_sound_as_a_plural_or_without_the_small_word_run_in(written, read_as):
    index = index_of(["phenibut for adhd", "a bicycle", "tokens and backups"])

    assert nearest(written, index, NONE) == read_as
