"""A corpus in OpenSearch: the same answers as from a file, and generations that are switched whole.

One node serves all tests of a run (see `tests.engine`); each test has indices of its own there.
"""

import json
import os
import random
import subprocess
import sys
import threading
from fcntl import LOCK_EX, flock
from itertools import count

import pytest

from bot import Library
from bot.documents.document_filter import DocumentFilter
from bot.engine import engine_index, generations, layout, publishing
from bot.engine.address import EngineAddress
from bot.engine.bulk import Bulk
from bot.engine.connection import EngineConnection
from bot.engine.engine_index import EngineIndex
from bot.engine.publishing import Publication
from bot.errors import EngineSilent, EngineUnfit, GenerationGone, NotFound
from bot.index import EmbeddedIndex
from bot.index.occurrences import occurrences
from bot.index.part import IndexPart
from bot.library import reindex
from bot.passages.receipts import receipt
from bot.render import json_data
from tests.conftest import DOCUMENT, ROOT
from tests.engine.keeper import lives

_numbers = count()
KILN = "The kiln is fired at {} degrees.[1]\n\nGlaze is mixed with rainwater.[2]\n"
RICH = """# The Harbour Rules

Boats pay at the gate.[1][3] The lamp is lit at dusk.[^note]

## Fees

| Boat | Fee |
|---|---|
| Dinghy | 4 coins |
| Barge | 19 coins |

Fees double in June. Whoever pays late pays twice, says the harbour master's law (a|b c_d x#y).

## Colours

- Red boats lie in the west basin.
- Green boats lie in the east basin. To be or not to be is painted on one.

[^note]: The lamp burns whale oil.
"""
GERMAN = """Der Leuchtturm wurde im Jahr 1823 erbaut und steht auf einer Klippe über dem Hafen.

Im Winter friert das Hafenbecken zu. Die Fischer ziehen ihre Boote dann an das Ufer.
"""
ASKED = [
    ("what does a barge pay", None), ("and a dinghy?", "what does a barge pay"),
    ("when do fees double", None), ("To be or not to be", None), ("who pays late", None),
    ("Wann wurde der Leuchtturm erbaut?", None), ("hafenbeken im winter", None),
    ("at how many degrees is the kiln fired", None), ("glase rainwter", None),
    ("where do green boats lie and when is the lamp lit?", None), ("", None), ("zebra", None),
    ("what burns in the lamp", None), ("Is fasoracetam a boat?", None),
]  # fmt: skip


@pytest.fixture(scope="session")
def node(tmp_path_factory):
    """The address of the one node of this run, started by whichever process comes first."""
    base, main = tmp_path_factory.getbasetemp(), os.getpid()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base, main = base.parent, os.getppid()
    told = base / "engine.json"
    with (base / "engine.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not told.exists():
            subprocess.run(
                [sys.executable, "-m", "tests.engine.keeper", str(told), str(main)],
                cwd=ROOT, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )  # fmt: skip
            pause = threading.Event()
            while not told.exists():
                assert lives(main)
                pause.wait(0.05)
    found = json.loads(told.read_text("utf-8"))
    assert "failed" not in found
    if "why" in found:
        pytest.skip(f"no OpenSearch: {found['why']}")
    return found["url"]


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """A busy machine's node may take longer than a question waits for."""
    call = EngineConnection.call

    def patient(connection, *given, seconds=0.0, **named):
        return call(connection, *given, seconds=max(seconds, 120.0), **named)

    monkeypatch.setattr(EngineConnection, "call", patient)


@pytest.fixture
def engine(node):
    """An address with indices of one's own; they are deleted in the end."""
    yield (own := own_engine(node))
    delete(own)


def own_engine(node):
    return f"{node}/t{os.getpid()}.{next(_numbers)}"


def delete(engine):
    connection = connected(engine)
    found = connection.call("GET", f"/{connection.address.name}-*/_mapping")
    for name in found:
        connection.call("DELETE", f"/{name}", seconds=60)


def connected(engine):
    return EngineConnection(EngineAddress.parse(engine))


def served(engine):
    found = generations.served(connected(engine))
    return found and found.name


def names(engine):
    address = EngineAddress.parse(engine)
    found = connected(engine).call("GET", f"/{address.name}-*/_mapping")
    return sorted(name for name in found if not name.endswith("-history"))


@pytest.fixture
def folder(tmp_path):
    """A corpus of several documents, languages and shapes."""
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "fasoracetam.txt").write_text(DOCUMENT.read_text("utf-8"), "utf-8")
    (tmp_path / "own" / "kiln.txt").write_text(KILN.format(900), "utf-8")
    (tmp_path / "own" / "rules.md").write_text(RICH, "utf-8")
    (tmp_path / "own" / "turm.txt").write_text(GERMAN, "utf-8")
    (tmp_path / "own" / "synonyms.txt").write_text("charge, fee\n", "utf-8")
    (tmp_path / "own" / "notices.toml").write_text('footer = "Ask the master."\n', "utf-8")
    return tmp_path / "own"


