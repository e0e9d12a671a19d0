"""Parts of a corpus: what their readers are shown is as if the other documents did not exist."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import Library
from bot.documents.document_filter import ALL, DocumentFilter, matches_any
from bot.errors import NotFound
from bot.evaluation import gaps
from bot.index import occurrences
from bot.index.part import part_of
from bot.quotations import check
from bot.quotations.comparison import Verdict

WORDS = "lion zebra grass bark river dawn dusk herd cub mane".split()


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """Two games of two communities, and rules for both."""
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "a").mkdir()
    (folder / "b").mkdir()
    (folder / "a" / "lions.txt").write_text(
        "Lions\n\nLions hunt at dawn.[1]\n\nCubs play at dusk.\n"
    )
    (folder / "b" / "zebras.md").write_text(
        "# Zebras\n\nZebras graze by the river.[1]\n\n# Stripes\n\nStripes confuse flies.[2]\n\n"
        "## References\n\n[1] The book of okapis\n[2] Flies of Samburu\n"
    )
    (folder / "rules.txt").write_text("Rules\n\nBe kind to animals.\n")
    return Library.open(folder, tmp_path_factory.mktemp("index"))


def only(*patterns):
    return DocumentFilter((patterns,))


def test_a_part_has_its_own_documents_and_no_other(library):
    part = library.part(only("a/*", "rules.txt"))

    assert [document.name for document in part.documents] == ["a/lions.txt", "rules.txt"]
    assert len(part) == len(part.passages())
    assert len(library.part(ALL)) == len(library)


def test_what_only_others_have_is_not_there(library):
    part = library.part(only("a/*"))

    assert "it says nothing of “stripes”" in part.ask("What do stripes confuse?").reason
    assert not part.ask("Where do zebras graze?").shown
    for look in (
        lambda: part.passage("b/zebras:1"),
        lambda: part.around("b/zebras:1", 1),
        lambda: part.text("b/zebras.md"),
        lambda: part.passages("b/zebras.md"),
        lambda: part.ask("Zebras?", document="b/zebras.md"),
        lambda: part.reference("2"),
    ):
        with pytest.raises(NotFound) as told:
            look()
        assert "zebras.md" not in str(told.value).partition(";")[2]


def test_a_reference_tells_of_its_own_entries_and_passages(library):
    found = library.part(only("a/*")).reference("1")

    assert ([p.document for p in found.passages], found.entries) == (["a/lions.txt"], ())
    assert len(library.reference("1").passages) == 2


def test_an_entry_that_others_have_is_not_named(library):
    asked = "Where is Samburu?"

    assert "[2]" in library.ask(asked).reason
    assert "[2]" not in library.part(only("a/*")).ask(asked).reason


def test_a_receipt_of_another_part_is_unknown(library):
    receipt = library.ask("Where do zebras graze?").quotations[0].receipt

    assert library.verify(receipt).then is not None
    assert library.part(only("a/*")).verify(receipt).then is None


def test_a_receipt_of_the_past_of_another_part_is_unknown(tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ("a.txt", "b.txt"):
        (corpus / name).write_text(f"Lions of {name} hunt at dawn.\n")
    own = Library.open(corpus, tmp_path / "index")
    receipt = own.ask("When do lions hunt?", document="b.txt").quotations[0].receipt
    (corpus / "b.txt").unlink()
    own.reindex()

    assert own.part(only("b.txt", "a.txt")).verify(receipt).then is not None
    assert own.part(only("a.txt")).verify(receipt).then is None


@pytest.mark.parametrize("quoted", ["Stripes confuse flies.", "Flies of Samburu"])
def test_a_quotation_of_others_is_not_found(library, quoted):
    assert library.check(quoted)[0].places
    assert not library.part(only("a/*", "rules.txt")).check(quoted)[0].places


def test_a_word_is_not_respelled_as_one_that_only_others_have(tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("Phenibutol is sold here. It glows, and glowing is allowed.\n")
    (corpus / "b.txt").write_text("Fasoracetam glowered at dawn. Zurbaran painted.\n")
    own = Library.open(corpus, tmp_path / "index")
    asked = "Is fasoracetm or zurbarn sold?"

    assert "fasoracetam" in own.ask(asked).read_as
    assert "fasoracetam" not in own.part(only("a.txt")).ask(asked).read_as
    assert "phenibutol" in own.part(only("a.txt")).ask("Is phenibutl sold?").read_as


def test_a_form_that_only_others_have_is_not_a_part_s_though_it_has_the_term(tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("The glimmer of a lamp.\n")
    (corpus / "b.txt").write_text("It was glimmering all night.\n")
    index = Library.open(corpus, tmp_path / "index")._snapshot.index
    part = part_of(index, only("a.txt"))

    assert index.term("glimmer") == part.term("glimmer") >= 0
    assert (part.has_form("glimmer"), part.has_form("glimmering")) == (True, False)


def test_passages_of_others_do_not_crowd_out_a_parts_own(tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "own.txt").write_text("A lion may, on a long and rainy day of the year, eat soup.\n")
    for number in range(60):
        (corpus / f"other{number}.txt").write_text("Lion soup. Lions eat soup.\n")
    own = Library.open(corpus, tmp_path / "index")

    found = own.part(only("own.txt")).ask("Does a lion eat soup?")

    assert [quotation.passage.document for quotation in found.quotations] == ["own.txt"]


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    folder = tmp_path_factory.mktemp("many")
    for number in range(20):
        said = (f"{WORDS[(number * k) % 10]} {WORDS[(number + k) % 10]}." for k in range(1, 5))
        (folder / f"{number:02}.txt").write_text("\n\n".join(said))
    return Library.open(folder, tmp_path_factory.mktemp("index"))._snapshot.index


@given(
    st.sets(st.integers(0, 19), min_size=1),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True),
    st.integers(1, 12),
)
def test_a_part_finds_what_is_left_of_all_that_is_found(many, kept, words, count):
    part = part_of(many, only(*(f"{number:02}.txt" for number in kept)))
    weights = {many.term(many.analyzer.stem(word)): 1.0 for word in words}
    weights.pop(-1, None)

    everything = many.search(weights, len(many))
    expected = [one for one in everything if int(many.document_of(one.passage).key) in kept]

    assert part.search(weights, count) == expected[:count]


@given(st.sets(st.integers(0, 19)), st.sampled_from(WORDS))
def test_a_part_knows_the_terms_of_its_own_passages(many, kept, word):
    part = part_of(many, only(*(f"{number:02}.txt" for number in kept)))
    stem = many.analyzer.stem(word)
    having = any(
        word in many.text(number).split(".")[0].split()
        for document in part.documents
        for number in document.numbers
    )

    assert (part.term(stem) >= 0) == having


@pytest.mark.parametrize(
    ("name", "pattern"), [("notes [old].md", "notes [old].md"), ("caf\u00e9.md", "cafe\u0301.md")]
)
def test_a_name_means_its_document_whatever_signs_and_forms_it_has(name, pattern):
    assert matches_any(name, (pattern,))
    assert not matches_any("rules.md", (pattern,))


def test_a_part_is_asked_in_the_languages_of_its_own_documents(tmp_path):
    (tmp_path / "en.md").write_text("The boats lie in the harbour, and it is cold. " * 9)
    (tmp_path / "de.md").write_text("Die Boote liegen im Hafen, und es ist sehr kalt. " * 9)
    library = Library.open(tmp_path, tmp_path / "index")

    assert {"en", "de"} == {*library._snapshot.index.languages}
    assert ("de",) == library.part(only("de.md"))._snapshot.index.languages


def test_a_search_says_whether_there_is_more(library, monkeypatch):
    for most, more in ((1, True), (2, False)):
        monkeypatch.setattr(occurrences, "MOST", most)
        found = library.search("at")

        assert (min(most, 2), more) == (len(found.occurrences), found.more)


def test_a_receipt_of_a_text_that_two_documents_have_is_known_in_the_part_of_either(tmp_path):
    for name in ("a", "b"):
        (tmp_path / "own" / name).mkdir(parents=True)
        (tmp_path / "own" / name / "rules.txt").write_text("Be kind.\n\nLions hunt at dawn.\n")
    library = Library.open(tmp_path / "own", tmp_path / "index")
    part = library.part(only("b/*"))
    [answer] = part.ask("When do lions hunt?").quotations

    assert "b/rules:2" == answer.passage.id
    assert (then := part.verify(answer.receipt).then) is not None
    assert "b/rules:2" == then.id


def test_in_a_large_corpus_a_quotation_of_others_is_not_found(tmp_path, monkeypatch):
    """Though a part has all of its words, and others for itself."""
    monkeypatch.setattr(check, "FEW", 0)
    for name, text in (("a", "Lions hunt at dawn. Cubs play."), ("b", "Cubs hunt at dawn.")):
        (tmp_path / "own" / name).mkdir(parents=True)
        (tmp_path / "own" / name / "rules.txt").write_text(f"{text}\n")
    library = Library.open(tmp_path / "own", tmp_path / "index")

    found = [library.part(only(f"{name}/*")).check("Cubs hunt at dawn.")[0] for name in "ab"]
    assert [False, True] == [one.verdict is Verdict.EXACT for one in found]


def test_to_offer_pinned_questions_counts_no_word(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "a.txt").write_text("Lions hunt at dawn.\n")
    (tmp_path / "own" / "questions.jsonl").write_text(
        '{"question": "What do zebras eat?", "gold": ["a:1"]}\n'
    )
    library = Library.open(tmp_path / "own", tmp_path / "index", count_gaps=True)

    assert () == library.part(only("a.txt")).pinned
    assert not (tmp_path / "index" / gaps.FILE).exists()


def test_notes_are_told_apart_in_each_document_by_itself(tmp_path):
    page = "".join(
        f"<h1>{name}</h1><p>It is {name}.<sup><a href='#{name}'>1</a></sup></p>"
        f"<p id={name}>1. Book of {name}.</p>"
        for name in ("deep", "wide")
    )
    (tmp_path / "own").mkdir()
    for name in ("a", "b"):
        (tmp_path / "own" / f"{name}.html").write_text(page)
    found = Library.open(tmp_path / "own", tmp_path / "index").reference("1")

    assert [("a:1",), ("a:2",), ("b:1",), ("b:2",)] == [*found.cited_in]
