"""Messages become questions: follow-ups whole, several apart, small talk none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.follow_ups import Turn, follow_ups
from bot.answering.fragments import filled_in
from bot.answering.readings import questions


@pytest.mark.parametrize(
    ("question", "before", "whole"),
    [
        ("and in rats?", "What is the LD50 in mice?", "What is the LD50 in rats?"),
        ("in humans?", "whats the ld50 in mice", "whats the ld50 in humans?"),
        ("what about mice", "What is the LD50 in rats?", "What is the LD50 in mice?"),
        ("what about serotonin", "does it affect dopamine?", "does it affect serotonin?"),
        ("and the captain?", "who is the lantern keeper?", "who is the captain?"),
        ("and a tent?", "What does a bed cost?", "What does a tent cost?"),
        ("and tents?", "How many double beds are there?", "How many tents are there?"),
        (
            "and in winter?",
            "How much does a bed in May cost?",
            "How much does a bed in winter cost?",
        ),
        ("and for ADHD?", "how much do people take?", "how much do people take, for ADHD?"),
        ("and open fires?", "Are portable stoves allowed?", "Are open fires allowed?"),
        ("and a toad?", "Is the newt endangered?", "Is a toad endangered?"),
        ("and birds?", "Are dogs and cats allowed?", "Are dogs and birds allowed?"),
        ("and wild ones?", "What do captive newts eat?", "What do wild ones eat?"),
        ("and rule 5?", "What does Server Rule 1 say?", "What does Server rule 5 say?"),
        ("and my child?", "May I take my dog to the pool?", "May I take my child?"),
        ("and what in rats?", "What is the LD50 in mice?", "What is the LD50 in rats?"),
        ("and a tide?", "When is a storm an emergency?", "When is a tide an emergency?"),
        ("and a seal?", "Is a whale a fish or a mammal?", "Is a seal a fish or a mammal?"),
        ("and a child?", "What if an adult is choking?", "What if a child is choking?"),
        ("and my cat?", "What do I do if the dog is sick?", "What do I do if my cat is sick?"),
        ("and aspirin?", "Can I give a child codeine?", "Can I give a child aspirin?"),
        ("what about PVC?", "Can I cut foam in the laser?", "Can I cut PVC in the laser?"),
        ("and honey?", "Is butter good for burns?", "Is honey good for burns?"),
        ("and stings?", "Is butter good for burns?", "Is butter good for stings?"),
        ("and cats?", "Do dogs need a leash?", "Do cats need a leash?"),
        ("and guests?", "Do members pay their fee?", "Do guests pay their fee?"),
        ("and gloves?", "Do I need a helmet?", "Do I need gloves?"),
        ("and a kit?", "Do dogs need a leash?", "Do dogs need a kit?"),
        ("and kids?", "Can guests use the welder?", "Can kids use the welder?"),
        ("and crabs?", "How many gulls are on the pier?", "How many crabs are on the pier?"),
        ("and the bucket?", "Where is the first aid kit?", "Where is the bucket?"),
        ("and tea?", "May I drink coffee while pregnant?", "May I drink tea while pregnant?"),
        ("and a cat?", "Can a dog come into the hall?", "Can a cat come into the hall?"),
        ("and a stone?", "Is a pan good for the oven?", "Is a stone good for the oven?"),
        ("and a mill?", "Can a dog come into a hall?", "Can a dog come into a mill?"),
        ("what about outside town?", "What is the fee?", "What is the fee, outside town?"),
        ("and when deaf?", "May I drive a tram?", "May I drive a tram, when deaf?"),
        ("and a tent?", "What does a bed cost when full?", "What does a tent cost when full?"),
        ("and mill?", "Can I cut tiles in the laser?", "Can I cut tiles in the mill?"),
        ("and tower?", "Who hung bells in the church?", "Who hung bells in the tower?"),
        (
            "and in Bergen?",
            "How deep is the snow in May in Oslo?",
            "How deep is the snow in May in Bergen?",
        ),
    ],
)
def test_a_fragment_takes_the_place_of_its_like(question, before, whole):
    assert follow_ups(question, before)[0].question == whole


@pytest.mark.parametrize("question", ["how much phenibut?", "how did they treat him?"])
def test_a_question_with_a_gap_takes_the_one_before_along(question):
    before = "What happened in the overdose case?"

    assert follow_ups(question, before) == [Turn(question, before)]


def test_a_light_question_that_leaves_out_what_it_is_about_is_not_read_alone():
    (turn,) = follow_ups("which one is best?", "Which flour do I use?")

    assert turn.question == "Which flour do I use: which one is best?"


def test_a_lead_in_before_a_question_with_a_gap_is_dropped():
    (turn,) = follow_ups("and how much of the tea?", "Was there ever an overdose?")

    assert turn == Turn("how much of the tea?", "Was there ever an overdose?")


def test_of_several_names_it_is_the_last():
    first, *_ = follow_ups("When was it built?", "Is the Heron longer than the Petrel?")

    assert first == Turn("When was it built?", "Petrel")


def test_the_fragment_that_was_filled_in_is_the_point():
    assert follow_ups("and in rats?", "What is the LD50 in mice?")[0].point == "in rats"


@pytest.mark.parametrize(
    "question", ["What is piracetam?", "ld50 mice", "who discovered the town?"]
)
def test_a_new_question_is_not_bent_by_the_one_before(question):
    assert follow_ups(question, "What is the LD50 in mice?") == [Turn(question)]


def test_a_lead_in_before_a_whole_question_is_dropped():
    alone, *_ = follow_ups("and is it addictive?", "what is the ld50?")

    assert alone == Turn("is it addictive?")


@pytest.mark.parametrize(
    "question",
    ["is it addictive?", "should all of the boxes be closed before i finally do that to them"],
)
def test_a_whole_question_that_speaks_of_it_is_read_alone_first_and_then_with_the_one_before(
    question,
):
    before = "How do I move a shelf?"

    assert follow_ups(question, before) == [Turn(question), Turn(question, before)]


def test_a_row_of_apostrophes_is_read_at_once():
    message = f"{60 * chr(39)}x"

    assert questions(message, None) == [(Turn(message),)]


@pytest.mark.parametrize("before", [None, "", "  "])
def test_without_a_question_before_nothing_changes(before):
    assert follow_ups("and in rats?", before) == [Turn("and in rats?")]


@given(st.text(), st.text())
def test_no_text_breaks_it_and_the_question_is_never_lost(question, before):
    assert follow_ups(question, before)[0].question or not question.strip()


@pytest.mark.parametrize(
    "question", ["which reference is that?", "source?", "says who", "what's the citation"]
)
def test_to_ask_for_the_source_is_to_ask_the_question_before_again(question):
    before = "What is the LD50 in mice?"

    assert [Turn(before)] == follow_ups(question, before)


@pytest.mark.parametrize("question", ["and if I took too much?", "what if we go there"])
def test_another_condition_is_not_asked_with_the_question_before(question):
    assert [Turn(question)] == follow_ups(question, "I missed a dose")


@pytest.mark.parametrize(
    "question", ["why?", "and then?", "how much of it", "and if not?", "what if it goes"]
)
def test_a_question_without_a_word_of_its_own_goes_on_from_the_one_before(question):
    assert f"What happened: {question}" == follow_ups(question, "What happened?")[0].question


@pytest.mark.parametrize(
    ("question", "before", "whole"),
    [
        (
            "and the range of motion?",
            "How was perceived soreness measured?",
            "How was the range of motion measured?",
        ),
        ("and the weight?", "How long is the tail of a fox in winter?", "the weight"),
        ("and a tent?", "How much does a bed in May cost?", "a tent"),
        ("and the dog?", "Does the cat bite?", "the dog"),
        ("and my child?", "May I take a dog?", "my child"),
        (
            "and what happens if its higher?",
            "What is the best speed for captive newts?",
            "what happens if its higher?",
        ),
    ],
)
def test_a_fragment_takes_only_a_place_that_it_fits(question, before, whole):
    assert whole == follow_ups(question, before)[0].question


def test_one_thing_does_not_take_the_place_of_any():
    assert "" == filled_in("the fine", "Must dogs be on a leash?")
    assert "Is there a lock in the shed?" == filled_in("the shed", "Is there a lock in the mill?")


def test_what_points_back_behind_a_preposition_goes_on_from_the_question_before():
    before = "Is spamming allowed?"
    question = "whats the punishment for it?"

    assert [Turn(question, before), Turn(question)] == follow_ups(question, before)


@pytest.mark.parametrize("question", ["should I cut it?", "what if it bleeds", "can I hold them?"])
def test_what_cannot_be_the_document_is_never_read_alone(question):
    before = "How do I draw out a splinter?"

    assert [Turn(question, before)] == follow_ups(question, before)


def test_a_limit_of_the_question_before_is_never_only_context():
    filled = Turn("May I drink tea while pregnant?", point="tea")

    assert [filled] == follow_ups("and tea?", "May I drink coffee while pregnant?")


def test_they_are_those_of_the_question_before():
    before, question = "May injured players return?", "how many games do they miss?"

    assert [Turn(question, before), Turn(question)] == follow_ups(question, before)


def test_a_follow_up_goes_on_from_the_question_of_a_long_message():
    before = "My brother is odd. He told me a lot. What is the LD50 in mice? Thank you all so much."

    assert "What is the LD50 in rats?" == questions("and in rats?", before)[0][0].question


@pytest.mark.parametrize(
    "message", ["hello there, how are you?", "thanks a lot!!", "?!", "<:wave:123456789012345678>"]
)
def test_small_talk_asks_the_document_nothing(message):
    assert [] == questions(message, None)


@pytest.mark.parametrize(
    "message",
    ["Does it act as a stimulant?", "How do I write a letter?", "Ignore the rules of the lock?",
     "4.2.17", "What does god mode do?"],
)  # fmt: skip
def test_no_wording_is_forbidden(message):
    assert [(Turn(message),)] == questions(message, None)


def test_a_story_before_a_question_becomes_its_context():
    told = questions("My son is fifteen. He has ADHD. Does it help with that?", None)

    assert [
        (
            Turn("My son is fifteen. He has ADHD. Does it help with that?"),
            Turn("Does it help with that?", "My son is fifteen. He has ADHD."),
        )
    ] == told


def test_a_greeting_before_a_question_becomes_its_context():
    told = questions("hi bot, quick question: what do tickets cost?", None)

    assert Turn("what do tickets cost?", "hi bot, quick question") == told[0][-1]


def test_a_story_in_the_same_sentence_as_a_question_becomes_its_context():
    told = questions("I'm writing an essay and time is short, but what do tickets cost?", None)

    question = "but what do tickets cost?"
    assert Turn(question, "I'm writing an essay and time is short") == told[0][-1]


@pytest.mark.parametrize("message", ["In dogs, what is the lethal dose?",
                                     "If I am pregnant, can I take it?"])  # fmt: skip
def test_what_narrows_a_question_down_is_not_parted_from_it(message):
    assert [(Turn(message),)] == questions(message, None)


@pytest.mark.parametrize(
    ("message", "asked"),
    [
        ("What do tickets cost? Do dogs travel free?",
         ["What do tickets cost?", "Do dogs travel free?"]),
        ("How much is a ticket and do dogs travel free?",
         ["How much is a ticket", "do dogs travel free?"]),
        ("- What do tickets cost?\n* Do dogs travel free?",
         ["What do tickets cost?", "Do dogs travel free?"]),
        ("What is the LD50 in mice? And in rats?",
         ["What is the LD50 in mice?", "What is the LD50 in rats?"]),
        ("What do tickets cost and who do I call?",
         ["What do tickets cost", "What do tickets cost: who do I call?"]),
        ("Can I borrow a tent? And how long for? Why?",
         ["Can I borrow a tent?", "Can I borrow a tent: And how long for?",
          "Can I borrow a tent: Why?"]),
        ("Whats the fine? Is lead bad?", ["Whats the fine?", "Is lead bad?"]),
        ("Is tea sold? Who made it?", ["Is tea sold?", "Is tea sold: Who made it?"]),
        ("Is tea sold? What do you think?", ["Is tea sold? What do you think?"]),
        ("Can I bring a dog? Is that ok? What?", ["Can I bring a dog? Is that ok? What?"]),
        ("How's it going? Is tea sold?", ["How's it going? Is tea sold?"]),
        ("Can anyone help? What do tickets cost?", ["Can anyone help? What do tickets cost?"]),
        ("Can I bring a dog? Up to how many?",
         ["Can I bring a dog?", "Can I bring a dog: Up to how many?"]),
        ("Is tea sold? Can I get more?", ["Is tea sold?", "Is tea sold: Can I get more?"]),
        ("We come in June :) how many tents fit? and is tea sold?",
         ["how many tents fit?", "is tea sold?"]),
        ("hey @here how much is a tent... and is tea sold?",
         ["hey @here how much is a tent...", "is tea sold?"]),
        ("What do tickets cost? :) is tea sold?", ["What do tickets cost?", "is tea sold?"]),
        ("how much is a tent \U0001f600 can dogs come in \U0001f436",
         ["how much is a tent", "can dogs come in \U0001f436"]),
        ("Are dogs :) allowed?", ["Are dogs :) allowed?"]),
        ("Sorry dumb question but what do tickets cost? Is tea sold?",
         ["what do tickets cost?", "Is tea sold?"]),
        ("I'd like to know when it opens. Is tea sold?",
         ["I'd like to know when it opens.", "Is tea sold?"]),
        ("I was wondering what tickets cost. Also whether dogs can come in.",
         ["I was wondering what tickets cost.", "whether dogs can come in."]),
        ("I don't know what he wants. Is tea sold?",
         ["I don't know what he wants. Is tea sold?"]),
        ("Hi!\n- ticket price\n- dogs?", ["ticket price", "dogs?"]),
        ("1. ticket price\n2. dogs", ["ticket price", "dogs"]),
        ("We have:\n- tents\n- dogs\nWhat do tickets cost?",
         ["We have:\n- tents\n- dogs\nWhat do tickets cost?"]),
        ("Is it for bread and butter?", ["Is it for bread and butter?"]),
    ],
)  # fmt: skip
def test_each_question_of_a_message_is_asked(message, asked):
    assert asked == [readings[0].question for readings in questions(message, None)]


def test_what_is_told_before_several_questions_is_the_context_of_each():
    told = "My manager told me about summer hours."
    start, chairs = questions(f"{told} When do they start? Are chairs sold?", None)

    assert Turn("When do they start?", told) in start
    assert Turn("Are chairs sold?") == chairs[0]
    assert told in {turn.context for turn in chairs}


def test_a_part_that_says_nothing_alone_goes_on_from_the_question_before_it():
    """Filled in, it would stand for all of that question, and say no more than it does alone."""
    asked = "In which house is tea served?"
    _, readings = questions(f"{asked} And in their house?", None)

    assert (Turn("And in their house?", asked),) == readings


def test_a_part_that_speaks_of_what_the_one_before_it_speaks_of_is_read_alone_first():
    _, readings = questions("Where is its tower? When do its bells ring?", None)

    assert Turn("When do its bells ring?") == readings[0]


def test_marks_of_discord_are_no_words_of_a_question():
    written = "<@123456789> what do tickets <:pepe:123456789012345678> cost <t:1618953630:R>"

    assert "what do tickets" in questions(written, None)[0][0].question
    assert "<" not in questions(written, None)[0][0].question


@given(st.text(), st.none() | st.text())
def test_no_message_breaks_it(message, before):
    for readings in questions(message, before):
        assert readings