def open_engine(engine, tmp_path, name="elsewhere"):
    """As a process opens it that has no documents."""
    return Library.open(tmp_path / "nothing", tmp_path / name, engine=engine)


def same_answers(one, other, asked):
    for question, after in asked:
        replies = [lib.ask(question, after=after, count=5) for lib in (one, other)]
        first, second = map(json_data.reply, replies)
        assert first == second
    return True


def of_the_sets():
    """Some questions of every set."""
    files = [
        *sorted((ROOT / "tests" / "data").glob("*.jsonl")),
        DOCUMENT.parent / "questions.jsonl",
    ]
    rows = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    return [(row["question"], row.get("after")) for row in rows[::97]]


def index_of(library):
    return library._snapshot.index


def test_answers_are_those_of_the_embedded_index(folder, engine, tmp_path, monkeypatch):
    embedded = Library.open(folder, tmp_path / "index")
    reindex(folder, tmp_path / "index", engine=engine)
    remote = open_engine(engine, tmp_path)

    assert same_answers(embedded, remote, [*ASKED, *of_the_sets()])
    assert embedded.footer == remote.footer == "Ask the master."
    assert [one.name for one in embedded.documents] == [one.name for one in remote.documents]
    assert embedded.passages() == remote.passages()
    assert embedded.passages("rules.md") == remote.passages("rules.md")
    assert embedded.around("rules:2", 1) == remote.around("rules:2", 1)
    assert embedded.reference("1") == remote.reference("1")
    assert all(embedded.text(one.name) == remote.text(one.name) for one in embedded.documents)
    for text in ('"Fees double in June."', '"Fees triple in June."', '"whale oil"', '"nowhere"'):
        assert embedded.check(text) == remote.check(text)
    asked = embedded.ask("what does a barge pay", document="rules.md")
    assert json_data.reply(asked) == json_data.reply(
        remote.ask("what does a barge pay", document="rules")
    )
    code = asked.quotations[0].receipt
    assert remote.verify(code) == embedded.verify(code)
    with pytest.raises(NotFound):
        remote.passage("rules:99")
    assert index_holds(index_of(embedded), index_of(remote))
    assert parts_hold(index_of(embedded), index_of(remote))
    assert embedded.search("the boats") == remote.search("the boats")
    only = DocumentFilter((("kiln.txt", "rules.md"),))
    assert same_answers(embedded.part(only), remote.part(only), ASKED[::2])
    cut = [passage.sentences for passage in embedded.passages()]
    monkeypatch.setattr("bot.passages.passage.sentence_bounds", None)  # it would take nltk
    other = open_engine(engine, tmp_path, "a third")
    assert cut == [passage.sentences for passage in other.passages()]
    assert other.ask("what does a barge pay").answered


