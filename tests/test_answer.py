"""Answers: what is shown is the document's own text, and a silence says why."""

import base64
import re
from hashlib import sha256
from time import process_time
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot import Library
from bot.answering import answer as deciding
from bot.answering import candidates
from bot.answering.reasons import WHAT_I_DO
from bot.answering.replies import NEAREST, ReplyKind
from bot.ranking.features import FeatureExtractor
from tests.conftest import DOCUMENT, ranked

TEXT = DOCUMENT.read_text("utf-8")
WORDS = sorted({*re.findall(r"[\w-]+", TEXT)})
# Questions of the document's words and of others; most are answered, some are not.
questions = st.lists(st.sampled_from([*WORDS, "what", "is", "the", "in", "how much"]), min_size=1,
                     max_size=8).map(" ".join)  # fmt: skip

ANSWERED = {
    "What is the LD50 in rats?": "980mg/kg in rats.[14]",
    "does it affect dopamine": "does not appear to affect dopamine",
    "what happened in the phenibut overdose": "One case report exists of an overdose",
    "what is the systematic name": "(5R)-5-(Piperidine-1-carbonyl)pyrrolidin-2-one",
}
NOT_ANSWERED = [
    "What is the half-life of caffeine?",
    "who won the world cup in 1998",
    "how do I bake sourdough bread",
    "what is the boiling point of ethanol",
]


def texts(reply):
    return [quotation.passage.text for quotation in reply.quotations]


@pytest.mark.parametrize(("question", "piece"), ANSWERED.items())
def test_a_question_that_the_document_answers_gets_the_passage_first(library, question, piece):
    reply = library.ask(question)

    assert reply.answered
    assert piece in texts(reply)[0]


@pytest.mark.parametrize("question", NOT_ANSWERED)
def test_a_question_that_the_document_does_not_answer_gets_no_quotation(library, question):
    reply = library.ask(question)

    assert not reply.answered
    assert () == reply.quotations
    assert reply.reason.startswith("The document does not answer: ")


@pytest.mark.parametrize(
    ("likely", "known", "by_words"),
    [
        (0.86, (), True),
        (0.84, (), False),
        (0.84, ("same",), True),
        (0.71, ("ruled",), True),
        (0.71, ("placed",), True),
        (0.69, ("same", "ruled", "placed"), False),
        (0.51, ("told",), True),
    ],
)
def test_words_alone_decide_where_they_are_sure(monkeypatch, likely, known, by_words):
    class Found:
        def __init__(self, _query, _scope, meaning=None):
            self.meaning = meaning

        likelihood = staticmethod(lambda: likely)
        is_named = staticmethod(lambda: False)
        needed = staticmethod(
            lambda: 0.5 if "told" in known else 0.7 if "placed" in known else 0.85
        )
        begin_as = staticmethod(lambda _other: "same" in known)

    monkeypatch.setattr(candidates, "Candidates", Found)
    query: Any = SimpleNamespace(concepts=[SimpleNamespace(topic="ruled" in known)])
    scope: Any = SimpleNamespace(meaning="a meaning")
    found: Any = candidates.candidates_for(query, scope)

    assert by_words is (found.meaning is None)


def test_of_several_questions_each_has_its_first_answer_however_few_are_asked_for(library):
    reply = library.ask("What is the LD50 in rats? What is the systematic name?", count=1)

    assert 2 == len(reply.leads)
    assert reply.leads == reply.quotations


def test_what_has_nothing_of_the_question_is_not_near(library):
    reply = library.ask("What is the LD50 in dogs?")

    assert ReplyKind.NEAREST is reply.kind
    assert ["fasoracetam:12"] == [quotation.passage.id for quotation in reply.nearest]


