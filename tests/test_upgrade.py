"""What a version has written is read, or built anew, by this one.

Each folder of `tests/data/written` has the files of one version: a corpus, what lay beside its
index, its settings, and what had been given out, receipts and buttons. A new version adds its own:

    python -m tests.test_upgrade tests/data/written/VERSION
"""

import json
import shutil
import sys
from datetime import date, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot import Library
from bot.discord_app import custom_ids
from bot.discord_app.custom_ids import ButtonKind
from bot.discord_app.handlers import Handlers
from bot.evaluation.gaps import FILE as GAPS
from bot.evaluation.gaps import note
from bot.settings import read
from bot.snapshots.history import FILE as HISTORY
from bot.snapshots.history import versions
from bot.snapshots.snapshot import INDEX_FILE, saved
from tests.discord_server.markdown import read as seen

WRITTEN = Path(__file__).parent / "data" / "written"
HERD = "Zebras live in herds.[1] They are striped.\n"
QUESTION, WORD = "Where do zebras live?", "zorbium"


def write(folder: Path) -> None:
    """Write all that a version writes."""
    corpus, index = folder / "corpus", folder / "index"
    corpus.mkdir(parents=True)
    (corpus / "zebra.md").write_text(f"# Zebras\n\n{HERD}\n## Food\n\nThey eat grass all day.\n")
    library = Library.open(corpus, index, model="off")
    before = library.ask(QUESTION).quotations[0].receipt
    (corpus / "zebra.md").write_text(f"# Zebras\n\nIn Africa.\n\n{HERD}\n## Food\n\nGrass.[1]\n")
    library.reindex()
    for day in range(6):
        on_the_day = date(2026, 1, 1) + timedelta(days=day)
        note(index, [WORD], partial(lambda day: day, on_the_day))
    handlers = Handlers(library)
    answers = [handlers.answer(QUESTION, None, None, 5), handlers.reference("1", 0, 5)]
    buttons = {
        button.label: button.custom_id
        for answer in answers
        for row in answer.buttons
        for button in row
    }
    given = {
        "before": before,
        "now": library.ask(QUESTION).quotations[0].receipt,
        "buttons": buttons,
        "answer": answers[0].text,
    }
    (folder / "given.json").write_text(json.dumps(given, indent=1) + "\n")
    (folder / "env").write_text("CITEBOT_GAPS=1\nCITEBOT_LOG_LEVEL=ERROR\nCITEBOT_LOG=json\n")


@pytest.fixture(params=sorted(path.name for path in WRITTEN.iterdir()))
def written(request, tmp_path):
    """The files of a version, where they may be changed."""
    return shutil.copytree(WRITTEN / request.param, tmp_path / "written")


@pytest.fixture
def old(written):
    return Library.open(written / "corpus", written / "index", model="off")


def test_there_are_files_of_a_version_and_they_are_what_they_should_be():
    for folder in WRITTEN.iterdir():
        names = {path.name for path in (folder / "index").iterdir()}
        assert {INDEX_FILE, HISTORY, GAPS} <= names
        assert (folder / "index" / INDEX_FILE).stat().st_size > 1000
        assert len([*versions(folder / "index")]) == 1


def test_the_index_is_read_or_built_anew_and_answers(written, old):
    assert HERD.strip() in old.ask(QUESTION).quotations[0].passage.text
    now = saved(written / "index")  # in place for the next start
    assert now is not None
    assert len(now) == len(old) == 3


def test_an_index_that_this_version_did_not_make_is_known_for_that(written):
    file = written / "index" / INDEX_FILE
    content = file.read_bytes()
    assert content.count(b'"format":') == 1
    file.write_bytes(content.replace(b'"format":', b'"former":'))

    library = Library.open(written / "corpus", written / "index", model="off")

    assert HERD.strip() in library.ask(QUESTION).quotations[0].passage.text


def test_receipts_are_known_from_before_a_change_and_from_after(written, old):
    given = json.loads((written / "given.json").read_text())

    assert old.verify(given["now"]).stands
    assert old.verify(given["before"]).then is not None


def test_words_that_were_counted_still_are(old):
    assert [(gap.word, gap.days) for gap in old.gaps()] == [(WORD, 6)]


def test_every_button_still_leads_to_where_it_led(written, old):
    given, handlers = json.loads((written / "given.json").read_text()), Handlers(old)
    presses = [press for one in given["buttons"].values() if (press := custom_ids.read(one))]

    assert len(presses) == len(given["buttons"]) > 2
    removing = [press for press in presses if press.kind is ButtonKind.REMOVE]
    assert [custom_ids.read_number(press.state) for press in removing] == [5]
    shown = [handlers.press(press) for press in presses if press not in removing]
    assert all(HERD.strip() in seen(one.text).text or one.files for one in shown)


def test_settings_mean_what_they_meant(written):
    settings = read({}, written / "env")

    assert (settings.gaps, settings.log_level, settings.log) == (True, "ERROR", "json")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