def index_holds(embedded, remote):
    """The contract of an index: the same of both, to the last bit."""
    assert isinstance(embedded, EmbeddedIndex)
    assert isinstance(remote, EngineIndex)
    assert len(embedded) == len(remote)
    chance, terms = random.Random(1), range(len(embedded.terms._terms))
    scopes = [None, *(document.numbers for document in embedded.documents)]
    for _ in range(15):
        weights = {term: chance.uniform(0.1, 2.0) for term in chance.sample(terms, 6)}
        within = chance.choice(scopes)
        found = embedded.search(weights, 5, within)
        assert found == remote.search(weights, 5, within)
        numbers = [one.passage for one in found]
        assert embedded.impacts(weights, numbers) == remote.impacts(weights, numbers)
        for term in [*weights][:2]:
            assert embedded.frequency(term, within) == remote.frequency(term, within)
            assert embedded.idf(term) == remote.idf(term)
            assert embedded.rarity(term) == remote.rarity(term)
        some = sorted(weights)[:2]
        having = [{d.name for d in index.with_all(some)} for index in (embedded, remote)]
        assert having[0] <= having[1]
    for number in range(len(embedded)):
        assert embedded.opens(number) == remote.opens(number)
        assert embedded.sentences(number) == remote.sentences(number)
        assert embedded.words(number) == remote.words(number)
    for term in chance.sample(terms, 5):
        assert [*embedded.having(term)] == [*remote.having(term)]
    assert embedded.surfaces("b") == remote.surfaces("b")
    return True


def parts_hold(embedded, remote):
    """The contract of a part of an index: the same of both, and nothing of other documents."""
    chance, terms = random.Random(2), range(len(embedded.terms._terms))
    for _ in range(6):
        only = [*range(len(embedded.documents))][:: chance.choice([2, 3])]
        parts = [
            IndexPart(index, [index.documents[at] for at in only]) for index in (embedded, remote)
        ]
        mine = {number for at in only for number in embedded.documents[at].numbers}
        weights = {term: chance.uniform(0.1, 2.0) for term in chance.sample(terms, 6)}
        found = [part.search(weights, 5) for part in parts]
        assert found[0] == found[1]
        assert {one.passage for one in found[0]} <= mine
        within = embedded.documents[chance.choice(only)].numbers
        assert parts[0].search(weights, 5, within) == parts[1].search(weights, 5, within)
        stems = [embedded.terms.stem(term).decode() for term in chance.sample(terms, 5)]
        assert [parts[0].term(one) for one in stems] == [parts[1].term(one) for one in stems]
        for term in [*weights][:3]:
            having = [[*part.having(term)] for part in parts]
            assert having[0] == having[1]
            assert {*having[0]} <= mine
            assert parts[0].surfaces("b") == parts[1].surfaces("b")
            forms = embedded.terms.forms(term)
            assert [parts[0].has_form(f) for f in forms] == [parts[1].has_form(f) for f in forms]
    return True


def test_equal_scores_stand_in_the_order_of_the_corpus(engine, tmp_path):
    own = tmp_path / "own"
    own.mkdir()
    for number in range(60):
        (own / f"d{number:02}.txt").write_text("The gate is shut at noon.\n", "utf-8")
    reindex(own, tmp_path / "index", engine=engine)
    (own / "d00.txt").write_text("The gate is shut at noon.\n\n", "utf-8")  # sent last
    embedded = Library.open(own, tmp_path / "index")
    reindex(own, tmp_path / "index", engine=engine)
    remote = open_engine(engine, tmp_path)
    weights = {index_of(remote).term("gate"): 1.0}

    for most in (1, 16, 40):
        found = index_of(remote).search(weights, most)
        assert found == index_of(embedded).search(weights, most)
        assert [*range(most)] == [one.passage for one in found]


@pytest.fixture(scope="module")
def many(node, tmp_path_factory):
    """The indices of many short documents, embedded and in the engine."""
    own, chance = tmp_path_factory.mktemp("many"), random.Random(3)
    words = ["the", "gate", "of", "noon", "lamp", "shut", "boat", "coin", "rope", "mast"]
    for number in range(90):
        said = [chance.choices(words, range(10, 0, -1), k=9) for _ in range(2)]
        text = "\n\n".join(f"{' '.join(one).capitalize()}." for one in said)
        (own / f"d{number:02}.txt").write_text(f"{text}\n", "utf-8")
    place, engine = tmp_path_factory.mktemp("index"), own_engine(node)
    embedded = Library.open(own, place)
    reindex(own, place, engine=engine)
    yield index_of(embedded), index_of(open_engine(engine, place))
    delete(engine)


