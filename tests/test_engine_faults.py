"""An engine that does not answer, or not wholly, or is another: told plainly, never an answer."""

import json
import logging
import socket
import sys
import threading
import time
from base64 import b64encode
from types import SimpleNamespace

import pytest
from opensearchpy import connection_pool

from bot import Library
from bot.engine import bulk, connection
from bot.engine.address import EngineAddress
from bot.engine.bulk import Bulk
from bot.engine.connection import EngineConnection
from bot.engine.generations import Lease, clean, switch
from bot.errors import EngineSilent, EngineUnfit, GenerationGone, SettingsError
from bot.translation import speaking, translated
from tests.engine.fake import AUTHORITY, OPENSEARCH, fake_engine

WHOLE = {"timed_out": False, "_shards": {"total": 1, "successful": 1, "failed": 0},
         "hits": {"hits": []}}  # fmt: skip
PLACE = {"_seq_no": 1, "_primary_term": 1}
NOT_WHOLE = [
    {**WHOLE, "timed_out": True},
    {**WHOLE, "_shards": {"total": 2, "successful": 1, "failed": 1}},
    {**WHOLE, "_shards": {"total": 2, "successful": 1, "failed": 0}},  # as a lost shard is told
    {"hits": {"hits": []}},
    {"something": "else"},
    "<html>a proxy's page</html>",
]


def connected(*urls: str, **options: str) -> EngineConnection:
    return EngineConnection(EngineAddress.parse(",".join(urls), **options))


def error(kind: str) -> dict[str, object]:
    return {"error": {"type": kind, "root_cause": []}, "status": 0}


@pytest.mark.parametrize("answer", NOT_WHOLE)
def test_a_part_of_an_answer_is_none(answer):
    with fake_engine(lambda *_: (200, answer)) as fake:
        with pytest.raises(EngineSilent, match="does not answer"):
            connected(fake.url).search("citebot-1", {})


def test_a_part_is_not_even_asked_for():
    with fake_engine(lambda *_: (200, WHOLE)) as fake:
        assert connected(fake.url).search("citebot-1", {}) == WHOLE

    assert ["POST /citebot-1/_search?allow_partial_search_results=false"] == fake.asked


@pytest.mark.parametrize(
    ("status", "kind", "expected", "told"),
    [
        (503, "search_phase_execution_exception", EngineSilent, "does not answer"),
        (500, "search_phase_execution_exception", EngineSilent, "does not answer"),
        (429, "circuit_breaking_exception", EngineSilent, "too much to do"),
        (503, "cluster_block_exception", EngineSilent, "does not answer"),  # it is starting
        (404, "index_not_found_exception", GenerationGone, "no such index"),
        (401, "security_exception", EngineUnfit, "CITEBOT_ENGINE_PASSWORD"),
        (403, "security_exception", EngineUnfit, "CITEBOT_ENGINE_PASSWORD"),
        (429, "cluster_block_exception", EngineUnfit, "disk is full"),
        (403, "cluster_block_exception", EngineUnfit, "disk is full"),
        (400, "parsing_exception", EngineUnfit, "400 parsing_exception"),
    ],
)
def test_what_an_engine_cannot_do_is_told(status, kind, expected, told):
    with fake_engine(lambda *_: (status, error(kind))) as fake:
        with pytest.raises(expected, match=told) as raised:
            connected(fake.url).search("citebot-1", {})

    assert type(raised.value) is expected or expected is EngineSilent


def test_an_engine_that_takes_too_long_is_given_up(monkeypatch):
    hanging = threading.Event()

    def hang(*_):
        hanging.wait(120)
        return 200, WHOLE

    with fake_engine(hang) as fake:
        try:
            with pytest.raises(EngineSilent, match="takes too long"):
                connected(fake.url).search("citebot-1", {}, seconds=0.05)
        finally:
            hanging.set()


def test_another_node_is_asked_where_one_does_not_answer():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{closed.getsockname()[1]}"
        with (
            fake_engine(lambda *_: (503, error("x"))) as ill,
            fake_engine(lambda *_: (200, WHOLE)) as well,
        ):
            asking = connected(nobody, ill.url, well.url)
            assert all(asking.search("citebot-1", {}) == WHOLE for _ in range(6))


def test_a_node_that_failed_is_asked_last_and_longer_each_time(monkeypatch):
    clock = [1.0]
    monkeypatch.setattr(connection_pool, "time", SimpleNamespace(time=lambda: clock[0]))
    answers = {"ill": (503, error("x"))}
    with (
        fake_engine(lambda *_: answers.get("ill", (200, WHOLE))) as ill,
        fake_engine(lambda *_: (200, WHOLE)) as well,
    ):
        asking = connected(ill.url, well.url)

        def asked_in(seconds):
            """How often the node that is ill is asked, by a question every other second."""
            before, until = len(ill.asked), clock[0] + seconds
            while clock[0] < until:
                assert asking.search("citebot-1", {}) == WHOLE
                clock[0] += 2.0
            return len(ill.asked) - before

        first, later = asked_in(10), asked_in(60)
        del answers["ill"]
        clock[0] += 60
        assert asked_in(20) == 5  # every other one
        assert first <= 2
        assert later <= 5


