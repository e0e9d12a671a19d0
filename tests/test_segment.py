"""Passages on their way to the index: their words, their units, and text that no UTF-8 has."""

from io import BytesIO
from itertools import chain

from hypothesis import example, given
from hypothesis import strategies as st

from bot.analysis import plain_words, without_markers
from bot.analysis.analyzer import ENGLISH, analyzer_for
from bot.analysis.known_pieces import lone_word
from bot.analysis.sentences import sentences
from bot.analysis.utf8 import decoded, encoded
from bot.documents import Document
from bot.index import EmbeddedIndex, Index
from bot.index.build import Builder
from bot.index.word_counter import WordCounter
from bot.passages import Passage, split
from tests.conftest import DOCUMENT
from tests.segments import segment_of
from tests.test_tokenizer import WRITTEN

MIXED = (
    "# Boats\n\nIt fell. It rose, e.g. in 1998.\n\n- one. Two.\n- two [1]\n\n| a | b |\n|---|---|\n"
    "| c | d |\n\nColours:\n\n```\ncode. Code.\n```\n\n" + "A sentence of some words. " * 90
)
PASSAGE = Passage("a:1", "a.txt", 1, (), "", 0, 0, (), ())


def index_of(document: Document) -> Index:
    with Builder(file := BytesIO()) as builder:
        builder.add(segment_of(document, "d", split(document, "d")))
        builder.finish({"unreadable": []})
    return EmbeddedIndex.from_bytes(file.getvalue())


@given(
    st.lists(WRITTEN | st.sampled_from([
        "IT'S 1,000, Or. 5. B, DON'T.", "a,b. ,. , ", "E.G., x.", "\u00c9.U., 3\u00a0000\u2003a.",
        "anincredible incrediblelength incrediblelengths incrediblelengthy.",
    ])),
    st.sampled_from(["en", "de", "tr"]),
)  # fmt: skip
def test_the_words_of_passages_are_those_of_their_texts(texts, language):
    counter = WordCounter()
    counter.add("a title", [PASSAGE._replace(text=text) for text in texts], language)
    counter.add("another", [PASSAGE._replace(text=text) for text in texts])
    numbers, counts = counter.words()
    forms = [*counter.vocabulary.forms]
    expected = [
        [encoded(word + tag) for word in read.plain_words(f"{title} {without_markers(text)}")]
        for title, read in (("a title", analyzer_for(language)), ("another", ENGLISH))
        for tag in [read.tag]
        for text in texts
    ]

    assert [len(words) for words in expected] == counts.tolist()
    assert [*chain.from_iterable(expected)] == [forms[number] for number in numbers.tolist()]


@example("c++, c#.")
@given(
    st.text("aZz\u00e9\u01317.,!?:;)'\"]+#-_", min_size=1, max_size=6)
    | st.from_regex(r"[a-z]{1,3}\W{0,3}")
)
def test_a_lone_word_is_all_that_is_in_its_piece(written):
    for piece in written.split():
        if form := lone_word(encoded(piece)):
            assert [decoded(form)] == plain_words(piece)


def test_words_are_counted_with_title_and_headings_at_each_passage_and_without_markers():
    counter, found = WordCounter(), split(Document("a.md", MIXED), "a")
    counter.add(found.title, found.passages)
    counts = counter.form_counts()

    assert len(found.passages) == counts[b"boats"]
    assert 1 == counts[b"1998"]
    assert b"1" not in counts
    assert {} == _counted(WordCounter(), "a title", [])


def _counted(counter, title, passages):
    counter.add(title, passages)
    return counter.form_counts()


def test_an_index_has_the_passages_as_they_were_split():
    for document in (Document("d.md", MIXED), Document("d.txt", DOCUMENT.read_text("utf-8"))):
        index = index_of(document)
        found = [index.passage(number) for number in range(len(index))]

        assert [*split(document, "d").passages] == found
        assert any(len(passage.units) > 1 for passage in found)
        assert [p.sentences for p in split(document, "d").passages] == [p.sentences for p in found]


def test_a_passage_of_prose_has_the_sentences_of_its_text():
    text = "It fell by 0.5 mg in rats.[14] Dr. Ito saw it, too. So did we."
    (passage,) = split(Document("a.txt", text), "a").passages

    assert [(s.start, s.end) for s in sentences(text)] == [*passage.sentences]
    assert 3 == len(passage.sentences)


def test_a_lone_surrogate_comes_back_as_it_was():
    name, text = (
        "odd\udcff.md",
        "# A \ud800 title\n\n## Under \udfff\n\nIts \udc80 text.[^\ud801]\n",
    )
    document = Document(name, text)
    index = index_of(document)
    passage = index.passage(0)

    assert document.text == index.document_text(index.documents[0])
    assert split(document, "d").passages[0] == passage
    assert ("A \ud800 title", "Under \udfff") == passage.heading
    assert [0] == index.citing("\ud801")
    assert document.sha256 == index.documents[0].sha256


def test_prose_is_taken_over_from_an_index_before_that_has_no_units():
    first, last = Document("a.txt", "One. Two.\n\n" * 300), Document("b.txt", "Three.\n\nFour.\n")
    before = BytesIO()
    with Builder(before) as builder:
        for document in (first, last):
            builder.add(segment_of(document, document.name, split(document)))
        builder.finish({"unreadable": []})
    old = EmbeddedIndex.from_bytes(before.getvalue())
    with Builder(after := BytesIO(), old) as builder:
        builder.add(segment_of(first, first.name, split(first)))
        builder.take_over(old.documents[1])
        builder.finish({"unreadable": []})

    assert 0 == len(old.columns["unit.passage"])
    assert before.getvalue() == after.getvalue()