def test_of_several_languages_one_that_has_something_near_is_taken(monkeypatch):
    found: Any = [
        SimpleNamespace(answered=False, nearest=near) for near in ((), ("a passage",), ())
    ]
    replies = iter(found)
    monkeypatch.setattr(deciding, "_in_language", lambda _blank, _scope: next(replies))
    blank: Any = None
    scopes: Any = [None] * 3

    assert deciding._best(blank, scopes) is found[1]


def test_a_silence_names_the_words_that_the_document_does_not_have(library):
    reason = library.ask("what is the half-life of caffeine").reason

    assert "it says nothing of \u201chalf-life\u201d or \u201ccaffeine\u201d." in reason


def test_a_silence_names_four_unknown_words_at_most_and_none_at_full_length(library):
    long = "z" * 500
    reason = library.ask(f"{long} blorp quuxite frobnar glimwort brindlo").reason

    assert 4 == reason.count("\u201c")
    assert long not in reason


def test_a_silence_over_words_that_carry_nothing_says_what_can_be_asked(library):
    reply = library.ask("is it that")

    assert not reply.answered
    assert reply.reason == f"There is nothing to look for in that question. {WHAT_I_DO}"


@pytest.mark.parametrize(
    ("question", "named"),
    [("how do I get rid of hiccups?", "hiccups"), ("omg what of the zeppelin?", "zeppelin")],
)
def test_a_reason_names_no_turn_and_no_exclamation(library, question, named):
    reason = library.ask(question).reason

    assert f"it says nothing of \u201c{named}\u201d." in reason


def test_of_a_turn_that_is_nowhere_the_words_that_are_somewhere_are_not_named(library):
    reason = library.ask("does it affect the opioid receptors at all?").reason

    assert reason.endswith("it says nothing of \u201copioid\u201d.")


def test_a_reason_is_one_sentence_on_one_line(library):
    for question in [*NOT_ANSWERED, "is it that", "hello", "?", "a\nb\nblorp\nquuxite"]:
        assert "\n" not in library.ask(question).reason


@pytest.mark.parametrize(
    "question",
    ["hello", "Hi!", "  hey there  ", "thanks a lot :)", "good morning everyone", "who are you?",
     "are you a bot", "what can you do??", "help", "lol ok bye", "Thank you so much!!!"],
)  # fmt: skip
def test_small_talk_is_told_what_can_be_asked_and_nothing_is_offered(library, question):
    reply = library.ask(question)

    assert (ReplyKind.NOTHING, WHAT_I_DO, ()) == (reply.kind, reply.reason, reply.nearest)


@pytest.mark.parametrize(
    "question",
    ["hello, what is the LD50 in rats?", "hi there does it affect dopamine",
     "thanks! what happened in the phenibut overdose"],
)  # fmt: skip
def test_a_question_behind_a_greeting_is_a_question(library, question):
    reply = library.ask(question)

    assert reply.answered


def test_small_talk_of_any_length_is_dealt_with_at_once(library):
    """A pattern with nested repeats could take for ever on this."""
    start = process_time()
    for question in ("hi " * 60 + "x", "ok ok " * 20_000, "hihi" * 50, "a lot" * 39 + "!"):
        library.ask(question)

    assert process_time() - start < 20  # seconds


@pytest.mark.parametrize("question", ["", "???", "\u200b", "\U0001f642"])
def test_what_has_no_letter_and_no_digit_is_no_question(library, question):
    reply = library.ask(question)

    assert f"There is no question in that. {WHAT_I_DO}" == reply.reason


@given(questions, st.integers(1, 50), st.none() | questions)
def test_every_shown_text_is_an_exact_slice_of_the_document(library, question, count, after):
    reply = library.ask(question, count=count, after=after)
    for shown in reply.shown:
        passage = shown.passage

        assert TEXT[passage.start : passage.end] == passage.text
        assert passage.start <= shown.best.start < shown.best.end <= passage.end
        assert shown.best in passage.sentences


