"""Follow-ups become whole questions; new questions are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import Turn, whole_question


@pytest.mark.parametrize(
    ("question", "before", "whole"),
    [
        ("and in rats?", "What is the LD50 in mice?", "What is the LD50 in rats?"),
        ("in humans?", "whats the ld50 in mice", "whats the ld50 in humans?"),
        ("what about mice", "What is the LD50 in rats?", "What is the LD50 in mice?"),
        ("what about serotonin", "does it affect dopamine?", "does it affect serotonin?"),
        ("and the captain?", "who is the lantern keeper?", "who is the captain?"),
        ("and for ADHD?", "how much do people take?", "how much do people take, for ADHD?"),
    ],
)
def test_a_fragment_takes_the_place_of_its_like(question, before, whole):
    assert whole_question(question, before) == Turn(whole)


@pytest.mark.parametrize("question", ["how much phenibut?", "which reference is that?", "why?"])
def test_a_question_with_a_gap_takes_the_one_before_along(question):
    before = "What happened in the overdose case?"

    assert whole_question(question, before) == Turn(question, before)


@pytest.mark.parametrize(
    "question", ["What is piracetam?", "is it addictive?", "ld50 mice", "who discovered the town?"]
)
def test_a_new_question_is_not_bent_by_the_one_before(question):
    assert whole_question(question, "What is the LD50 in mice?") == Turn(question)


def test_a_lead_in_before_a_whole_question_is_dropped():
    assert whole_question("and is it addictive?", "what is the ld50?") == Turn("is it addictive?")


@pytest.mark.parametrize("before", [None, "", "  "])
def test_without_a_question_before_nothing_changes(before):
    assert whole_question("and in rats?", before) == Turn("and in rats?")


@given(st.text(), st.text())
def test_no_text_breaks_it_and_the_question_is_never_lost(question, before):
    assert whole_question(question, before).question or not question.strip()
