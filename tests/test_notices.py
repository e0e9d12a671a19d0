"""The operator's standing words: shown where a pattern is found, and never in the way."""

import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.notices import Notices, parse
from tests.conftest import ROOT

SHIPPED = parse((ROOT / "corpus" / "notices.toml").read_text("utf-8"))


def test_a_notice_is_shown_where_one_of_its_patterns_is_found_whatever_the_case():
    notices = parse("[[notice]]\ntext = 'Mind.'\npatterns = ['fire', 'smoke']")

    assert ("Mind.",) == notices.on("There is SMOKE\n everywhere, and fire")
    assert () == notices.on("What is a kiln?")


def test_white_space_in_a_question_counts_as_one_blank():
    notices = parse("[[notice]]\ntext = 'Mind.'\npatterns = ['not breathing']")

    assert ("Mind.",) == notices.on("he is not\n  breathing")


def test_a_bad_pattern_is_named_and_the_others_are_used():
    notices = parse("[[notice]]\ntext = 'Mind.'\npatterns = ['(', 'fire', 5]")

    assert ("Mind.",) == notices.on("fire")
    assert ["notice 1, pattern 1", "notice 1, pattern 3"] == [
        problem.partition(":")[0] for problem in notices.problems
    ]


def test_a_pattern_that_python_warns_of_is_used_without_a_word():
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        notices = parse("[[notice]]\ntext = 'Mind.'\npatterns = ['[[a-f]ire']")

    assert (("Mind.",), []) == (notices.on("a fire? [ire"), told)


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("footer = ", "is not TOML"),
        ("footer = 5", "footer: not a text"),
        ("footnote = 'x'", "'footnote' means nothing here"),
        ("[notice]\ntext = 'x'", "notice: write [[notice]]"),
        ("notice = ['x']", "notice 1: needs a text and a list of patterns"),
        ("[[notice]]\ntext = ''\npatterns = []", "notice 1: needs a text and a list"),
    ],
)
def test_what_cannot_be_used_is_named_in_one_line(written, problem):
    found = parse(written).problems

    assert 1 == len(found)
    assert found[0].startswith(problem)
    assert "\n" not in found[0]


@given(st.text())
def test_no_file_raises(written):
    parse(written)


def test_an_empty_file_says_nothing():
    assert parse("") == Notices()


def test_the_shipped_notices_are_in_order_and_have_a_footer():
    assert () == SHIPPED.problems
    assert "Not medical advice" in SHIPPED.footer


@pytest.mark.parametrize(
    "question",
    [
        "my friend is unconscious what do i do",
        "he's not breathing",
        "she wont wake up after taking it",
        "i think i overdosed",
        "my son just took too much, help",
        "hes having a seizure",
        "i took way too much",
        "what should i do if someone overdoses",
        "he had too much, what now",
    ],
)
def test_an_emergency_gets_the_notice_first(question):
    assert 1 == len(SHIPPED.on(question))


@pytest.mark.parametrize(
    "question",
    [
        "Was the patient in the case report unconscious?",
        "what happened in the overdose case",
        "what did the guy who overdosed take",
        "What is the LD50 in rats?",
        "is it addictive",
    ],
)
def test_a_question_about_the_document_gets_none(question):
    assert () == SHIPPED.on(question)


def test_a_bad_pattern_is_named_by_reindex_and_by_doctor_and_stops_nothing(citebot, tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    (own / "kiln.txt").write_text("The kiln is fired at 900 degrees.")
    (own / "notices.toml").write_text(
        "footer = 'Mind.'\n[[notice]]\ntext = 'Careful.'\npatterns = ['(', 'kiln']"
    )
    done = citebot("reindex", corpus=own)

    assert (0, "") == (done.status, done.err)
    assert "cannot be used: notices.toml, notice 1, pattern 1: missing )" in done.out
    assert "notice 1, pattern 1" in citebot("doctor", corpus=own).out
    asked = citebot("ask", "how hot is the kiln fired", corpus=own)
    assert ("! Careful.", "Mind.") == (asked.out.splitlines()[0], asked.out.splitlines()[-1])
    assert ["Careful."] == citebot("ask", "--json", "the kiln?", corpus=own).json["notices"]


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)+$", "(a|a){1,60}$", "a*a*a*a*a*a*b"])
def test_a_pattern_that_would_take_for_ever_is_passed_over(pattern, caplog):
    notices = parse(f"[[notice]]\ntext = 'Mind.'\npatterns = ['{pattern}', 'fire']")

    assert ("Mind.",) == notices.on("fire " + "a" * 900 + "!")
    assert notices.problems == ()


def test_a_pattern_with_repeats_that_is_quick_is_found():
    notices = parse("[[notice]]\ntext = 'Mind.'\npatterns = ['(very )+(hot|warm) +kilns?']")

    assert ("Mind.",) == notices.on("a very very hot  kiln")


def test_a_pattern_with_repeats_is_found_whatever_the_case():
    notices = parse("[[notice]]\ntext = 'Mind.'\npatterns = ['(very )+(hot|Warm) +kilns?']")

    assert ("Mind.",) == notices.on("A Very VERY hot KILN")
    assert ("Mind.",) == notices.on("a very warm kiln")


def test_the_shipped_patterns_need_no_time_limit():
    searches = [search for notice in SHIPPED.notices for search in notice.patterns]

    assert {"search"} == {search.__name__ for search in searches}