def asked_of(remote, monkeypatch):
    """The searches that an index of the engine makes from now on."""
    asked, search = [], EngineConnection.search

    def noted(self, index, body, *seconds):
        asked.append(body)
        return search(self, index, body, *seconds)

    monkeypatch.setattr(EngineConnection, "search", noted)
    return asked


def test_common_terms_that_add_little_are_left_out_where_that_changes_nothing(many, monkeypatch):
    embedded, remote = many
    monkeypatch.setattr(engine_index, "_MANY", 50)
    common = embedded.term("gate")
    assert embedded.frequency(common) >= 50
    asked = asked_of(remote, monkeypatch)
    weights = {embedded.term("mast"): 2.0, embedded.term("rope"): 1.0, common: 0.001}
    for share, rounds in ((0.05, {2, 3}), (0.0, {3})):
        monkeypatch.setattr(engine_index, "_LITTLE", share)
        for most in (1, 5, 40):
            assert embedded.search(weights, most) == remote.search(weights, most)
        assert rounds == {len(body["query"]["bool"]["should"]) for body in asked}
        asked.clear()


@pytest.mark.parametrize("share", [0.02, 0.3, 0.9])
def test_the_best_are_the_same_whatever_is_left_out_at_first(many, share, monkeypatch):
    embedded, remote = many
    monkeypatch.setattr(engine_index, "_MANY", 1)
    monkeypatch.setattr(engine_index, "_LITTLE", share)
    chance, terms = random.Random(4), range(len(embedded.terms._terms))
    for _ in range(12):
        picked = chance.sample(terms, min(5, len(terms)))
        weights = {term: chance.choice([0.01, 0.2, 1.0]) for term in picked}
        most = chance.choice([1, 3, 20])
        assert embedded.search(weights, most) == remote.search(weights, most)


def test_a_part_is_searched_in_one_round_trip_however_scattered_it_is(many, monkeypatch):
    embedded, remote = many
    few, most = (
        [IndexPart(index, [d for at, d in enumerate(index.documents) if at % 5 in some])
         for index in many]
        for some in ({1}, {0, 1, 3, 4})
    )  # fmt: skip
    asked = asked_of(remote, monkeypatch)
    weights = {embedded.term("mast"): 2.0, embedded.term("noon"): 1.0}
    for whole, part in (few, most):
        assert whole.search(weights, 5) == part.search(weights, 5)
        assert whole.term("mast") == part.term("mast") >= 0
    assert 4 == len(asked)
    assert embedded.frequency(embedded.term("noon")) > most[0]._outside
    assert most[0].term("noon") == most[1].term("noon") >= 0  # some of them must be in it

    assert 4 == len(asked)


def test_more_passages_than_the_engine_gives_at_once_are_not_asked_for(many, monkeypatch):
    embedded, remote = many
    gate = embedded.term("gate")
    monkeypatch.setattr(engine_index, "_MOST_HITS", 20)
    monkeypatch.setattr("bot.engine.kept_records.AT_ONCE", 20)
    monkeypatch.setattr(engine_index, "AT_ONCE", 20)
    asked = asked_of(remote, monkeypatch)

    assert embedded.frequency(gate) > 20
    assert 20 == len(remote.search({gate: 1.0}, embedded.frequency(gate)))
    assert occurrences(embedded, "gate", None) == occurrences(remote, "gate", None)
    assert max(body["size"] for body in asked) <= 20


def test_a_term_is_counted_in_all_candidates_documents_at_once(many, monkeypatch):
    embedded, remote = many
    term = embedded.term("lamp")
    found = remote.search({term: 1.0}, 8)
    asked = asked_of(remote, monkeypatch)
    for one in found:
        numbers = embedded.document_of(one.passage).numbers
        assert embedded.frequency(term, numbers) == remote.frequency(term, numbers)

    assert 1 == len(asked)


