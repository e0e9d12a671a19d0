"""What changed between two states of a corpus, passage by passage."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.passages import Passage
from bot.passages.diff import compare

CAT = "The cat sat on the mat."
CAT_NOW = "The cat lay on the mat."
DOG = "Dogs bark at night."
OWL = "Owls hoot in old barns."
EEL = "Eels swim upstream every spring."
ALL = [CAT, DOG, OWL, EEL]


def passages(texts, name="a"):
    """Passages of these texts, one blank line apart."""
    found, at = [], 0
    for number, text in enumerate(texts, 1):
        found.append(
            Passage(f"{name}:{number}", f"{name}.txt", number, (), text, at, at + len(text), (), ())
        )
        at += len(text) + 2
    return found


def changes(before, after):
    """The changes of one document, by the numbers of its passages."""
    (found,) = compare({"a.txt": passages(before)}, {"a.txt": passages(after)})
    return {
        "state": found.state,
        "added": [p.number for p in found.added],
        "removed": [p.number for p in found.removed],
        "changed": [(pair.before.number, pair.after.number) for pair in found.changed],
        "moved": [(pair.before.number, pair.after.number) for pair in found.moved],
    }


def told(state="changed", added=(), removed=(), changed=(), moved=()):
    return {
        "state": state,
        "added": [*added],
        "removed": [*removed],
        "changed": [*changed],
        "moved": [*moved],
    }


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (ALL, ALL, told("same")),
        ([CAT, DOG], [CAT, OWL, DOG], told(added=[2])),
        ([CAT, DOG], [CAT, DOG, OWL], told(added=[3])),
        ([CAT, OWL, DOG], [CAT, DOG], told(removed=[2])),
        ([CAT, DOG], [CAT_NOW, DOG], told(changed=[(1, 1)])),
        ([DOG, CAT], [DOG, OWL, CAT_NOW], told(added=[2], changed=[(2, 3)])),
        ([CAT, DOG], [OWL, DOG], told(added=[1], removed=[1])),
        ([CAT, DOG, OWL], [DOG, OWL, CAT], told(moved=[(1, 3)])),
        ([CAT, DOG, OWL, EEL], [EEL, DOG, OWL, CAT_NOW],
         told(added=[4], removed=[1], moved=[(4, 1)])),
        ([CAT, DOG], [], told(removed=[1, 2])),
        ([], [CAT, DOG], told(added=[1, 2])),
    ],
    ids=["same", "put in", "put at the end", "taken out", "reworded", "reworded and put in",
         "replaced", "moved", "moved, and reworded far away", "emptied", "filled"],
)  # fmt: skip
def test_changes_within_a_document(before, after, expected):
    assert expected == changes(before, after)


def test_a_document_that_came_or_went_is_told_with_all_its_passages():
    found = compare({"a.txt": passages([CAT])}, {"b.txt": passages([DOG, OWL], "b")})

    assert [("a.txt", "removed"), ("b.txt", "added")] == [(d.document, d.state) for d in found]
    assert ([CAT], []) == ([p.text for p in found[0].removed], [*found[0].added])
    assert ([DOG, OWL], []) == ([p.text for p in found[1].added], [*found[1].removed])


def test_a_passage_is_not_followed_from_one_document_to_another():
    found = compare(
        {"a.txt": passages([CAT]), "b.txt": []}, {"a.txt": [], "b.txt": passages([CAT])}
    )

    assert [(1, 0, 0), (0, 1, 0)] == [(len(d.removed), len(d.added), len(d.moved)) for d in found]


def test_documents_come_by_name():
    state = {name: passages([CAT]) for name in ("c", "a", "b")}

    assert ["a", "b", "c"] == [d.document for d in compare(state, state)]


def test_nothing_before_means_that_all_is_added():
    (found,) = compare({}, {"a.txt": passages(ALL)})

    assert ("added", 4) == (found.state, len(found.added))


texts = st.lists(st.sampled_from([*ALL, CAT_NOW, "The cat slept on the mat."]), unique=True)


@given(texts, texts)
def test_every_passage_is_accounted_for_once(before, after):
    """What is left after taking out all that is told is the same on both sides, in order."""
    found = changes(before, after)
    pairs = found["changed"] + found["moved"]
    old = found["removed"] + [was for was, _ in pairs]
    new = found["added"] + [now for _, now in pairs]

    assert (len(old), len(new)) == (len({*old}), len({*new}))
    assert [t for n, t in enumerate(before, 1) if n not in old] == [
        t for n, t in enumerate(after, 1) if n not in new
    ]


@given(texts, texts)
def test_what_moved_has_the_same_text_and_what_changed_has_not(before, after):
    found = changes(before, after)

    assert all(before[was - 1] == after[now - 1] for was, now in found["moved"])
    assert all(before[was - 1] != after[now - 1] for was, now in found["changed"])


@example([DOG, CAT], [CAT, DOG, CAT_NOW])
@given(texts, texts)
def test_what_is_added_was_nowhere_before_and_what_is_removed_is_nowhere_now(before, after):
    found = changes(before, after)

    assert not {*before} & {after[now - 1] for now in found["added"]}
    assert not {*after} & {before[was - 1] for was in found["removed"]}


@given(texts, texts)
def test_a_document_is_the_same_if_and_only_if_its_texts_are(before, after):
    assert (before == after) == (changes(before, after)["state"] == "same")


def test_of_two_copies_of_a_passage_one_has_moved_and_one_is_added():
    found = changes([CAT, DOG, OWL, EEL], [DOG, OWL, EEL, CAT, CAT])

    assert (1, 1) == (len(found["moved"]), len(found["added"]))


def test_what_changed_stands_in_the_order_of_before():
    owl_now = OWL.replace("old", "new")

    assert told(added=[1], removed=[2], changed=[(1, 2)]) == changes([CAT, OWL], [owl_now, CAT_NOW])


def test_of_equal_texts_that_moved_the_first_is_the_first():
    before, after = [CAT, CAT, DOG, OWL, EEL], [DOG, OWL, EEL, CAT, CAT]

    assert told(moved=[(1, 4), (2, 5)]) == changes(before, after)
