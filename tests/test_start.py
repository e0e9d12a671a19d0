"""A plain question starts fast: it loads what it needs, and nothing else."""

import json
import os
import re
import subprocess
import sys
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.analysis import SortedLines
from bot.cli import commands, session
from bot.cli.plain import plain
from bot.patterns import lazy
from tests.conftest import DOCUMENT, ROOT

# What a plain question may load: our rooms, one package, and of the standard library these
# modules; the latter with all that they load themselves.
ROOMS = """
    answer cli cli.console cli.plain cli.session conversation corpus errors freshness snapshot
    index index.container index.documents index.packed index.postings index.reader
    index.reading index.recipe
    library lookup notices passages
    passages.citations passages.records passages.split patterns places progress ranking
    ranking.confidence ranking.evidence ranking.query ranking.spelling ranking.wanted
    ranking.weights receipts record render render.terminal settings store text text.lines
    text.rarity text.stems text.vocabulary text.words thesaurus version
""".split()
OTHERS = """
    Stemmer __future__ array base64 bisect codecs collections contextlib enum errno
    fcntl functools gc hashlib heapq json logging math mmap os pathlib re stat struct sys
    threading time typing unicodedata warnings zlib
""".split()

ASK = (
    "from bot.cli import main\n"
    "try: main()\n"
    "except SystemExit as stopped: assert stopped.code == 0\n"
    "import json; print(json.dumps([*{*sys.modules} - before]))"
)


def loaded(code, *arguments):
    """The modules that code loads in a process of its own, beside Python's at its start."""
    environ = {name: value for name, value in os.environ.items() if "COV" not in name}
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; before = {{*sys.modules}}\n{code}", *arguments],
        capture_output=True, text=True, cwd=ROOT, check=True, env=environ, encoding="utf-8",
    )  # fmt: skip
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_a_plain_question_loads_these_modules_and_no_others(library):
    asked = loaded(
        ASK, "--corpus", str(DOCUMENT), "--index", str(library.index_folder), "ask", "LD50?"
    )
    shows = "import json; print(json.dumps([*{*sys.modules} - before]))"
    others = loaded(f"import {', '.join(OTHERS)}; {shows}")

    own = {name for name in asked if name.split(".")[0] == "bot"}
    assert {"bot", *(f"bot.{room}" for room in ROOMS)} == own
    assert set() == asked - own - others


ARGUMENTS = st.lists(
    st.sampled_from([
        "--corpus", "--index", "--corpus=.", str(DOCUMENT), str(ROOT), "nowhere", "", "ask", "show",
        "What is it?", "it", "-n", "1", "--", "-", "--json", "--help", "--after", "--batch",
    ]),
    max_size=6,
)  # fmt: skip


@given(st.sampled_from([[], ["--corpus", str(DOCUMENT)], ["--index", str(ROOT)]]), ARGUMENTS)
def test_click_reads_a_plain_question_the_same_way(before, arguments):
    arguments = [*before, *arguments]
    read = plain(arguments)
    if read is None:
        return
    with patch.object(commands, "ask_one") as ask_one, patch.dict(os.environ, clear=True):
        ask_one.return_value = 0
        with pytest.raises(SystemExit):
            commands.cli.main(arguments, prog_name="citebot", standalone_mode=False)
    (asked, question), options = ask_one.call_args
    defaults = session.ask.__kwdefaults__ or {}

    assert (read.corpus, read.index, read.question) == (asked.corpus, asked.index, question)
    assert options == {name: defaults[name] for name in options}


def test_options_and_what_cannot_be_read_are_left_to_click(tmp_path):
    assert None is plain(["--corpus", str(tmp_path / "none"), "ask", "it"])
    assert None is plain(["--corpus"])
    assert None is plain(["ask", "it", "--json"])
    assert None is plain([])


def test_a_pattern_is_compiled_at_its_first_use_and_once():
    with patch.object(re, "compile", wraps=re.compile) as compiled:
        pattern = lazy("r[ab]t", re.IGNORECASE)
        assert 0 == compiled.call_count
        assert pattern.search("a RAT")
        assert pattern.search("a cat") is None

    assert 1 == compiled.call_count


@given(st.dictionaries(st.text("ab\u00e9 \u4e00", min_size=1), st.text("xy")), st.text("ab\u00e9"))
def test_a_line_is_found_by_its_beginning(rows, other):
    lines = sorted(f"{name}\t{value}".encode() for name, value in rows.items())
    found = SortedLines(b"".join(line + b"\n" for line in lines))

    assert {name: found.after(f"{name}\t") for name in [*rows, other]} == {
        name: rows.get(name) for name in [*rows, other]
    }
    assert (len(rows), [line.decode() for line in lines]) == (len(found), [*found])
