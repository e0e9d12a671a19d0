"""Lines of keywords: what is one, and that it stands behind what tells something."""

import pytest

from bot import Library
from bot.ranking.keyword_lines import is_keyword_line


@pytest.mark.parametrize(
    "line",
    [
        "Keywords: height of the tower; grain",
        "**Key words:** tower, grain",
        "Index Terms\u2014towers, grain",
        "Tags: #tower #grain",
        "Schlagw\u00f6rter: Turm, Korn",
    ],
)
def test_a_label_with_keywords_is_a_line_of_keywords(line):
    assert is_keyword_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "Keywords are matched as they stand.",
        "Tags: they are sewn on. Every coat has one, and two hats.",
        "Topic: towers",
        "The keywords: tower, grain",
        "Keywords: " + "tower, " * 300,
    ],
)
def test_what_tells_something_or_lists_nothing_is_none(line):
    assert not is_keyword_line(line)


def test_a_line_of_keywords_comes_after_a_sentence_with_the_same_words(tmp_path):
    text = (
        "Tags: depth of the well; rope\n\nThe well in the yard has a depth that was told by rope.\n"
    )
    (tmp_path / "a.txt").write_text(text)
    library = Library.open(tmp_path, tmp_path / "index")

    assert library.ask("depth of the well").quotations[0].passage.text.startswith("The well")
