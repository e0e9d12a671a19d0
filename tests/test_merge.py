"""Merging: the same by what is compiled and without, upon an index before and anew."""

import random
import zlib
from bisect import bisect_left
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import native
from bot.errors import IndexDamaged
from bot.index import Index
from bot.index.build import Builder, File
from bot.index.container import Reader, checks_of
from bot.index.merging import ByPass, BySort
from bot.index.strings import Numbering, StringColumn
from bot.index.writer import Writer
from tests.conftest import compiled_only
from tests.test_index import source

WAYS = [
    pytest.param(True, id="compiled", marks=compiled_only),
    pytest.param(False, id="plain"),
]
ways = pytest.mark.parametrize("compiled", WAYS)


@contextmanager
def by(compiled):
    with pytest.MonkeyPatch.context() as patch:
        if not compiled:
            patch.setattr(native, "kernels", lambda: None)
        yield patch


# Strings

strings = st.lists(st.binary(max_size=20) | st.sampled_from([b"", b"a", b"ab", b"a\0", b"\xff"]))


@ways
@given(st.lists(strings, max_size=4))
def test_strings_are_numbered_as_they_are_first_seen(compiled, lists):
    known: dict[bytes, int] = {}
    with by(compiled):
        numbering = Numbering()
        for some in lists:
            numbers = numbering.take(StringColumn.of(some)).tolist()

            assert [known.setdefault(one, len(known)) for one in some] == numbers
        assert [*known] == numbering.all().all()
        assert len(known) == len(numbering)


@ways
def test_very_many_strings_are_numbered(compiled):
    some = [str(number * number).encode() * (number % 7) for number in range(50_000)]
    known: dict[bytes, int] = {}
    with by(compiled):
        numbers = Numbering().take(StringColumn.of(some)).tolist()

    assert [known.setdefault(one, len(known)) for one in some] == numbers


@ways
@given(strings.map(set), strings.map(set))
def test_sorted_strings_are_found_where_they_are_or_would_be(compiled, some, wanted):
    with by(compiled):
        column = StringColumn.of([*some])
        ordered = column.take(column.order())
        places, known = ordered.find(StringColumn.of(sorted(wanted)))

    assert sorted(some) == ordered.all()
    assert [bisect_left(sorted(some), one) for one in sorted(wanted)] == places.tolist()
    assert [one in some for one in sorted(wanted)] == known.tolist()


@ways
@given(strings, strings)
def test_joined_strings_are_read_in_any_order(compiled, some, more):
    both = [*some, *more]
    order = np.array([*range(len(both)), *range(len(both))][::-1], np.int64)
    with by(compiled):
        column = StringColumn.of(some).joined(StringColumn.of(more)).take(order)

    assert [both[at] for at in order] == column.all()


@ways
@pytest.mark.parametrize("size", [0, 64, 4096, 3 << 20, (3 << 20) + 64, (3 << 20) + 4095])
def test_every_block_has_its_checksum(compiled, size):
    data = random.Random(size).randbytes(size)
    blocks = [data[at : at + 4096] for at in range(0, size, 4096)]
    with by(compiled):
        assert [*map(zlib.crc32, blocks)] == [*checks_of(memoryview(data))]


# Whole indexes


def built(documents: dict[str, list[str]], old: Index | None = None) -> bytes:
    """An index of documents, each a list of passages; those that `old` has are taken over."""
    known = {} if old is None else {(d.name, d.sha256): d for d in old.documents}
    with Builder(file := BytesIO(), old) as builder:
        for name, texts in sorted(documents.items()):
            of = File(name, sha256(repr(texts).encode()).hexdigest(), ())
            document, split = source(texts, name)
            if (name, of.sha256) in known:
                builder.keep(known[name, of.sha256], of)
            else:
                builder.add(document, of, split)
        builder.finish({"unreadable": []})
    return file.getvalue()


def corpus(seed: int, count: int, passages: int) -> dict[str, list[str]]:
    """Documents with a Zipf-like vocabulary; some words occur often in few passages."""
    rng = random.Random(seed)
    words = [f"w{n}x" for n in range(3000)]
    chances = [1 / (n + 5) for n in range(3000)]

    def passage() -> str:
        chosen = rng.choices(words, chances, k=rng.randint(1, 3))
        return " ".join(chosen + [rng.choice(words)] * rng.choice([0] * 20 + [30, 31]))

    return {f"d{n:03}": [passage() for _ in range(rng.randint(0, passages))] for n in range(count)}


def changed(documents: dict[str, list[str]], seed: int, share: float) -> dict[str, list[str]]:
    """The same with some documents changed, removed, and added."""
    rng, new = random.Random(seed), corpus(seed, len(documents), 8)
    kept = {name: texts for name, texts in documents.items() if rng.random() > share / 2}
    return {name: new[name] if rng.random() < share else texts for name, texts in kept.items()} | {
        f"{name}b": texts for name, texts in new.items() if rng.random() < share
    }


documents = st.dictionaries(
    st.sampled_from(["a", "b", "c", "d"]),
    st.lists(
        st.lists(
            st.sampled_from("ab cd running runs ran zorb zorbs zorbing".split()), max_size=9
        ).map(" ".join),
        max_size=5,
    ),
)