def test_an_engine_that_is_not_there_is_an_error_and_no_silence(citebot, monkeypatch):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        monkeypatch.setenv("CITEBOT_ENGINE", f"http://127.0.0.1:{closed.getsockname()[1]}")
        run = citebot("ask", "What is the LD50 in rats?", corpus=None)

    assert (2, "") == (run.status, run.out)
    assert "does not answer: no node can be reached" in run.err
    assert 1 == run.err.count("\n")


def test_what_is_wrong_with_an_engine_is_told_in_the_language_of_whoever_reads_it():
    says = {404: error("index_not_found_exception"), 429: error("x"), 400: error("y")}
    for status, answer in says.items():
        with fake_engine(lambda *_, told=(status, answer): told) as fake:
            with pytest.raises((EngineSilent, EngineUnfit)) as raised:
                connected(fake.url).search("citebot-1", {})
            with speaking("de"):
                assert "Die Suchmaschine" in translated(raised.value.line)
            assert "Die Suchmaschine" not in str(raised.value)


@pytest.mark.parametrize(
    ("root", "told"),
    [
        ({"version": {"distribution": "opensearch", "number": "1.3.0"}}, "opensearch 1.3.0"),
        ({"version": {"number": "8.19.0"}}, "another kind 8.19.0"),
        ({"version": {"distribution": "opensearch", "number": "30.1.0"}}, "opensearch 30.1.0"),
        ("hello", "does not answer"),
    ],
)
def test_an_engine_of_another_kind_is_refused_by_name(root, told):
    with fake_engine(lambda *_: (200, root)) as fake:
        with pytest.raises((EngineUnfit, EngineSilent), match=told):
            connected(fake.url).check()


def test_an_index_of_another_that_has_our_name_is_left_alone():
    def say(path, _):
        return (200, OPENSEARCH) if path == "/" else (200, {"citebot": {"mappings": {}}})

    with fake_engine(say) as fake:
        with pytest.raises(EngineUnfit, match="not citebot's; give ours another name"):
            Library.open(engine=fake.url)

    assert {"GET"} == {asked.split()[0] for asked in fake.asked}


def test_a_certificate_is_checked():
    with fake_engine(lambda *_: (200, OPENSEARCH), tls=True) as fake:
        with pytest.raises(EngineUnfit, match="CITEBOT_ENGINE_CA"):
            connected(fake.url).check()
        assert "2.19.6" == connected(fake.url, ca=str(AUTHORITY)).check()


def test_an_engine_without_its_client_is_told_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "opensearchpy", None)
    with pytest.raises(EngineUnfit, match=r"pip install 'citebot\[opensearch\]'"):
        connected("http://127.0.0.1:1").check()


def test_a_password_may_be_of_any_letters():
    known = dict[str, str]()
    with fake_engine(lambda *_: (200, OPENSEARCH)) as fake:
        fake.heard = known.update
        connected(fake.url, user="я", password="пароль").check()

    assert "Basic " + b64encode("я:пароль".encode()).decode() == known["authorization"]


def test_what_is_asked_is_not_logged(caplog):
    caplog.set_level(logging.DEBUG)
    with fake_engine(lambda *_: (503, error("x"))) as fake:
        with pytest.raises(EngineSilent):
            connected(fake.url).search("citebot-1", {"query": "a question's words"})

    assert "question's words" not in caplog.text
    assert [] == [row for row in caplog.records if row.levelno >= logging.WARNING]


def test_a_missing_certificate_file_is_told(tmp_path):
    with pytest.raises(EngineUnfit, match="CITEBOT_ENGINE_CA"):
        connected("https://127.0.0.1:1", ca=str(tmp_path / "none")).check()


def test_the_password_is_sent_and_never_shown(caplog):
    caplog.set_level(logging.DEBUG)
    address = EngineAddress.parse("http://127.0.0.1:1", "me", "secret-word")

    assert "secret-word" not in f"{address!r} {address}"
    with pytest.raises(EngineSilent) as raised:
        EngineConnection(address).search("citebot-1", {"query": "a question's words"})
    assert "secret-word" not in f"{raised.value} {caplog.text}"
    assert "question's words" not in caplog.text


