"""Whether an index is of the corpus as it is: time stamps are trusted once they are old enough."""

import time

import pytest

from bot import Library
from bot.documents import corpus
from bot.snapshots.staleness import trusted

SECOND = 1_000_000_000  # nanoseconds
NOW = 1_800_000_000 * SECOND


@pytest.mark.parametrize(
    ("modified", "changed", "is_trusted"),
    [(-5, -5, True), (-2, -2, True), (-1.9, -5, False), (-5, -1.9, False), (0, 0, False),
     (1, -5, False)],
)  # fmt: skip
def test_a_file_that_changed_within_two_seconds_may_change_again_under_the_same_stamp(
    monkeypatch, modified, changed, is_trusted
):
    monkeypatch.setattr(time, "time_ns", lambda: NOW)
    stamp = (100, NOW + int(modified * SECOND), NOW + int(changed * SECOND), 7)

    assert (stamp if is_trusted else ()) == trusted(stamp)
    assert () == trusted(())


@pytest.fixture
def coarse(monkeypatch):
    """A moment that lasts: all that is written in it has one time stamp."""
    stamp, moment = corpus._stamp, time.time_ns()

    def coarsely(status):
        size, _, _, inode = stamp(status)
        return size, moment, moment, inode

    monkeypatch.setattr(corpus, "_stamp", coarsely)
    monkeypatch.setattr(time, "time_ns", lambda: moment)


def test_a_change_within_the_time_stamp_of_the_one_before_is_seen(tmp_path, coarse):
    document, index = tmp_path / "kiln.txt", tmp_path / "index"
    for degrees in ("900", "800", "700"):
        document.write_text(f"The kiln is fired at {degrees} degrees.")  # as long, as new
        library = Library.open(document, index)

        assert f"The kiln is fired at {degrees} degrees." == library.passage("kiln:1").text
