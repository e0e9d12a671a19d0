"""A plain question starts fast: it loads what it needs, and nothing else."""

import json
import os
import re
import subprocess
import sys
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.analysis import SortedLines
from bot.patterns import RarePattern, lazy
from bot.ranking import answer_type, definitions
from tests.conftest import DOCUMENT, ROOT
from tests.house import PACKAGE

MODULES = {  # room -> its modules that a plain question needs
    "": "errors library patterns settings translation version",
    "analysis": (
        "abbreviations analyzer english known_pieces language_packs line_signs markers ngrams"
        " normal_forms pair_words rarity roman_numerals sentence_stops sentences sorted_lines spans"
        " stemmer stop_words tokenizer utf8 variants"
    ),
    "answering": (
        "access answer candidates follow_ups fragments notices operator_rules other_languages"
        " readings reasons replies"
    ),
    "cli": "command_line console exit_status log_lines options question_commands session",
    "data": "",
    "documents": "corpus document_filter formats operator_files records unicode_names",
    "evaluation": "current served",
    "index": (
        "carried_words container documents embedded fingerprint index lookup packed postings"
        " stored_passages"
        " term_dictionary term_positions"
    ),
    "meaning": "choice cosines meaning models",
    "passages": "passage receipts split",
    "ranking": (
        "acts ages amounts answer_type answer_words closeness common_lines"
        " company concepts confidence deadly definitions denials document_topics"
        " echoes events features groups headings instructions keyword_lines kinds_shown"
        " letter_runs limits long_questions marking names opposites other_writings"
        " others_of_kind pointers presence query ranker related_words rows seams slang"
        " spelling subjects synonyms table_rows weights word_forms word_pairs word_values"
    ),
    "render": "json_data terminal",
    "snapshots": "atomic_files backends places progress snapshot staleness",
}
PACKAGES = {"Stemmer", "click"}
SLOW = {
    "asyncio",
    "dataclasses",
    "difflib",
    "email",
    "multiprocessing",
    "subprocess",
    "tempfile",
    "tomllib",
}

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
    own = {name for name in asked if name.split(".")[0] == "bot"}
    outside = {name.split(".")[0] for name in asked - own if "cython" not in name}
    outside -= {*sys.stdlib_module_names}
    rooms = {f"bot.{room}".rstrip(".") for room in MODULES}
    modules = {
        ".".join(filter(None, ("bot", room, name)))
        for room, names in MODULES.items()
        for name in names.split()
    }

    assert rooms | modules == own
    assert outside == PACKAGES
    assert set() == asked & SLOW


def test_no_record_has_annotations_that_it_would_compile():
    """A named tuple makes a reference of each annotation that is text: a third of its time."""
    records = [PACKAGE.joinpath(room, f"{name}.py").read_text("utf-8")
               for room, names in MODULES.items() for name in names.split()]  # fmt: skip
    records = [code for code in records if "(NamedTuple):" in code]

    assert len(records) > 20
    assert [code for code in records if "from __future__ import annotations" in code] == []


def test_the_list_of_commands_does_not_load_discord_py():
    asked = loaded(ASK, "--help")

    assert "bot.cli.serve_command" in asked
    assert "discord" not in asked


def test_a_pattern_is_compiled_at_its_first_use_and_once():
    with patch.object(re, "compile", wraps=re.compile) as compiled:
        pattern = lazy("r[ab]t", re.IGNORECASE)
        assert 0 == compiled.call_count
        assert pattern.search("a RAT")
        assert pattern.search("a cat") is None

    assert 1 == compiled.call_count


PATTERNS: list[tuple[str, Any]] = [
    (f"{name}.{own}", pattern)
    for name, module in sorted(sys.modules.items())
    if name.startswith("bot.")
    for own, value in sorted(vars(module).items())
    for pattern in (value if isinstance(value, tuple) else (value,))
] + [(f"a question for {kind}", pattern) for kind, pattern in answer_type._ASKED_PATTERNS]
RARE = [(name, pattern) for name, pattern in PATTERNS if isinstance(pattern, RarePattern)]
LETTERS = st.characters(exclude_categories=["Nd"], include_characters="0123456789")


@pytest.mark.parametrize(("name", "rare"), RARE, ids=[name for name, _ in RARE])
@settings(max_examples=20, suppress_health_check=[HealthCheck.filter_too_much])
@given(data=st.data())
def test_a_text_with_a_rare_pattern_has_a_piece_that_it_needs(name, rare, data):
    """A wrong piece would switch the pattern off, and nothing else would say so."""
    text = data.draw(st.from_regex(re.compile(rare.pattern.pattern, rare.pattern.flags),
                                   alphabet=LETTERS))  # fmt: skip

    assert rare.search(text), name


@pytest.mark.parametrize(("name", "rare"), RARE, ids=[name for name, _ in RARE])
def test_no_piece_is_a_letter_of_a_word_that_was_meant(name, rare):
    letters = [piece for piece in rare.needs if len(piece) == 1 and piece.isalpha()]

    assert letters in ([], ["x"]), name


SIGNS = [
    *" -:|=*_`,.\n\t\f\x0b\x1c",
    " - ",
    "->",
    ", n. ",
    "**",
    "__",
    "   ",
    "Luff",
    "the",
    "\u2014",
]


@example("Luff, n. the front edge")
@example("Luff   the front edge")
@example("Luff - the front edge")
@given(st.lists(st.sampled_from(SIGNS), max_size=9).map("".join))
def test_what_is_defined_is_found_wherever_its_pattern_is(text):
    term, label = definitions._TERM.match(text), definitions._LABEL.match(text)

    assert definitions.defined_in(text) == (term["term"] if term else "")
    assert definitions.label_in(text) == (label["term"] if label else "")


@given(st.dictionaries(st.text("ab\u00e9 \u4e00", min_size=1), st.text("xy")), st.text("ab\u00e9"))
def test_a_line_is_found_by_its_beginning(rows, other):
    lines = sorted(f"{name}\t{value}".encode() for name, value in rows.items())
    found = SortedLines(b"".join(line + b"\n" for line in lines))

    assert {name: found.after(f"{name}\t") for name in [*rows, other]} == {
        name: rows.get(name) for name in [*rows, other]
    }
    assert (len(rows), [line.decode() for line in lines]) == (len(found), [*found])
