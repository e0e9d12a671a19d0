"""The index: rank-bm25's own scores, ties in order, and a file that notices any damage."""

import random
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from io import BytesIO
from itertools import accumulate
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from bot.analysis import plain_words, stem
from bot.documents import Document
from bot.errors import IndexDamaged
from bot.evaluation.question_sets import read
from bot.index import EmbeddedIndex
from bot.index.bm25 import LuceneBM25
from bot.index.build import Builder
from bot.index.compiled_search import CompiledSearch
from bot.index.container import Reader
from bot.index.numpy_search import NumpySearch
from bot.passages import Passage, PassageUnit, Split
from tests.conftest import DOCUMENT, LIBRARY, ROOT
from tests.segments import segment_of

WORDS = "ab cd ef gh ij kl mn op".split()
corpora = st.lists(st.lists(st.sampled_from(WORDS), max_size=12), min_size=1, max_size=25)
questions = st.lists(st.sampled_from([*WORDS, "zz"]), max_size=6)


def source(texts: list[str], name: str = "d.txt") -> tuple[Document, Split]:
    """A document of the given passages, one sentence each."""
    text = "\n\n".join(texts)
    passages, at = [], 0
    for number, own in enumerate(texts, 1):
        unit = PassageUnit(at, at + len(own))
        passages.append(
            Passage(f"d:{number}", name, number, (), own, unit.start, unit.end, (unit,), ())
        )
        at = unit.end + 2
    return Document(name, text, (1, 2)), Split("", tuple(passages), ())


def written(texts: list[str]) -> bytes:
    document, split = source(texts)
    builder = Builder(file := BytesIO())
    builder.add(segment_of(document, "d", split))
    builder.finish({})
    return file.getvalue()


def index_of(texts: list[str]) -> EmbeddedIndex:
    return EmbeddedIndex.from_bytes(written(texts))


@given(corpora, questions)
def test_sums_of_impacts_are_rank_bm25s_own_scores(corpus, question):
    texts = [" ".join(words) for words in corpus]
    index = index_of(texts)
    bm25 = LuceneBM25([["d", *words] for words in corpus])  # the title is indexed as well
    expected = bm25.get_scores(list(dict.fromkeys(question)))

    weights = {index.term(word): 1.0 for word in question if index.term(word) >= 0}
    found = {s.passage: s.score for s in index.search(weights, len(corpus))}

    assert {n: pytest.approx(x, rel=1e-5) for n, x in enumerate(expected) if x > 0} == found


@given(corpora, questions)
def test_the_order_is_a_naive_sort_of_the_scores_with_ties_by_position(corpus, question):
    index = index_of([" ".join(words) for words in corpus])
    weights = {index.term(word): 1.0 for word in question if index.term(word) >= 0}
    found = index.search(weights, 5)
    everything = index.search(weights, len(corpus))

    assert sorted(everything, key=lambda s: (-s.score, s.passage)) == everything
    assert everything[:5] == found


ranges = st.tuples(st.integers(0, 25), st.integers(0, 25))
weights = st.lists(st.sampled_from([0.25, 0.5, 1.0, 1.7]), min_size=9, max_size=9)


def naive(index, asked, count, within):
    """The best by the sums of all postings, added up as `search` says."""
    scores: dict[int, float] = {}
    terms = map(index._weighted, asked, asked.values())
    for term, weight, _ in sorted(terms, key=lambda term: -term.most):
        for passage in index.postings.passages(term):
            impact = index.postings.impact(term, passage)
            scores[passage] = scores.get(passage, 0.0) + impact * weight
    found = [row for row in scores.items() if within is None or row[0] in within]
    return sorted(found, key=lambda row: (-row[1], row[0]))[:count]


# What searches an index, whatever its size
WAYS = {
    "plain": lambda index: index.postings,
    "numpy": lambda index: NumpySearch(index._reader, index.postings),
}
if LIBRARY is not None:
    WAYS["compiled"] = lambda index: CompiledSearch(index._reader, LIBRARY)
every_way = pytest.mark.parametrize("way", WAYS)


def by(way, index):
    """The same index, searched in one of these ways."""
    one = copy(index)
    one._searcher = WAYS[way](index)
    return one


@every_way
@given(
    corpora,
    questions,
    weights,
    st.tuples(st.integers(1, 8), st.integers(0, 25), st.integers(0, 25)),
)
def test_every_search_finds_what_the_naive_sum_does(way, corpus, words, values, wanted):
    count, *ends = wanted
    index = index_of([" ".join(words) for words in corpus])
    asked = {index.term(word): 0.0 for word in words if index.term(word) >= 0}
    asked = dict(zip(asked, values, strict=False))
    for within in (None, range(ends[0], max(ends))):
        expected = naive(index, asked, count, within)
        assert expected == by(way, index).search(asked, count, within)