@given(questions)
def test_every_receipt_is_the_one_that_its_document_says_how_to_work_out(library, question):
    reply = library.ask(question)
    for shown in reply.shown:
        passage = shown.passage
        document = sha256(DOCUMENT.read_bytes()).hexdigest()
        bound = f"{document}\n{passage.start}-{passage.end}\n{passage.text}".encode()
        expected = base64.b32encode(sha256(bound).digest()[:10]).decode().lower()

        assert expected == shown.receipt


@given(questions, st.integers(1, 13))
def test_a_count_never_pads_and_never_reorders(library, question, count):
    """Fewer passages asked for are the first of those that come with more."""
    most, some = library.ask(question, count=50), library.ask(question, count=count)

    assert most.kind is some.kind
    if some.answered:
        assert texts(most)[:count] == texts(some)


@given(questions)
@example("fasoracetam tolerance")  # of which two passages speak, one of them in passing
def test_further_passages_answer_nearly_as_well_as_the_first(library, question):
    likely = [q.evidence.answers for q in library.ask(question, count=50).quotations]

    assert all(probability >= max(0.5, 0.8 * likely[0]) for probability in likely)


@given(questions)
def test_the_passage_that_ranks_first_is_shown_first_or_none_is(library, question):
    """A passage that ranks behind never answers in the place of one that does not."""
    reply = library.ask(question)
    if reply.answered:
        assert reply.query is not None
        index = library._snapshot.index
        best = ranked(FeatureExtractor(reply.query, index))[0].features.passage

        assert index.passage(best) == reply.quotations[0].passage


def test_a_count_of_fifty_does_not_bring_the_whole_document(library):
    reply = library.ask("What is the LD50 in rats?", count=50)

    assert 1 <= len(reply.quotations) < 5


@given(questions)
def test_no_passage_is_shown_twice(library, question):
    reply = library.ask(question, count=50)
    shown = reply.shown
    ids = [quotation.passage.id for quotation in shown]

    assert len(ids) == len({*ids})


@given(questions)
def test_scores_lie_between_none_and_one(library, question):
    reply = library.ask(question, count=50)
    shown = reply.shown

    assert all(0.0 <= quotation.score <= 1.0 for quotation in shown)


@given(questions)
def test_a_silence_offers_the_nearest_passages_three_at_most(library, question):
    reply = library.ask(question)
    if not reply.answered:
        assert len(reply.nearest) <= NEAREST == 3


def test_where_nothing_can_be_shown_as_the_nearest_it_is_silence(tmp_path):
    (tmp_path / "a.txt").write_text("a\n\n" * 30)
    reply = Library.open(tmp_path / "a.txt", tmp_path / "index").ask("a a a")

    assert (ReplyKind.NOTHING, ()) == (reply.kind, reply.nearest)
    assert reply.reason


@given(questions)
def test_the_same_question_has_the_same_answer_and_carries_itself(library, question):
    reply = library.ask(question)

    assert question == reply.question
    assert reply == library.ask(question)


@given(questions)
def test_case_and_the_mark_at_the_end_do_not_change_the_answer(library, question):
    plain, loud = library.ask(question), library.ask(f"  {question.upper()}??! ")

    assert plain.kind is loud.kind
    if plain.answered:
        assert texts(plain) == texts(loud)


def test_what_was_asked_is_not_told_again_as_what_was_read(library):
    assert "" == library.ask("What is the LD50 in rats?").read_as


def test_a_follow_up_says_how_it_was_read(library):
    reply = library.ask("and in rats?", after="What is the LD50 in mice?")

    assert "What is the LD50 in rats?" == reply.read_as
    assert "980mg/kg in rats.[14]" in texts(reply)[0]


def test_a_question_with_a_gap_says_after_what_it_was_read(library):
    reply = library.ask("how much phenibut?", after="what happened in the overdose case?")

    assert "how much phenibut? (after: what happened in the overdose case?)" == reply.read_as


TOWERS = """# Towers

## The red tower

The red tower was built in 1702. It has a bell in the roof, and the doors open at noon.

## The blue tower

The blue tower was built in 1855. It has a clock in the roof, and the doors open at dusk.
"""