def test_only_what_changed_is_sent_and_answers_are_still_the_same(
    folder, engine, tmp_path, monkeypatch
):
    monkeypatch.setattr("bot.engine.publishing._CHANGED", 1.0)
    monkeypatch.setattr("bot.engine.publishing._APART", 1.0)
    sent, make = list[int](), Publication.make

    def made(own, lease):
        make(own, lease)
        sent.append(own.sent)

    monkeypatch.setattr(Publication, "make", made)
    reindex(folder, tmp_path / "index", engine=engine)
    (folder / "kiln.txt").write_text("A new first line.\n\n" + KILN.format(1000) + "\nEnd it.\n")
    (folder / "turm.txt").unlink()
    reindex(folder, tmp_path / "index", engine=engine)
    (folder / "synonyms.txt").write_text("levy, fee\n", "utf-8")
    reindex(folder, tmp_path / "index", engine=engine)
    remote = open_engine(engine, tmp_path)
    embedded = Library.open(folder, tmp_path / "fresh")

    assert [sent[0], 4, 0] == sent
    assert same_answers(embedded, remote, [*ASKED, ("which levy", None), *of_the_sets()[::4]])
    assert embedded.passages() == remote.passages()
    assert index_holds(index_of(embedded), index_of(remote))


def test_an_answer_is_whole_during_switches_and_is_served_within_seconds(folder, engine, tmp_path):
    reindex(folder, tmp_path / "index", engine=engine)
    library = open_engine(engine, tmp_path)
    right = {f"The kiln is fired at {degrees} degrees.[1]" for degrees in range(900, 905)}
    seen, end, wrong = set[str](), threading.Event(), list[object]()

    def ask():
        while not end.is_set():
            library.reload()
            try:
                reply = library.ask("at how many degrees is the kiln fired")
                seen.add(reply.quotations[0].passage.text)
            except Exception as error:  # noqa: BLE001  (whatever it is)
                wrong.append(error)

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        for degrees in (901, 902):
            (folder / "kiln.txt").write_text(KILN.format(degrees), "utf-8")
            reindex(folder, tmp_path / "index", engine=engine)
        newest = f"The kiln is fired at {degrees} degrees.[1]"
        pause = threading.Event()
        for _ in range(2400):
            if newest in seen or pause.wait(0.05):
                break
    finally:
        end.set()
        for thread in threads:
            thread.join()

    assert ([], True, set()) == (wrong, newest in seen, seen - right)


def test_what_another_process_reindexes_is_served_within_seconds(folder, engine, tmp_path):
    reindex(folder, tmp_path / "index", engine=engine)
    library, question = open_engine(engine, tmp_path), "at how many degrees is the kiln fired"
    assert "900 degrees" in library.ask(question).quotations[0].passage.text
    (folder / "kiln.txt").write_text(KILN.format(901), "utf-8")
    own = ["--corpus", str(folder), "--index", str(tmp_path / "index"), "reindex"]
    environ = {**os.environ, "CITEBOT_ENGINE": engine}
    subprocess.run(
        [sys.executable, "-m", "bot", *own], cwd=ROOT, env=environ, check=True, capture_output=True
    )
    pause = threading.Event()
    for _ in range(2400):  # as a bot does before every question
        if library.reload() or pause.wait(0.05):
            break
    assert "901 degrees" in library.ask(question).quotations[0].passage.text


def test_a_generation_that_is_gone_is_asked_for_no_more(folder, engine, tmp_path):
    reindex(folder, tmp_path / "index", engine=engine)
    library, old = open_engine(engine, tmp_path), served(engine)
    (folder / "kiln.txt").write_text(KILN.format(950), "utf-8")
    reindex(folder, tmp_path / "index", engine=engine)
    assert old in names(engine)  # for a minute
    connected(engine).call("DELETE", f"/{old}", seconds=60)

    found = library.ask("at how many degrees is the kiln fired").quotations[0]
    assert "The kiln is fired at 950 degrees.[1]" == found.passage.text


def test_what_a_killed_reindex_left_is_cleaned_up_and_what_is_served_stays(
    folder, engine, tmp_path, monkeypatch
):
    reindex(folder, tmp_path / "index", engine=engine)
    before = served(engine)
    with monkeypatch.context() as patch:
        patch.setattr(Publication, "serve", lambda *_: (_ for _ in ()).throw(MemoryError))
        patch.setattr(Publication, "drop", lambda _: None)  # as if nothing came after
        with pytest.raises(MemoryError):
            reindex(folder, tmp_path / "index", engine=engine)
    assert before == served(engine)
    assert 2 == len(names(engine))
    monkeypatch.setattr(generations, "_STAYS", 0.0)

    reindex(folder, tmp_path / "index", engine=engine)
    assert sorted([before, served(engine)]) == names(engine)