@every_way
@given(corpora, questions)
def test_every_search_has_the_impacts_of_each_posting(way, corpus, words):
    index = index_of([" ".join(words) for words in corpus])
    terms = [term for word in words if (term := index.term(word)) >= 0]
    found = by(way, index).impacts(terms, range(len(corpus)))

    assert found == [
        {term: impact for term in terms if (impact := index.postings.impact(term, passage))}
        for passage in range(len(corpus))
    ]


def write_large(folder):
    rng = random.Random(7)
    words = [f"w{n}x" for n in range(3000)]
    chances = [*accumulate(1 / (n + 5) for n in range(3000))]
    texts = [" ".join(rng.choices(words, cum_weights=chances, k=5)) for _ in range(66_500)]
    (folder / "index").write_bytes(written(texts))


@pytest.fixture(scope="module")
def large(once):
    """Some 66,500 passages, so that postings have several blocks, with a Zipf-like vocabulary."""
    return EmbeddedIndex.from_bytes((once("large", write_large) / "index").read_bytes())


@pytest.mark.no_cover
def test_every_search_of_many_passages_finds_what_the_naive_sum_does(large):
    rng = random.Random(8)
    terms = [large.term(f"w{int(3000 * rng.random() ** 3)}x") for _ in range(200)]
    questions = [rng.sample(terms, rng.randint(1, 6)) for _ in range(4)]
    asked = [{t: rng.choice([0.3, 1.0, 1.6]) for t in terms if t >= 0} for terms in questions]
    within = [None, range(40_000), range(60_000, 66_000)]
    expected = [naive(large, one, 10, place) for one in asked for place in within]

    assert sum(map(len, expected)) > 100
    for way in WAYS:
        search = by(way, large).search
        assert expected == [search(one, 10, place) for one in asked for place in within], way


@pytest.fixture(scope="module")
def real():
    """The paragraphs of all documents that are at hand."""
    files = [*(ROOT / "tests" / "data").glob("*/*.*"), DOCUMENT]
    texts = [file.read_text("utf-8") for file in sorted(files) if file.suffix in {".md", ".txt"}]
    return index_of([part for text in texts for part in text.split("\n\n") if part.strip()])


@pytest.mark.no_cover
def test_every_search_of_real_text_finds_what_the_naive_sum_does(real):
    sets = sorted((ROOT / "tests" / "data").glob("*/*.questions.jsonl"))
    questions = [question.question for file in sets for question in read(file)][::9]
    asked = [dict.fromkeys(map(real.term, map(stem, plain_words(one))), 1.0) for one in questions]
    for one in asked:
        one.pop(-1, None)
    expected = [naive(real, one, 10, None) for one in asked]

    assert sum(map(len, expected)) > 5 * len(asked) > 500
    for way in WAYS:
        search = by(way, real).search
        assert expected == [search(one, 10) for one in asked], way


def test_numpy_looks_up_a_frequent_term_only_where_a_rare_one_is(large):
    frequent = large.term("w0x")
    rare = max((large.term(f"w{n}x") for n in range(3000)), key=large.idf)
    searched = by("numpy", large)
    with patch.object(
        searched._searcher, "_add", autospec=True, side_effect=searched._searcher._add
    ) as add:
        found = searched.search({frequent: 1.0, rare: 3.0}, 5)
    left = [call.args[-1] for call in add.call_args_list]

    assert naive(large, {frequent: 1.0, rare: 3.0}, 5, None) == found
    assert left[0] is None
    assert 5 <= len(left[1]) <= large.frequency(rare) < large.frequency(frequent) / 100


def test_a_small_corpus_is_searched_plainly_and_a_large_one_compiled_or_by_numpy(large):
    small = index_of(["ab cd"])
    without = copy(large)
    with patch("bot.native.kernels", return_value=None):
        assert isinstance(without._searcher, NumpySearch)

    assert small._searcher is small.postings
    assert isinstance(large._searcher, NumpySearch if LIBRARY is None else CompiledSearch)