@pytest.mark.parametrize(("tower", "opens"), [("red", "noon"), ("blue", "dusk")])
def test_a_follow_up_goes_on_in_the_section_that_the_question_before_was_answered_from(
    tmp_path, tower, opens
):
    (tmp_path / "towers.md").write_text(TOWERS, "utf-8")
    library = Library.open(tmp_path, tmp_path / "index")

    reply = library.ask("when do the doors open?", after=f"When was the {tower} tower built?")

    assert f"open at {opens}" in texts(reply)[0]


@pytest.mark.parametrize(("tower", "opens"), [("red", "noon"), ("blue", "dusk")])
def test_a_follow_up_goes_on_in_the_section_that_came_nearest_to_the_question_before(
    tmp_path, tower, opens
):
    (tmp_path / "towers.md").write_text(TOWERS, "utf-8")
    library = Library.open(tmp_path, tmp_path / "index")
    before = f"Who repaired the bell and the clock of the {tower} tower?"
    shown = library.ask(before).nearest[0].passage.heading

    reply = library.ask("when do the doors open?", after=before)

    assert [f"The {tower} tower", f"open at {opens}"] == [
        shown[-1], texts(reply)[0].rpartition("doors ")[2].rstrip("."),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("question", "told"), [("What did Moor say?", True), ("What did Egge say of currents?", False)]
)
def test_an_entry_that_lacks_the_rarest_word_is_not_told_as_one_with_the_words(
    tmp_path, question, told
):
    (tmp_path / "tides.md").write_text(
        "# Tides\n\nThe tide reaches the step.[1]\n\n## References\n\n"
        "1. Moor, A. (1990) Kinds of currents.\n"
    )
    reply = Library.open(tmp_path, tmp_path / "index").ask(question)

    assert told == ("its entry [1] has words" in reply.reason)


@pytest.mark.parametrize(
    ("document", "question", "answered"),
    [
        # Of animals and of people alike.
        ("Tested in rats and in human volunteers, zolam was safe at 20 mg.",
         "Is zolam safe in humans?", True),
        ("Tested in rats and in mice, zolam was safe at 20 mg.", "Is zolam safe in humans?", False),
        # One passage that names children does not make a short document theirs.
        ("The pool is 2 m deep.\n\nChildren may not run.\n\nThe towels are white.",
         "How deep is the pool for children?", False),
    ],
)  # fmt: skip
def test_what_is_said_of_others_is_no_answer(tmp_path, document, question, answered):
    (tmp_path / "a.md").write_text(f"# Zolam\n\n{document}\n")

    assert answered == Library.open(tmp_path, tmp_path / "index").ask(question).answered


LOG = """# Log

On 4 March 1911 the mast fell.

On 24.12.1911 the roof burned.

The anchor weighs 6\u00bc kg.

The chain weighs 6\u00be kg.

Boats of weight 10 to 14 pay half.
"""


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What happened on 4.3.1911?", "mast"),
        ("Did the mast fall on 3.4.1911?", ""),  # with full stops, the day comes first
        ("What happened on 24 December 1911?", "roof"),
        ("What weighs 6.25 kg?", "anchor"),
        ("What weighs 6.75 kg?", "chain"),
        ("What do boats pay of weight 12?", "half"),  # an amount is no name
    ],
)
def test_dates_and_amounts_are_what_they_are_in_other_writings(tmp_path, question, answer):
    (tmp_path / "log.md").write_text(LOG, "utf-8")
    found = texts(Library.open(tmp_path, tmp_path / "index").ask(question))

    assert (bool(answer), answer in " ".join(found[:1])) == (bool(found), True)


TEA_ROOM = """Rooms

Every room has a table, a lamp and a socket beside the door, and a key on a hook above it.

Evenings

A tea costs 2 pounds at the counter. It forms a queue when the music ends, so come early.

Members

Members pay their fee in March. Somebody at the desk takes the money and writes a receipt.
"""


