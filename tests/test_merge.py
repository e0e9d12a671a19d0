"""Merging: an index upon one before is the same as one that is made anew."""

import random
import zlib
from bisect import bisect_left
from functools import lru_cache
from io import BytesIO
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import IndexDamaged
from bot.index import EmbeddedIndex
from bot.index.build import Builder
from bot.index.container import Reader, checks_of
from bot.index.segment import Segment, inverted
from bot.index.string_arrays import StringArray
from bot.index.writer import Writer
from tests.segments import segment_of
from tests.test_index import source

# Strings

strings = st.lists(
    st.binary(max_size=20) | st.sampled_from([b"", b"a", b"ab", b"a\0", b"\n", b"\xff"])
)


@given(strings.map(set), strings.map(set))
def test_sorted_strings_are_found_where_they_are_or_would_be(some, wanted):
    column = StringArray.of([*some])
    ordered = column.take(column.order())
    places, known = ordered.find(StringArray.of(sorted(wanted)))

    assert sorted(some) == ordered.all()
    assert [bisect_left(sorted(some), one) for one in sorted(wanted)] == places.tolist()
    assert [one in some for one in sorted(wanted)] == known.tolist()


@given(strings, strings)
def test_joined_strings_are_read_in_any_order(some, more):
    both = [*some, *more]
    order = np.array([*range(len(both)), *range(len(both))][::-1], np.int64)
    column = StringArray.of(some).joined(StringArray.of(more)).take(order)

    assert [both[at] for at in order] == column.all()


@pytest.mark.parametrize("size", [0, 64, 4096, 3 << 20, (3 << 20) + 64, (3 << 20) + 4095])
def test_every_block_has_its_checksum(size):
    data = random.Random(size).randbytes(size)
    blocks = [data[at : at + 4096] for at in range(0, size, 4096)]
    assert [*map(zlib.crc32, blocks)] == [*checks_of(memoryview(data))]


# Whole indexes


@lru_cache(512)
def segment_from(name: str, texts: tuple[str, ...]) -> tuple[str, Segment]:
    """The checksum of a document of such passages, and its segment; most come several times."""
    document, split = source([*texts], name)
    document = document._replace(text=f"{document.text}\n{[*texts]}")
    return document.sha256, segment_of(document, name, split)


def built(documents: dict[str, list[str]], old: EmbeddedIndex | None = None) -> bytes:
    """An index of documents, each a list of passages; those that `old` has are taken over."""
    known = {} if old is None else {(d.name, d.sha256): d for d in old.documents}
    with Builder(file := BytesIO(), old) as builder:
        for name, texts in sorted(documents.items()):
            sha256, segment = segment_from(name, tuple(texts))
            if (name, sha256) in known:
                builder.take_over(known[name, sha256])
            else:
                builder.add(segment)
        builder.finish({"unreadable": []})
    return file.getvalue()


def corpus(seed: int, count: int, passages: int) -> dict[str, list[str]]:
    """Documents with a Zipf-like vocabulary; some words occur often in few passages."""
    rng = random.Random(seed)
    words = [f"w{n}x" for n in range(3000)]
    chances = [*accumulate(1 / (n + 5) for n in range(3000))]

    def passage() -> str:
        chosen = rng.choices(words, cum_weights=chances, k=rng.randint(1, 3))
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
def test_a_small_index_is_the_same_upon_one_before(before, changes, kept):
    after = {**changes, **{name: before[name] for name in kept if name in before}}

    assert built(after) == built(after, EmbeddedIndex.from_bytes(built(before)))


@pytest.mark.no_cover
@pytest.mark.parametrize(
    ("share", "passages", "batch"),
    [(0.05, 930, 50_000), (0.01, 10, 400), (0.5, 10, 400), (1.0, 10, 400)],
)
def test_a_large_index_is_the_same_upon_one_before(share, passages, batch, monkeypatch):
    """In several batches, and of several blocks of passages if they are many."""
    monkeypatch.setattr("bot.index.merge._BATCH", batch)
    monkeypatch.setattr("bot.index.spill._IN_MEMORY", 5 * batch)
    before = corpus(1, 150, passages)
    after = changed(before, 2, share)
    old, anew = EmbeddedIndex.from_bytes(built(before)), built(after)

    assert passages < 900 or len(old) > 1 << 16
    assert anew == built(after, old)


def test_a_form_that_is_new_does_not_come_before_a_shorter_one_that_is_as_rare():
    before = {"a": ["zorb"]}
    after = {**before, "b": ["zorbs zorbing"]}
    index = EmbeddedIndex.from_bytes(built(after, EmbeddedIndex.from_bytes(built(before))))

    assert ["zorb", "zorbs", "zorbing"] == index.terms.forms(index.term("zorb"))
    assert built(after) == built(after, EmbeddedIndex.from_bytes(built(before)))


def test_a_count_that_no_word_occurs_any_more_is_forgotten():
    often = {"a": ["ab ab ab ab ab", "cd"], "b": ["ab", "cd cd cd"]}
    after = {"b": often["b"]}
    index = EmbeddedIndex.from_bytes(built(after, EmbeddedIndex.from_bytes(built(often))))

    assert [1, 3] == index.columns["times"].tolist()
    assert built(after) == built(after, EmbeddedIndex.from_bytes(built(often)))


def test_very_many_counts_take_codes_of_two_bytes():
    many = {"a": [" ".join(["ab"] * n) for n in range(300)]}
    less = {"a": many["a"], "b": ["ab cd"]}
    index = EmbeddedIndex.from_bytes(built(less, EmbeddedIndex.from_bytes(built(many))))

    assert 299 == len(index.columns["times"])
    assert built(less) == built(less, EmbeddedIndex.from_bytes(built(many)))
    term, postings = index.term("ab"), index.postings
    impacts = [postings.impact(term, p) for p in postings.passages(term)]
    assert [postings.impact(term, one) for one in postings.passages(term)] == impacts


@given(st.lists(st.lists(st.integers(0, 5), max_size=6), max_size=8))
def test_postings_are_counted_as_they_are_by_hand(passages):
    words = np.array([term for passage in passages for term in passage], np.uint32)
    lengths = np.array([len(passage) for passage in passages], np.uint32)
    counts = [(term, [p.count(term) for p in passages]) for term in range(6)]

    assert [
        [number for _, times in counts for number, time in enumerate(times) if time],
        [sum(time > 0 for time in times) for _, times in counts],
        [time for _, times in counts for time in times if time],
    ] == [numbers.tolist() for numbers in inverted(words, lengths, 6)]


# An old index that is not what it was


@pytest.mark.no_cover
def test_no_damage_gets_from_the_index_before_into_the_new_one():
    before = corpus(3, 12, 60)
    after = {**before, "d005": ["Quite different."]}
    whole, anew, rng = built(before), built(after), random.Random(4)
    noticed = 0
    for _ in range(150):
        spoiled = bytearray(whole)
        spoiled[rng.randrange(len(whole))] ^= 1 << rng.randrange(8)
        try:
            found = built(after, EmbeddedIndex.from_bytes(bytes(spoiled)))
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
def test_places_that_point_outside_are_noticed_before_they_are_followed(name, change):
    before = {"a": ["ab cd ef", "ab"], "b": ["gh"]}
    old = EmbeddedIndex.from_bytes(altered(built(before), name, change))
    with pytest.raises(IndexDamaged):
        built({**before, "c": ["ij"]}, old)