def test_two_reindexes_at_once_take_turns(folder, engine, tmp_path, monkeypatch):
    monkeypatch.setattr(generations, "_PATIENCE", 0.0)
    with generations.leased(connected(engine)):
        with pytest.raises(EngineSilent, match="Another reindex is running"):
            reindex(folder, tmp_path / "index", engine=engine)
    monkeypatch.setattr(generations, "_LASTS", -1.0)  # as if its holder had been killed
    with generations.leased(connected(engine)) as lost:
        reindex(folder, tmp_path / "index", engine=engine)
        with pytest.raises(EngineSilent, match="took over"):
            lost.renew()
    with pytest.raises((EngineSilent, EngineUnfit)):  # the alias is not where it was
        generations.switch(connected(engine), "another", str(served(engine)))
    assert Library.open(engine=engine, index=tmp_path / "x").ask("what does a barge pay").answered


def test_a_pinned_question_stops_a_switch_and_a_dry_run_changes_nothing(folder, engine, tmp_path):
    pinned = {"question": "at how many degrees is the kiln fired", "gold": ["900 degrees"]}
    (folder / "questions.jsonl").write_text(json.dumps(pinned) + "\n", "utf-8")
    reindex(folder, tmp_path / "index", engine=engine)
    before = served(engine)
    (folder / "kiln.txt").write_text("Nothing is said of it.\n", "utf-8")

    dry = reindex(folder, tmp_path / "index", engine=engine, dry_run=True)
    refused = reindex(folder, tmp_path / "index", engine=engine)
    assert (True, True, False) == (dry.refused, refused.refused, refused.switched)
    assert (before, [before]) == (served(engine), names(engine))
    assert (pinned["question"],) == open_engine(engine, tmp_path).pinned


def test_what_documents_said_before_is_known_after_switches(folder, engine, tmp_path):
    reindex(folder, tmp_path / "index", engine=engine)
    library = open_engine(engine, tmp_path)
    code = library.ask("at how many degrees is the kiln fired").quotations[0].receipt
    (folder / "kiln.txt").write_text(KILN.format(1000), "utf-8")
    reindex(folder, tmp_path / "index", engine=engine)

    found = open_engine(engine, tmp_path, "a third").verify(code)
    assert ("changed", False) == (found.state, found.stands)
    assert found.then is not None
    assert found.now is not None
    assert "The kiln is fired at 900 degrees.[1]" == found.then.text
    assert "The kiln is fired at 1000 degrees.[1]" == found.now.text
    assert library.verify(receipt("00" * 32, 0, 1, "x")).then is None


def test_every_receipt_of_what_was_said_before_is_known(folder, engine, tmp_path):
    reindex(folder, tmp_path / "index", engine=engine)
    library = Library.open(folder, tmp_path / "index")
    sums = {document.name: document.sha256 for document in library.documents}
    quoted = [p for p in library.passages() if p.document != "turm.txt"]
    codes = [receipt(sums[p.document], p.start, p.end, p.text) for p in quoted]
    for name in ("fasoracetam.txt", "kiln.txt", "rules.md"):
        (folder / name).unlink()
    reindex(folder, tmp_path / "index", engine=engine)

    remote = open_engine(engine, tmp_path)
    assert {code for code in codes if "i" in code}  # it could be a one, and so an L
    assert [p.text for p in quoted] == [found.then and found.then.text
                                        for found in map(remote.verify, codes)]  # fmt: skip


def test_the_operators_files_are_known_where_the_documents_are_not(folder, engine, tmp_path):
    asked = "at how many degrees is the kiln fired"
    (folder / "servers.toml").write_text("everywhere = ['kiln.txt']\n")
    (folder / "questions.jsonl").write_text(json.dumps({"question": asked, "gold": ["kiln:1"]}))
    for address in ("https://a.b/kiln", "https://a.b/oven"):
        (folder / "sources.toml").write_text(f'"kiln.txt" = "{address}"\n')
        reindex(folder, tmp_path / "index", engine=engine)
        remote = open_engine(engine, tmp_path, address[-4:])

        assert remote.passage("kiln:1").place.link.startswith(address)
    names = [document.name for document in remote.documents]
    assert ["kiln.txt"] == [*filter(remote.access.seen_in(1).allows, names)]
    assert (asked,) == remote.pinned