@settings(max_examples=40)
@given(documents, documents, st.sets(st.sampled_from("abcd")))
def test_a_small_index_is_the_same_upon_one_before_and_by_either_way(before, changes, kept):
    after = {**changes, **{name: before[name] for name in kept if name in before}}
    anew = built(after)
    for compiled in (native.kernels() is not None, False):
        with by(compiled):
            assert anew == built(after, Index.from_bytes(built(before)))


@pytest.mark.parametrize(("share", "passages"), [(0.05, 1000), (0.01, 60), (0.5, 60), (1.0, 60)])
def test_a_large_index_is_the_same_upon_one_before_and_by_either_way(share, passages, monkeypatch):
    """In several stretches and pieces, and of several blocks of passages if they are many."""
    monkeypatch.setattr("bot.index.merge._STRETCH", 2000)
    monkeypatch.setattr("bot.index.spill._IN_MEMORY", 10_000)
    before = corpus(1, 150, passages)
    after = changed(before, 2, share)
    old, anew = Index.from_bytes(built(before)), built(after)

    assert passages < 1000 or len(old) > 1 << 16
    assert anew == built(after, old)
    with by(compiled=False):
        assert anew == built(after, old)


@ways
def test_a_form_that_is_new_does_not_come_before_a_shorter_one_that_is_as_rare(compiled):
    before = {"a": ["zorb"]}
    after = {**before, "b": ["zorbs zorbing"]}
    with by(compiled):
        index = Index.from_bytes(built(after, Index.from_bytes(built(before))))

    assert ["zorb", "zorbs", "zorbing"] == index.terms.forms(index.term("zorb"))
    assert built(after) == built(after, Index.from_bytes(built(before)))


@ways
def test_a_count_that_no_word_occurs_any_more_is_forgotten(compiled):
    often = {"a": ["ab ab ab ab ab", "cd"], "b": ["ab", "cd cd cd"]}
    with by(compiled):
        after = {"b": often["b"]}
        index = Index.from_bytes(built(after, Index.from_bytes(built(often))))

    assert [1, 3] == index.columns["times"].tolist()
    assert built(after) == built(after, Index.from_bytes(built(often)))


def test_more_counts_or_lengths_than_the_compiled_part_knows_are_sorted(monkeypatch):
    many = {"a": [" ".join(["ab"] * n) for n in range(300)]}
    less = {"a": many["a"], "b": ["ab cd"]}
    index = Index.from_bytes(built(less, Index.from_bytes(built(many))))

    assert 299 == len(index.columns["times"])
    assert built(less) == built(less, Index.from_bytes(built(many)))
    term, postings = index.term("ab"), index.postings
    impacts = list(postings.impacts_of(term))
    assert [postings.impact(term, one) for one in postings.passages(term)] == impacts


@ways
def test_it_is_known_by_which_way_postings_are_merged(compiled):
    other = BySort if compiled else ByPass
    with by(compiled) as patch:
        patch.setattr(other, "__call__", None)
        assert built({"a": ["ab cd"]})


# An index before that is not what it was


@ways
def test_no_damage_gets_from_the_index_before_into_the_new_one(compiled):
    before = corpus(3, 12, 60)
    after = {**before, "d005": ["Quite different."]}
    whole, anew, rng = built(before), built(after), random.Random(4)
    noticed = 0
    with by(compiled):
        for _ in range(150):
            spoiled = bytearray(whole)
            spoiled[rng.randrange(len(whole))] ^= 1 << rng.randrange(8)
            try:
                found = built(after, Index.from_bytes(bytes(spoiled)))
            except IndexDamaged:
                noticed += 1
            else:
                assert anew == found
    assert noticed > 100


def altered(index: bytes, name: str, change) -> bytes:
    """An index with one column changed, and all checksums right."""
    reader, writer = Reader(index), Writer(file := BytesIO())
    for section in reader._sections:
        column = np.array(reader[section].all())
        writer.add(section, change(column) if section == name else column)
    writer.finish(reader.meta)
    return file.getvalue()


@ways
@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("block.first", lambda c: c + (np.arange(len(c)) == len(c) - 1).astype(c.dtype)),
        ("block.first", lambda c: c[::-1].copy()),
        ("term.block", lambda c: c + np.uint8(1)),
        ("term.block", lambda c: np.append(c[:-2], c[-1:])),
        ("block.number", lambda c: c + np.uint8(1)),
        ("posting.times", lambda c: c[:-1]),
        ("posting.times", lambda c: c.astype(np.uint16)),
        ("posting.low", lambda c: c.astype(np.uint32)),
        ("times", lambda c: c[:0]),
        ("term.first", lambda c: c * np.uint8(2)),
        ("form.text", lambda c: c[:-1]),
    ],
)
def test_places_that_point_outside_are_noticed_before_they_are_followed(compiled, name, change):
    before = {"a": ["ab cd ef", "ab"], "b": ["gh"]}
    old = Index.from_bytes(altered(built(before), name, change))
    with by(compiled), pytest.raises(IndexDamaged):
        built({**before, "c": ["ij"]}, old)
