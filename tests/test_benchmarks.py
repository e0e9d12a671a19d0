"""The benchmarks of size and of many at once, small: that they measure what they say."""

import json
import re
import sys
from collections import Counter
from importlib.util import find_spec
from itertools import chain
from pathlib import Path

import numpy as np
import pytest

from bot import Library
from bot.analysis import stem, without_markers, words
from bot.analysis.stop_words import FUNCTION_WORDS
from bot.index.bm25 import LuceneBM25
from tests.benchmarks import load, load_profile, scale, scale_steps, scale_table
from tests.benchmarks.corpus import Writer, make
from tests.benchmarks.corpus_read import documents, passages, questions, save
from tests.benchmarks.corpus_read import load as load_questions
from tests.benchmarks.corpus_words import spelling
from tests.benchmarks.peers import PEERS, TOP, peer
from tests.benchmarks.peers.citebot import Citebot
from tests.benchmarks.scale_processes import StepFailed, step
from tests.benchmarks.scale_steps import run
from tests.conftest import ROOT

SIZE = 300
pytestmark = pytest.mark.no_cover


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    return make(tmp_path_factory.mktemp("corpus"), SIZE)


@pytest.fixture(scope="module")
def asked(corpus):
    return questions(corpus, 60)


@pytest.fixture(scope="module")
def citebot(corpus, tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    engine = Citebot()
    engine.build(corpus, folder, lambda _done, _total: None)
    engine.open_library(corpus, folder)
    return engine


# The text.


def tokens(text):
    return [word.text for word in words(text)]


@pytest.fixture(scope="module")
def real():
    """The words of each document in `tests/data`."""
    folder = ROOT / "tests" / "data"
    paths = [p for p in sorted(folder.glob("*/*")) if p.suffix in {".txt", ".md"}]
    return [tokens(path.read_text("utf-8")) for path in paths]


@pytest.fixture(scope="module")
def written(real):
    """As many made documents."""
    writer = Writer()
    return [tokens(writer.document(number)) for number, _ in enumerate(real)]


@pytest.fixture(scope="module")
def made(real, written):
    """As many words of them as the real ones have."""
    return [one[: len(other)] for one, other in zip(written, real, strict=True)]


def slope(x, y):
    return float(np.polyfit(np.log(x), np.log(y), 1)[0])


def zipf(texts):
    """The exponent of frequency over rank, from the tenth to the four-hundredth word."""
    counts = sorted(Counter(chain.from_iterable(texts)).values(), reverse=True)
    return slope(range(10, 401), counts[9:400])


def heaps(texts):
    """The exponent of the vocabulary over the length of the text."""
    every = list(chain.from_iterable(texts))
    lengths = [len(every) // part for part in (16, 8, 4, 2, 1)]
    return slope(lengths, [len(set(every[:length])) for length in lengths])


def function_share(texts):
    every = list(chain.from_iterable(texts))
    return sum(word in FUNCTION_WORDS for word in every) / len(every)


def repeated(length):
    """The share of content words that stood before in the same stretch of a document."""

    def share(texts):
        stretches = []
        for text in texts:
            content = [stem(w) for w in text if w.isalpha() and w not in FUNCTION_WORDS]
            cuts = range(0, len(content) - length + 1, length)
            stretches += [content[at : at + length] for at in cuts]
        return 1 - sum(len(set(s)) for s in stretches) / sum(map(len, stretches))

    return share


@pytest.mark.parametrize(
    ("law", "within"),
    [(zipf, 0.08), (heaps, 0.08), (function_share, 0.04), (repeated(40), 0.04),
     (repeated(400), 0.06)],
    ids=["zipf", "heaps", "function words", "repeated in a passage", "repeated in a document"],
)  # fmt: skip
def test_made_text_keeps_the_laws_of_real_text(real, made, law, within):
    assert law(real) == pytest.approx(law(made), abs=within)


def test_the_vocabulary_goes_on_growing_as_in_large_corpora(written):
    assert 0.5 < heaps(written) < 0.75


def test_made_up_words_differ():
    assert 100_000 == len({spelling(number) for number in range(100_000)})


def test_a_smaller_corpus_is_the_beginning_of_a_larger_one_and_is_made_once(tmp_path):
    small, large = make(tmp_path / "a", 200), make(tmp_path / "b", 300)
    made = [path.read_text("utf-8") for path in documents(small)]
    stamps = [path.stat().st_mtime_ns for path in documents(make(tmp_path / "b", 200))]

    assert made == [path.read_text("utf-8") for path in documents(large)][:2]
    assert stamps == [path.stat().st_mtime_ns for path in documents(large)][:2]


def test_paragraphs_are_of_the_promised_length(corpus):
    texts = [p.split("\n")[-1] for path in documents(corpus) for p in passages(path)]
    lengths = [len(text.split()) for text in texts]
    sentences = [len(re.findall(r"\.(?=\s|\[|$)", text)) for text in texts]

    assert SIZE == len(texts)
    assert 40 <= min(lengths) <= max(lengths) <= 120
    assert 70 < sum(lengths) / SIZE < 80
    assert (min(sentences), max(sentences)) == (2, 6)


def test_citebot_cuts_the_same_passages_as_the_others(corpus, citebot):
    ours = [passage.text for passage in citebot._library.passages()]
    theirs = [p.split("\n")[-1] for path in documents(corpus) for p in passages(path)]

    assert theirs == ours


def test_questions_are_content_words_of_their_passages_and_stay_the_same(corpus, asked, tmp_path):
    save(asked, tmp_path / "questions.json")

    assert asked == questions(corpus, 60) == load_questions(tmp_path / "questions.json")
    for question in asked:
        assert 2 <= len(question.words) <= 6
        assert set(question.words) <= set(re.findall(r"[a-z]+", question.passage.lower()))
        assert not FUNCTION_WORDS.intersection(question.words)
        assert all(word in question.asked for word in question.words)


# The engines.


@pytest.mark.parametrize("name", PEERS)
def test_every_engine_finds_the_passages(name, corpus, asked, tmp_path):
    told = []
    engine = peer(name)
    engine.build(corpus, tmp_path, lambda done, total: told.append((done, total)))
    engine.open(corpus, tmp_path)
    found = [
        any(question.passage in engine.text(hit) for hit in engine.search(question.words))
        for question in asked
    ]

    assert (SIZE // 100, SIZE // 100) == told[-1]
    assert 0 < len(engine.search(asked[0].words)) <= TOP
    assert engine.size(tmp_path) > 0
    assert sum(found) >= 0.95 * len(found)


def test_citebot_scores_as_rank_bm25_does(citebot, asked):
    index = citebot._index
    bodies = [
        [*tokens(index.document_of(number).title),
         *tokens(" \n ".join(index.inner_heading(number))),
         *tokens(without_markers(passage.text))]
        for number, passage in enumerate(citebot._library.passages())
    ]  # fmt: skip
    bm25 = LuceneBM25([[stem(word) for word in body] for body in bodies])
    for question in asked:
        stems = [stem(word) for word in dict.fromkeys(question.words)]
        best = sorted(bm25.get_scores(list(dict.fromkeys(stems))), reverse=True)[:TOP]

        scores = [row.score for row in citebot.scored(question.words)]
        assert [score for score in best if score > 0] == pytest.approx(scores, rel=1e-5)


def test_a_whole_answer_is_json(citebot, asked):
    reply = json.loads(citebot.ask(asked[0].asked))

    assert asked[0].asked == reply["question"]


# The benchmark of size.


def test_a_step_runs_in_a_process_of_its_own(corpus, asked, tmp_path):
    save(asked, tmp_path / "questions.json")
    (tmp_path / "index").mkdir()
    found = step("build", "SQLite FTS5", corpus, tmp_path / "index", tmp_path / "questions.json")

    assert {"build", "build processor", "size", "size over text", "told", "peak"} == set(found)
    assert (3, True) == (found["told"], found["peak"] > 5e6)


def test_a_step_that_fails_says_why(corpus, tmp_path):
    with pytest.raises(StepFailed, match=r"questions\.json"):
        step("search", "tantivy", corpus, tmp_path, tmp_path / "questions.json")


def test_one_command_measures_all_sizes(tmp_path, monkeypatch):
    """The steps are made in this process, one after the other: they are quicker so."""
    monkeypatch.setattr(
        scale, "step", lambda name, peer, *paths: run(name, peer, *map(Path, paths))
    )
    monkeypatch.setattr(scale_steps, "_ROUNDS", 1)
    told: list[str] = []
    options = ["--sizes", "200,100", "--corpus", str(tmp_path / "text"), "--runs", "1",
               "--questions", "20", "--peers", "citebot,tantivy"]  # fmt: skip
    results = scale.main([*options, "--out", str(tmp_path / "out")], told.append)
    written = json.loads((tmp_path / "out" / "scale.json").read_text("utf-8"))
    ours = results["200"]["citebot"]

    assert {"machine", "sizes", "growth"} == set(written)
    assert written["sizes"] == results
    assert ["100", "200"] == list(results)
    assert scale_table.MEASURES.keys() | scale_table.OWN.keys() <= set(ours)
    assert scale_table.MEASURES.keys() <= set(results["100"]["tantivy"])
    assert (1.0, True) == (ours["reindexed"], ours["found"] > 0.9)
    assert (40, 40) == (ours["memory questions"], ours["answer memory questions"])
    assert set(scale_table._GROWING) == set(written["growth"]["citebot"])
    assert told[0] + "\n" == (tmp_path / "out" / "scale.md").read_text("utf-8")
    drawn = (tmp_path / "out" / "scale.png").is_file()
    assert (find_spec("matplotlib") is not None) == drawn
    assert ("No picture" in told[1]) == (not drawn)
    assert {"100", "200", "documents"} == {path.name for path in (tmp_path / "text").iterdir()}


def test_ratios_are_to_the_best_other_engine_and_growth_is_an_exponent():
    def figures(factor):
        return dict.fromkeys([*scale_table.MEASURES, *scale_table.OWN], 0.001 * factor)

    results = {
        "100": {"citebot": figures(1), "a": figures(2), "b": figures(4)},
        "10000": {"citebot": figures(10), "a": figures(200), "b": figures(4)},
    }
    table = scale_table.tables(results)

    assert "| 100 passages | citebot | a | b |" in table
    assert "| top 10, p50 | 1.00 ms (0.5) | 2.00 ms (1.0) | 4.00 ms (2.0) |" in table
    assert scale_table.growth(results)["citebot"]["p50"] == pytest.approx(0.5)
    assert scale_table.growth(results)["a"]["build"] == pytest.approx(1.0)


def test_an_engine_without_room_is_left_out_and_grows_as_far_as_it_was_measured(capsys):
    assert not scale._has_room("rank-bm25", 10**12)
    assert "left out" in capsys.readouterr().err
    assert scale._has_room("tantivy", 10**12)

    figures = dict.fromkeys(scale_table.MEASURES, 1.0)
    results = {"1": {"a": figures, "b": figures}, "2": {"a": figures}}
    assert {"a": dict.fromkeys(scale_table._GROWING, 0.0)} == scale_table.growth(results)


# The benchmark of many at once.


def test_many_are_answered_at_once(tmp_path):
    told: list[str] = []
    found = load.main(["--askers", "1,3", "--seconds", "0.5", "--out", str(tmp_path)], told.append)
    one, three = found["askers"]

    assert json.loads((tmp_path / "load.json").read_text("utf-8")) == found
    assert (1, 3) == (one["askers"], three["askers"])
    assert (one["answers"] >= 1, three["answers"] >= 3) == (True, True)
    assert 0 < one["p50"] <= one["p99"]
    assert 0 < one["bot"] < 3
    assert sum(found["profile"].values()) == pytest.approx(1.0)
    assert found["profile"].keys() <= {*load_profile._KNOWN.values(), "other"}
    assert "| askers |" in told[0]


def test_a_made_corpus_can_be_served(tmp_path):
    options = load._options(["--passages", "100", "--corpus", str(tmp_path)])
    corpus, asked = load._material(options)

    assert (100, 500) == (len(Library.open(corpus, tmp_path / "index")), len(asked))


def test_a_thread_works_for_the_innermost_known_package():
    frames = []
    json.loads("1", parse_int=lambda _: frames.append(sys._getframe().f_back))

    assert ("other", "JSON") == (load_profile.owner(None), load_profile.owner(frames[0]))