def test_a_part_with_most_of_the_documents_has_none_of_the_others(folder, engine, tmp_path):
    reindex(folder, tmp_path / "index", engine=engine)
    index = index_of(open_engine(engine, tmp_path))
    every = dict.fromkeys(range(len(index.terms._terms)), 1.0)
    for hidden in index.documents:
        part = IndexPart(index, [one for one in index.documents if one is not hidden])

        found = {one.passage for one in part.search(every, 100)}
        assert {*range(len(index))} - {*hidden.numbers} == found


def test_a_text_of_several_pieces_comes_back_whole(folder, engine, tmp_path, monkeypatch):
    for module in (engine_index, publishing):
        monkeypatch.setattr(module, "TEXT_PIECE", 50)
    (folder / "empty.md").write_text("# Nothing\n")
    reindex(folder, tmp_path / "index", engine=engine)
    embedded, remote = Library.open(folder, tmp_path / "index"), open_engine(engine, tmp_path)

    texts = [[lib.text(one.name) for one in embedded.documents] for lib in (embedded, remote)]
    assert texts[0] == texts[1]


def test_a_generation_that_lacks_a_passage_is_not_served(folder, engine, tmp_path, monkeypatch):
    index, lost = Bulk.index, iter([True])

    def losing(self, own_id, document):
        if not ("record" in document and next(lost, False)):
            index(self, own_id, document)

    monkeypatch.setattr(Bulk, "index", losing)
    with pytest.raises(EngineSilent, match="instead of"):
        reindex(folder, tmp_path / "index", engine=engine)
    assert served(engine) is None


def test_what_is_out_of_service_for_less_than_a_minute_is_still_there(folder, engine, tmp_path):
    for degrees in (1, 2, 3):
        (folder / "kiln.txt").write_text(KILN.format(degrees), "utf-8")
        reindex(folder, tmp_path / "index", engine=engine)

    assert 3 == len(names(engine))


def test_commands_need_no_documents_where_an_engine_is_named(citebot, engine, monkeypatch):
    monkeypatch.setenv("CITEBOT_ENGINE", engine)
    missing = citebot("ask", "What is the LD50 in rats?", corpus=None)
    made = citebot("reindex")
    answer = citebot("ask", "--json", "What is the LD50 in rats?", corpus=None)
    silent = citebot("ask", "What is the half-life?", corpus=None)
    doctor = citebot("doctor", corpus=None)

    assert (2, 0, 0, 1) == (missing.status, made.status, answer.status, silent.status)
    assert "has no documents yet; run `citebot reindex`" in missing.err
    assert "fasoracetam:12" == answer.json["passages"][0]["id"]
    assert "OpenSearch 2.19.6" in doctor.out
    assert "on one node nothing is replicated" in doctor.out
    assert (0, 0, 0, 0) == tuple(
        citebot(*command, corpus=None).status
        for command in (("passages",), ("show", "fasoracetam:12"), ("text", "fasoracetam"),
                        ("reference", "14"))
    )  # fmt: skip
    monkeypatch.setattr(layout, "ENGINE_FORMAT", 99)
    monkeypatch.setattr(generations, "ENGINE_FORMAT", 99)
    other = citebot("ask", "What is the LD50 in rats?", corpus=None)
    assert (2, True) == (other.status, "`citebot reindex`, where the documents are" in other.err)


def test_an_index_that_lost_a_shard_is_no_silence(folder, engine, tmp_path):
    reindex(folder, tmp_path / "index", engine=engine)
    library = open_engine(engine, tmp_path)
    connected(engine).call("POST", f"/{served(engine)}/_close", seconds=60)

    with pytest.raises((EngineSilent, EngineUnfit)) as raised:
        library.ask("what does a barge pay")
    assert not isinstance(raised.value, GenerationGone)
    connected(engine).call("POST", f"/{served(engine)}/_open", seconds=60)
