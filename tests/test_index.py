"""The index: rank-bm25's own scores, ties in order, and a file that notices any damage."""

import random
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rank_bm25 import BM25Okapi

from bot.errors import IndexDamaged
from bot.index import Index
from bot.index.bm25 import LuceneBM25, postings
from bot.index.build import Builder
from bot.index.bulk import add_up
from bot.passages import Document, Passage, Span, Split

WORDS = "ab cd ef gh ij kl mn op".split()
corpora = st.lists(st.lists(st.sampled_from(WORDS), max_size=12), min_size=1, max_size=25)
questions = st.lists(st.sampled_from([*WORDS, "zz"]), max_size=6)


def source(texts: list[str], name: str = "d.txt") -> tuple[Document, Split]:
    """A document of the given passages, one sentence each."""
    text = "\n\n".join(texts)
    passages, at = [], 0
    for number, own in enumerate(texts, 1):
        span = Span(at, at + len(own))
        passages.append(
            Passage(f"d:{number}", name, number, (), own, span.start, span.end, (span,), ())
        )
        at = span.end + 2
    return Document(name, text), Split("", tuple(passages), ())


def written(texts: list[str]) -> bytes:
    document, split = source(texts)
    builder, file = Builder(), BytesIO()
    builder.add(document, "d", "00" * 32, (1, 2), split)
    builder.write(file, {})
    return file.getvalue()


def index_of(texts: list[str]) -> Index:
    return Index.from_bytes(written(texts))


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


@given(corpora, questions, st.integers(0, 25), st.integers(0, 25))
def test_long_postings_are_added_up_as_short_ones_are(corpus, question, low, high):
    index = index_of([" ".join(words) for words in corpus])
    weights = {index.term(word): 0.5 for word in question if index.term(word) >= 0}
    within = range(low, max(low, high))
    found = [(weight, *index.postings(term)) for term, weight in weights.items()]

    bulk = add_up(found, len(index), 4, within)

    assert [(s.passage, s.score) for s in index.search(weights, 4, within)] == list(bulk)


def test_a_matching_word_never_scores_zero_or_less_where_rank_bm25_alone_does():
    half = [["cat", "sat"], ["dog", "ran"]]
    assert BM25Okapi(half).get_scores(["cat"]).tolist() == [0.0, 0.0]
    assert min(i for p in postings(half) for i in p.impacts) > 0
    assert min(i for p in postings([["cat", "sat"]]) for i in p.impacts) > 0


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


def data() -> bytes:
    return written(["The cat sat on the mat.", "The dog ran after the cat."])


def read_all(content: bytes) -> None:
    index = Index.from_bytes(content)
    index.verify()


def test_any_flipped_byte_that_matters_is_noticed():
    """Every byte is flipped in turn; only padding between sections may go unnoticed."""
    whole = data()
    unnoticed = []
    for at in range(len(whole)):
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
    monkeypatch.setattr("bot.index.recipe.FORMAT", -1)

    with pytest.raises(IndexDamaged, match="another version"):
        Index.from_bytes(whole)


@pytest.mark.parametrize(
    "content", [b"x" * 100, b"citebot index 1\n" + b"\xff" * 80, b"PK\x03\x04"]
)
def test_a_foreign_file_is_refused(content):
    with pytest.raises(IndexDamaged):
        Index.from_bytes(content)


def test_an_empty_file_is_refused(tmp_path):
    (tmp_path / "x").touch()

    with pytest.raises(IndexDamaged):
        Index.open(tmp_path / "x")