def test_postings_of_many_passages_read_back(large):
    term, postings = large.term("w0x"), large.postings
    passages = list(postings.passages(term))

    assert passages == sorted(set(passages))
    assert len(passages) == large.frequency(term) > 9_000
    assert large.columns.passages(term, term + 1).tolist() == passages
    assert (
        [postings.impact(term, p) for p in postings.passages(term)][-1]
        == postings.impact(term, passages[-1])
        > 0
    )
    missing = next(number for number in range(len(large)) if number not in passages)
    for way in WAYS:
        found = by(way, large).impacts([term], [passages[0], missing])
        assert [{term: postings.impact(term, passages[0])}, {}] == found
    assert 0.0 == postings.impact(term, missing)
    assert all("w0x" in large.passage(number).text for number in passages[:: len(passages) // 50])


def test_a_term_is_counted_within_a_range_from_its_first_passage_to_before_its_end(large):
    term = large.term("w5x")
    passages = list(large.postings.passages(term))
    first, second, last = passages[0], passages[1], passages[-1]

    for start in (0, first, first + 1, second, 65_535, 65_536, last):
        for stop in (first, second, second + 1, 65_536, last, last + 1, len(large)):
            expected = sum(passage in range(start, stop) for passage in passages)
            if start <= stop:
                assert expected == large.frequency(term, range(start, stop))


@every_way
@pytest.mark.parametrize("name", ["posting.low", "posting.times", "block.first", "impact"])
def test_no_search_uses_a_damaged_byte(way, name):
    whole = data()
    section = Reader(whole)[name]
    for at in range(section._start, section._start + section._items.nbytes):
        damaged = bytearray(whole)
        damaged[at] ^= 0x55
        index = EmbeddedIndex.from_bytes(bytes(damaged))
        with pytest.raises(IndexDamaged):
            by(way, index).search({index.term("cat"): 1.0}, 3)


@pytest.mark.no_cover
@every_way
def test_many_threads_search_one_index(way, large):
    terms = [large.term(f"w{n}x") for n in range(40)]
    asked = [{term: 1.0, other: 0.5} for term in terms for other in terms if term != other]
    asked = asked[:: 150 if way == "plain" else 6]
    searched = by(way, large)
    expected = [searched.search(one, 5) for one in asked]
    with ThreadPoolExecutor(8) as threads:
        assert expected == [*threads.map(lambda one: searched.search(one, 5), asked)]


def test_a_matching_word_never_scores_zero_or_less_where_rank_bm25_alone_does():
    half = [["cat", "sat"], ["dog", "ran"]]
    assert BM25Okapi(half).get_scores(["cat"]).tolist() == [0.0, 0.0]
    for texts in (["cat sat", "dog ran"], ["cat sat"], ["cat", "cat", "cat dog"]):
        index = index_of(texts)
        assert all(s.score > 0 for s in index.search({index.term("cat"): 1.0}, 5))


def test_nothing_is_found_for_words_that_no_passage_has():
    index = index_of(["the cat", "a dog"])

    assert index.term("zebra") == -1
    assert index.search({}, 5) == []


@pytest.mark.parametrize("texts", [[""], ["...", "!!"]])
def test_a_corpus_without_words_is_indexed_and_finds_nothing(texts):
    index = index_of(texts)

    assert index.search({index.term("d"): 1.0}, 3) != []  # the title is a word
    assert index.term("cat") == -1


def test_a_passage_reads_back_as_it_was_written():
    texts = ["Ünïcödé µg – 漢字 🙂 text.", "Second one."]
    document, split = source(texts)
    index = index_of(texts)

    assert split.passages == (index.passage(0), index.passage(1))
    assert document.text == index.document_text(index.documents[0])


def test_text_of_many_blocks_reads_back_wherever_its_characters_fall():
    texts = ["x" * n + "🙂µ漢 " * 700 + f"end {n}." for n in range(5)]
    document, split = source(texts)
    index = index_of(texts)

    assert split.passages == tuple(index.passage(number) for number in range(5))
    assert document.text == index.document_text(index.documents[0])


def test_citing_passages_are_found_by_the_whole_name_of_a_marker(library):
    every = library.passages()
    index = library._snapshot.index
    names = {name for passage in every for name in passage.references}

    for name in [*names, "1", "11", "x", ""]:
        expected = [at for at, passage in enumerate(every) if name in passage.references]
        assert expected == index.citing(name)


def data() -> bytes:
    return written(["The cat sat on the mat.", "The dog ran after the cat."])


def read_all(content: bytes) -> None:
    index = EmbeddedIndex.from_bytes(content)
    index.verify()


@pytest.mark.no_cover
def test_any_flipped_byte_that_matters_is_noticed():
    """Only padding between sections may go unnoticed: every third byte is flipped in turn."""
    whole = data()
    unnoticed = []
    for at in [*range(64), *range(64, len(whole), 3)]:
        damaged = bytearray(whole)
        damaged[at] ^= 0x55
        try:
            read_all(bytes(damaged))
        except IndexDamaged:
            continue
        unnoticed.append(at)

    assert {whole[at] for at in unnoticed} <= {0}


def test_a_truncated_index_is_noticed_at_every_length():
    whole = data()
    for length in [*range(200), *random.Random(1).sample(range(len(whole)), 200)]:
        with pytest.raises(IndexDamaged):
            read_all(whole[:length])


def test_an_index_of_another_recipe_is_refused(monkeypatch):
    whole = data()
    monkeypatch.setattr("bot.index.fingerprint.FORMAT", -1)

    with pytest.raises(IndexDamaged, match="another version"):
        EmbeddedIndex.from_bytes(whole)


@pytest.mark.parametrize(
    "content", [b"x" * 100, b"citebot index 1\n" + b"\xff" * 80, b"PK\x03\x04"]
)
def test_a_foreign_file_is_refused(content):
    with pytest.raises(IndexDamaged):
        EmbeddedIndex.from_bytes(content)


def test_an_empty_file_is_refused(tmp_path):
    (tmp_path / "x").touch()

    with pytest.raises(IndexDamaged):
        EmbeddedIndex.open(tmp_path / "x")
