"""Single letters that are asked for, and chat's short spellings that are none."""

import pytest

from bot.analysis import words
from bot.ranking.slang import letters


def found_in(question):
    found = [word for word in words(question) if word.parts == 1]
    return [question[start] for start in sorted(letters(question, found))]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What does the N key do?", "N"),
        ("what does the y key do", "y"),
        ("n button", "n"),
        ("key R", "R"),
        ("What does R do?", "R"),
        ("R", "R"),
        ("What does 'w' mean?", "w"),
        ("U key", "U"),
        ("Is vitamin K safe?", "K"),
        ("what is the a key for", "a"),
        ("is grade A better than grade D?", "AD"),
        ("What does -a do?", "a"),
        ("is `--n` or /-y the same", "ny"),
    ],
)
def test_a_letter_that_is_asked_for_is_one(question, expected):
    assert found_in(question) == [*expected]


@pytest.mark.parametrize(
    "question",
    [
        "what r the side effects n how do u take it",
        "R these safe?",
        "Y is it sold?",
        "is it ok w food",
        "Can I take a boat?",
        "A boat for me?",
        "a well-n",
        "IS IT OK 4 U N ME",
    ],
)
def test_short_spellings_are_no_letters(question):
    assert found_in(question) == []