def test_of_a_turn_that_the_document_does_not_have_each_word_is_named(tmp_path):
    (tmp_path / "mill.md").write_text("# Mill\n\nThe mill grinds wheat.\n")
    reason = Library.open(tmp_path / "mill.md", tmp_path / "index").ask("a power cut?").reason

    assert "it says nothing of \u201cpower\u201d or \u201ccut\u201d." in reason


RULES = """# The hall

The hall was founded by Ada Brandt.

Dogs must be on a leash. Who lets a dog run free pays a fine of nine crowns.

A permit for the kiln is issued by the warden.

Oak planks are sold on Fridays.
"""


@pytest.fixture(scope="module")
def rules(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rules")
    (folder / "rules.md").write_text(RULES)
    return Library.open(folder / "rules.md", folder / "index")


def test_a_word_that_is_there_in_other_words_alone_is_named(rules):
    assert rules.ask("how do I get a licence?").reason.endswith("nothing of \u201clicence\u201d.")
    assert "nothing of" not in rules.ask("how do I get permission?").reason


def test_the_second_question_on_a_thing_that_is_nowhere_has_a_reason_of_its_own(rules):
    _, who = rules.ask("Is it sold in June? And who discovered it?").replies
    _, free = rules.ask("What is a zeppelin? And is it free?").replies

    assert who.reason.endswith("it says nothing of \u201cdiscovered\u201d.")
    assert free.reason.endswith("it says nothing of \u201czeppelin\u201d.")


LATE = "Late books cost 20 cents a day, up to the price of the book."


def test_what_repeats_a_question_without_an_answer_in_other_light_words_has_none(tmp_path):
    (tmp_path / "mill.md").write_text(f"# Mill\n\n{LATE}\n\nA survey found mice in 1987.\n")
    library = Library.open(tmp_path / "mill.md", tmp_path / "index", model="off")

    found, *others = library.ask("What did the survey find? Who paid? When?").replies

    assert found.answered
    assert [ReplyKind.NOTHING] * 2 == [other.kind for other in others]


def test_what_is_exclaimed_is_not_named_as_missing(rules):
    assert "ugh" not in rules.ask("ugh why is it free?").reason


@pytest.mark.parametrize("word", ["analyse", "analyzing", "theatre", "colors", "flavour"])
def test_a_word_that_an_entry_has_is_not_said_to_be_nowhere(tmp_path, word):
    entry = "[1] Brown A. Analysing the colour and flavor of a theater. 1988."
    text = f"# Hall\n\nThe hall is old.[1]\n\nDogs stay outside.\n\n## References\n\n{entry}\n"
    (tmp_path / "hall.md").write_text(text)
    library = Library.open(tmp_path / "hall.md", tmp_path / "index")

    assert "entry [1]" in library.ask(f"{word}?").reason
    reason = library.ask(f"zeppelins and {word}?").reason
    assert reason.endswith("it says nothing of \u201czeppelins\u201d.")


def test_a_word_that_only_looks_like_one_of_an_entry_is_nowhere(tmp_path):
    text = (
        "# Hall\n\nThe hall is old.[1]\n\nDogs stay out.\n\n## References\n\n[1] She wrote. 1988.\n"
    )
    (tmp_path / "hall.md").write_text(text)

    reason = Library.open(tmp_path / "hall.md", tmp_path / "index").ask("shoes?").reason
    assert reason.endswith("it says nothing of \u201cshoes\u201d.")


def test_the_story_before_what_asks_nothing_by_itself_says_what_is_missing(rules):
    reason = rules.ask("My kangaroo is ill! What do I do?").reason

    assert reason.endswith("nothing of \u201ckangaroo\u201d.")


def test_a_part_of_a_heading_answers_no_question_for_a_number_that_is_not_there(tmp_path):
    text = "# Port\n\n## Search and rescue\n\nCall channel 16 at once.\n\n## Tea\n\nTea is free.\n"
    (tmp_path / "port.md").write_text(text)
    library = Library.open(tmp_path / "port.md", tmp_path / "index", model="off")

    assert library.ask("how do I search?").answered
    assert not library.ask("how long is a search?").answered


@pytest.mark.parametrize("question", ["whats the punishment for it?", "and the punishment?"])
def test_a_follow_up_in_other_words_is_answered(rules, question):
    reply = rules.ask(question, after="Must dogs be on a leash?")

    assert reply.answered
    assert "a fine" in texts(reply)[0]


def test_the_answer_to_the_question_before_is_none_to_who_or_why_where_it_does_not_tell(rules):
    _, who = rules.ask("Are oak planks sold? Who made it?").replies
    _, why = rules.ask("Are oak planks sold? Why?").replies

    assert not who.answered
    assert not why.answered
    assert rules.ask("Who founded the hall? Who founded it?").answered


def test_what_has_only_the_words_of_the_question_before_is_no_answer(rules):
    assert not rules.ask("who discovered it?", after="Are oak planks sold?").answered


def test_after_a_question_without_an_answer_what_may_be_of_the_document_is_read_alone(tmp_path):
    (tmp_path / "mill.md").write_text("# Mill\n\nIt is free for all.\n\nThe tower has bells.\n")
    library = Library.open(tmp_path / "mill.md", tmp_path / "index")

    assert library.ask("is it free?", after="Who is Zorblax?").answered


@pytest.mark.parametrize(
    ("question", "answered"),
    [
        ("Where is the plug?", True),
        ("Where do I plug the computer in?", False),  # one word of two, and that by a synonym
        ("What does a tea cost and what does it form?", True),
        ("What is a latent image and how does it form?", False),  # "it" is nowhere
        ("How much is a cup of tea and when does it form a queue?", True),  # asks of a queue
    ],
)
def test_too_little_of_a_question_is_no_answer_to_it(tmp_path, question, answered):
    (tmp_path / "rooms.txt").write_text(TEA_ROOM, "utf-8")
    library = Library.open(tmp_path, tmp_path / "index", model="off")

    assert answered == library.ask(question).answered


def test_what_goes_on_from_a_question_on_nothing_is_told_the_same_reason(tmp_path):
    (tmp_path / "rooms.txt").write_text(TEA_ROOM, "utf-8")
    library = Library.open(tmp_path, tmp_path / "index", model="off")
    latent = library.ask("What is a latent image?")

    both = library.ask("What is a latent image and how does it form?")

    assert (both.kind, both.reason) == (ReplyKind.NOTHING, latent.reason)


@pytest.mark.parametrize("after", [None, "Is it rented?"])
def test_what_only_asked_of_it_names_nothing_that_the_next_question_is_about(tmp_path, after):
    (tmp_path / "a.md").write_text("# Piers\n\nThe old pier is closed.\n")
    asked = "Who painted it?" if after else "Is it rented? And who painted it?"
    reply = Library.open(tmp_path / "a.md", tmp_path / "index").ask(asked, after=after)

    assert "painted" in reply.reason


@pytest.mark.parametrize(
    ("question", "after", "understood"),
    [
        ("And cats?", "Do dogs need a leash?", "Do cats need a leash?"),
        ("Do dogs need a leash? And cats?", None, "Do dogs need a leash? Do cats need a leash?"),
    ],
)
def test_a_fragment_without_an_answer_is_read_as_what_it_was_filled_into(
    tmp_path, question, after, understood
):
    (tmp_path / "a.md").write_text("# Pets\n\nDogs must be on a leash.\n")
    reply = Library.open(tmp_path / "a.md", tmp_path / "index").ask(question, after=after)

    assert understood == reply.read_as


def test_what_is_said_of_another_code_is_no_answer(tmp_path):
    (tmp_path / "hinges.md").write_text("GX-4410 fits the left hinge of a gate.\n", "utf-8")
    library = Library.open(tmp_path, tmp_path / "index")
    asked = [f"Which hinge of a gate does {code} fit?" for code in ("GX-4410", "GX-4411")]

    assert [True, False] == [library.ask(question).answered for question in asked]


@pytest.mark.parametrize(
    ("plan", "answered"),
    [("plan A", True), ("Plan-A", True), ("plan C", False), ("plan c", False)],
)
def test_what_is_said_of_another_letter_is_no_answer(tmp_path, plan, answered):
    (tmp_path / "plans.md").write_text("Plan A has a crew of four. Gate C is shut.\n", "utf-8")
    library = Library.open(tmp_path, tmp_path / "index")

    assert answered == library.ask(f"What crew has {plan}?").answered


def test_the_best_sentence_is_marked_not_the_whole_passage(library):
    reply = library.ask("was bradycardia noted at the hospital")
    best = reply.quotations[0].best

    assert TEXT[best.start : best.end].startswith("Patient was found unconscious")


def test_offsets_are_right_behind_characters_of_several_bytes(tmp_path):
    text = (
        "\u6f22\u5b57 \U0001f642 caf\u00e9\n\nThe zorblax \u2013 a stone \u2013 glows.[1]\n\nEnd.\n"
    )
    (tmp_path / "a.txt").write_text(text)
    reply = Library.open(tmp_path / "a.txt", tmp_path / "index").ask("which stone glows?")
    assert reply.answered
    passage = reply.quotations[0].passage

    assert "The zorblax \u2013 a stone \u2013 glows.[1]" == text[passage.start : passage.end]
    assert passage.text == text[passage.start : passage.end]


def test_answers_from_several_documents_come_best_first(tmp_path):
    (tmp_path / "own").mkdir()
    for name, text in {
        "a.txt": "The kiln stands in the yard.",
        "b.txt": "Zorblax is a stone that glows in the dark.",
        "c.txt": "Nobody has sold zorblax since.",
    }.items():
        (tmp_path / "own" / name).write_text(text)
    reply = Library.open(tmp_path / "own", tmp_path / "index").ask("what is zorblax", count=3)

    assert reply.answered
    assert "b.txt" == reply.quotations[0].passage.document
    assert "a.txt" not in [quotation.passage.document for quotation in reply.quotations]


HALL = [
    "# Storage in the Hall\n\nThere is little room.\n\nStorage in the hall costs 8 euros.",
    "# Membership of the Hall\n\nAnybody can join.\n\n## Fees\n\nMembership of the hall is free.",
    "# Safe spaces\n\nBe kind to all.\n\nSpaces are safe when they are locked.",
    "# Privacy\n\n## Storage data\n\nThe hall keeps data on storage in the hall.\n\n"
    "## Membership data\n\nThe hall keeps data on membership of the hall.\n\n"
    "## Space\n\nSafe spaces are private.",
]


@pytest.fixture(scope="module", params=["titles of documents", "headings of one"])
def hall(request, tmp_path_factory):
    """What is said of a hall, in documents of their own, or in sections of one."""
    folder = tmp_path_factory.mktemp("hall")
    if "one" in request.param:
        sections = "\n\n".join(text.replace("# ", "## ") for text in HALL)
        (folder / "hall.md").write_text(f"# The book\n\n{sections}")
    else:
        for number, text in enumerate(HALL):
            (folder / f"{number}.md").write_text(text)
    return Library.open(folder, folder / "index")


@pytest.mark.parametrize("title", ["Storage in the Hall", "Membership of the Hall", "Safe spaces"])
def test_a_question_that_repeats_a_heading_gets_what_comes_first_below_it(hall, title):
    first, *_ = hall.ask(title).quotations

    assert title == first.passage.heading[-1]
    assert HALL[["Storage", "Membership", "Safe"].index(title.split()[0])].split("\n\n")[1] == (
        first.passage.text
    )
