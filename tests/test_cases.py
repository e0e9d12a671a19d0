"""The casebook: small inputs that were read or answered wrongly once, and what has to hold.

A case is a folder of `tests/data/cases`: `corpus/`, and `expected.json` with `kind` (which fault
it stands for) and `checks`. A check has one of these, and whatever else is asked of it:

ask [after]        a question. `first_has`: in the first passage shown; a list: each in one that
                   is shown; null: none is. `best_has`, `best_has_not`: in its marked sentence.
                   `reason_has_not`: not in the reason for silence
passage            in some passage
not_alone          no passage consists of it
sentence           is one
longest_passage    characters at most
check [verdict]    the verdict on a quotation, else "word for word"
reference          a marker; `entry_has`: in its entry
slices             every passage is a slice of its document

Of the passage, or the first one shown: `heading` (its path), `heading_has`, `heading_has_not`,
`references`; `not_first`: not in it; `with`: in it or in its path.
"""

import json
import re
from pathlib import Path

import pytest

from bot import Library

CASES = Path(__file__).parent / "data" / "cases"


def cases():
    for file in sorted(CASES.glob("*/expected.json")):
        for number, check in enumerate(json.loads(file.read_text("utf-8"))["checks"], 1):
            yield pytest.param(file.parent / "corpus", check, id=f"{file.parent.name}-{number}")


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """Libraries by corpus, each opened once."""
    known = {}

    def library(corpus):
        if corpus not in known:
            known[corpus] = Library.open(corpus, tmp_path_factory.mktemp("index"))
        return known[corpus]

    return library


@pytest.mark.parametrize(("corpus", "check"), [*cases()])
def test_a_case_holds(corpus, check, opened):
    saw, holds = (asked if "ask" in check else looked)(corpus, opened(corpus), check)

    assert holds, f"{json.dumps(check, ensure_ascii=False)} but: {saw}"


def cut(corpus, document, span):
    text = (corpus / document).read_bytes().decode("utf-8-sig")
    return text.replace("\r\n", "\n").replace("\r", "\n")[span.start : span.end]


def is_placed(passage, check):
    """Whether the passage is where the check wants it."""
    path, around = list(passage.heading), [passage.text, *passage.heading]
    return all(
        [
            path == check.get("heading", path),
            any(check.get("heading_has", "") in name for name in path or [""]),
            not any(check.get("heading_has_not", "\0") in name for name in path),
            list(passage.references) == check.get("references", list(passage.references)),
            check.get("not_first", "\0") not in passage.text,
            any(check.get("with", "") in one for one in around),
        ]
    )


def asked(corpus, library, check):
    reply = library.ask(check["ask"], after=check.get("after"))
    shown, reason = getattr(reply, "quotations", ()), getattr(reply, "reason", "")
    wanted = check.get("first_has", "")
    if not shown:
        silent = wanted is None or set(check) <= {"ask", "after", "reason_has_not"}
        return f"silence: {reason}", silent and check.get("reason_has_not", "\0") not in reason
    first, best = shown[0].passage, cut(corpus, shown[0].passage.document, shown[0].best)
    among, wanted = (shown, wanted) if isinstance(wanted, list) else (shown[:1], [wanted])
    had = None not in wanted and all(any(w in q.passage.text for q in among) for w in wanted)
    marked = check.get("best_has", "") in best and check.get("best_has_not", "\0") not in best
    holds = had and marked and is_placed(first, check)
    return f"{first.text!r} under {first.heading}, best {best!r}", holds


def looked(corpus, library, check):  # noqa: PLR0911  (one for each kind of check)
    passages = library.passages()
    match check:
        case {"passage": text}:
            found = [passage for passage in passages if text in passage.text]
            return found[:1] or "no such passage", bool(found) and is_placed(found[0], check)
        case {"not_alone": text}:
            return "a passage of its own", all(bare(p.text) != bare(text) for p in passages)
        case {"sentence": text}:
            found = [cut(corpus, p.document, s) for p in passages for s in p.sentences]
            return found, text in found
        case {"longest_passage": most}:
            return (longest := max(len(p.text) for p in passages)), longest <= most
        case {"check": text}:
            verdicts = {one.verdict.value for one in library.check(text)}
            return verdicts, verdicts == {check.get("verdict", "word for word")}
        case {"reference": marker, "entry_has": text}:
            entries = [entry.text for _, entry in library.reference(marker).entries]
            return entries, any(text in entry for entry in entries)
        case {"slices": True}:
            return "other text", all(cut(corpus, p.document, p) == p.text for p in passages)
    raise ValueError(f"no such kind of check: {check}")


def bare(text):
    return re.sub(r"<[^<>]*>|[\W_]", "", text).casefold()