@pytest.mark.parametrize(
    "written",
    ["", " , ", "host:9200", "ftp://host", "http://elsewhere:9200", "https://me:pw@host",
     "https://host?x=1", "https://a/one,https://b/two", "https://host/Not-A-Name",
     "https://host:port"],
)  # fmt: skip
def test_an_address_that_cannot_be_is_refused(written):
    with pytest.raises(SettingsError, match="CITEBOT_ENGINE"):
        EngineAddress.parse(written)


def test_what_the_engine_is_too_busy_for_is_sent_again(monkeypatch):
    monkeypatch.setattr(bulk, "_FIRST_PAUSE", 0.0)
    kept: list[str] = []

    def say(_, body):
        ids = [line.split('"')[5] for line in body.splitlines() if '"index"' in line]
        busy = len(kept) == 0 and len(ids) > 1
        taken = ids[:1] if busy else ids
        kept.extend(taken)
        items = [{"index": {"status": 201 if one in taken else 429}} for one in ids]
        return 200, {"errors": busy, "items": items}

    with fake_engine(say) as fake, Bulk(connected(fake.url), "citebot-1") as sending:
        for own in ("a", "b", "c"):
            sending.index(own, {"x": 1})

    assert ["a", "b", "c"] == kept


@pytest.mark.parametrize("kind", ["node_closed_exception", "index_not_found_exception"])
def test_what_is_sent_is_sent_again_where_the_engine_does_not_answer(monkeypatch, kind):
    monkeypatch.setattr(bulk, "_FIRST_PAUSE", 0.0)
    answers = [(404, error(kind))] if "index" in kind else [(503, error(kind))] * 5
    taken = {"errors": False, "items": []}

    with fake_engine(lambda *_: answers.pop() if answers else (200, taken)) as fake:
        sending = Bulk(connected(fake.url), "citebot-1")
        sending.index("a", {"x": 1})
        if "index" in kind:  # whoever deleted it is right
            with pytest.raises(GenerationGone), sending:
                pass
        else:
            with sending:
                pass

    assert ([], 1 if "index" in kind else 6) == (answers, len(fake.asked))


def test_a_document_that_is_not_taken_is_an_error():
    items = [{"index": {"status": 400, "error": {"type": "mapper_parsing_exception"}}}]
    with fake_engine(lambda *_: (200, {"errors": True, "items": items})) as fake:
        with pytest.raises(EngineUnfit, match="mapper_parsing_exception"):
            with Bulk(connected(fake.url), "citebot-1") as sending:
                sending.index("a", {"x": 1})


def test_a_question_waits_seconds_and_not_minutes():
    assert connection.SOON <= 3.0


def test_a_lease_that_another_took_over_is_neither_renewed_nor_ended():
    another = threading.Event()

    def say(path, body):
        if body:  # it is written
            stale = another.is_set() and "if_seq_no=1" in path
            return (409, error("version_conflict_engine_exception")) if stale else (200, PLACE)
        if not another.is_set():
            return 404, {"found": False}
        other = {"owner": "another", "until": time.time() + 60}
        return 200, {"found": True, "_seq_no": 2, "_primary_term": 1, "_source": other}

    with fake_engine(say) as fake:
        lease = Lease(connected(fake.url))
        lease.take()
        lease.renew()
        another.set()
        with pytest.raises(EngineSilent, match="Another reindex took over"):
            lease.renew()
        lease.release()

    path, _, places = fake.asked[-1].partition("?")
    assert "DELETE /citebot-history/_doc/lease" == path
    assert {"if_seq_no=1", "if_primary_term=1"} == {*places.split("&")}


def test_what_went_out_of_service_stays_a_minute_for_whoever_still_reads_it():
    ours: dict[str, object] = {"mappings": {"_meta": {"citebot": {}}}}
    now = time.time()

    def say(path, _):
        if path.startswith("/citebot/_mapping"):
            return 200, {"citebot-3": ours}
        if path.endswith("/_doc/retired"):
            retired = {"citebot-1": now - 61, "citebot-2": now - 1}
            return 200, {"found": True, **PLACE, "_source": {"retired": retired}}
        own = dict.fromkeys(("citebot-1", "citebot-2", "citebot-3"), ours)
        return 200, {**own, "citebot-of-others": {"mappings": {}}}

    with fake_engine(say) as fake:
        clean(connected(fake.url))

    assert ["DELETE /citebot-1"] == [one for one in fake.asked if one.startswith("DELETE")]


def test_the_alias_is_moved_from_the_index_that_the_new_one_was_made_of_or_not_at_all():
    told: list[str] = []

    def say(_, body):
        told.append(body)
        return 200, {}

    with fake_engine(say) as fake:
        switch(connected(fake.url), "citebot-1", "citebot-2")

    assert [
        {"remove": {"index": "citebot-1", "alias": "citebot", "must_exist": True}},
        {"add": {"index": "citebot-2", "alias": "citebot"}},
    ] == json.loads(told[0])["actions"]
