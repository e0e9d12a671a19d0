"""What speaks for silence: limits that a passage lacks, and things that it is not about.

Nothing here rests on the fitted weights. Made-up words are in no table of frequencies.
"""

import statistics

import pytest

from bot.meaning import Cosines, Meaning
from bot.ranking.closeness import Closeness
from bot.ranking.confidence import Judge
from bot.ranking.features import FeatureExtractor
from bot.ranking.query import parse
from bot.ranking.synonyms import Thesaurus
from bot.ranking.synonyms import parse as rules
from bot.ranking.weights import WORDS
from tests.conftest import ranked
from tests.test_index import index_of

NONE = rules([])
TEXTS = ["The zorblax was measured in mice near Quux 7.", "A frobnar glows.", "Water."]


def judged(question, texts=TEXTS, thesaurus=NONE, **turn):
    """The confidence in the first passage for a question."""
    index = index_of(texts)
    extractor = FeatureExtractor(parse(question, index, thesaurus, **turn), index)
    return Judge(extractor, WORDS).judge(ranked(extractor)[0], None).confidence


@pytest.mark.parametrize(
    ("question", "point", "lacks"),
    [
        ("was the zorblax measured in mice", "", False),
        ("was the zorblax measured in the frobnar", "", True),
        ("was the zorblax measured in blorps", "", True),
        ("was the zorblax measured, blorps", "", False),
        ("was the zorblax measured, blorps", "blorps", True),
        ("was the zorblax measured, mice", "mice", False),
    ],
)
def test_what_stands_behind_a_preposition_or_fills_a_follow_up_limits_the_question(
    question, point, lacks
):
    assert lacks == (judged(question, point=point).limit > 0)


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("is the blorp near the quib", False),  # all of it, by synonyms
        ("is the zorblax by the quib or xyzzy", False),  # a word as it was asked
        ("is the blorp by the quib or xyzzy", True),
        ("is the zorblax xyzzy plugh frotz", True),  # a quarter
    ],
)
def test_a_passage_has_too_little_where_a_word_is_nowhere_and_none_is_as_asked(question, short):
    texts = ["The zorblax is kept near the frobnar.", "Water.", "Salt."]
    thesaurus = rules(["blorp => zorblax", "quib => frobnar"])

    assert short == bool(judged(question, texts, thesaurus).short)


def test_what_an_operators_rule_leads_to_is_never_too_little():
    texts = ["The zorblax is kept near the frobnar.", "Water.", "Salt."]
    own = Thesaurus(("blorp => zorblax",), ("blorp => zorblax",))

    assert not judged("is the blorp by the plugh or xyzzy", texts, own).short


def test_a_thing_that_many_passages_have_is_what_the_document_is_about():
    sentence = "According to all that we know about it today the zorblax is addictive."
    once = [sentence, "Water.", "Salt.", "Sand."]
    often = [sentence, "The zorblax glows.", "The zorblax sings.", "Sand."]

    assert 1.0 == judged("is zorblax addictive", once).other
    assert 0.0 == judged("is zorblax addictive", often).other


def test_a_longer_turn_that_no_passage_has_is_not_read_as_its_first_word():
    thesaurus = rules(["raise zorblax => blorp", "raise => lift"])
    index = index_of(["It can lift water.", "Salt."])

    assert ["raise zorblax"] == [c.asked for c in parse("raise zorblax", index, thesaurus).concepts]
    assert ["raise", "people"] == [  # "people" says too little to make another thing of it
        c.asked
        for c in parse(
            "raise people", index, rules(["raise people => blorp", "raise => lift"])
        ).concepts
    ]


@pytest.mark.parametrize(
    ("own", "topic"),
    [("", 0.0), ("blorp, gleep", 1.0), ("gleep => water", 0.0), ("blorp, mice", 0.0)],
)
def test_what_the_operator_has_a_rule_for_and_no_passage_has_speaks_against_an_answer(own, topic):
    thesaurus = Thesaurus((own,), (own,))

    assert topic == judged("does zorblax cure blorp", thesaurus=thesaurus).topic


def test_a_rule_of_the_package_is_no_topic():
    assert 0.0 == judged("does zorblax cure blorp", thesaurus=rules(["blorp, gleep"])).topic


class _Angles(Meaning):
    """A meaning whose cosines are given, passage by passage."""

    def __init__(self, *cosines):
        self._given = cosines

    def vector(self, _question):
        return []

    def cosines(self, _vector, passages):
        return [Cosines(self._given[number], 0.0, 0) for number in passages]


def closeness(*cosines):
    index = index_of(["Water."] * len(cosines))
    found = Closeness(parse("water", index, NONE), index, _Angles(*cosines))
    found.look_up(range(len(cosines)))
    return found


def test_a_meaning_stands_apart_by_deviations_from_the_other_candidates():
    others = [0.1, 0.3, 0.2]
    deviation = statistics.pstdev([*others, 0.8])

    assert closeness(*others, 0.8).apart(3) == pytest.approx(0.6 / (deviation + 0.03))
    assert closeness(0.5, 0.5, 0.5).apart(1) == 0.0
    assert closeness(0.2, 0.4).apart(0) < 0.0


def test_a_passage_alone_stands_apart_from_none():
    assert closeness(0.9).apart(0) == 0.0
