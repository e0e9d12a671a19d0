"""The split of Markdown: what readers see as one piece stays one, and notes become entries."""
# ruff: noqa: E501  (a document on a line is easier to read than one on five)

import re

import pytest

from bot.documents import Document
from bot.passages import split


def read(text):
    return split(Document("manual.md", text))


def texts(text):
    return [passage.text for passage in read(text).passages]


def headings(text):
    return [(passage.heading, passage.text) for passage in read(text).passages]


def sentences(text):
    return [text[s.start : s.end] for p in read(text).passages for s in p.sentences]


def entries(text):
    return [(entry.marker, entry.text) for entry in read(text).entries]


# Headings


def test_headings_nest_by_their_signs():
    text = "# Sea\n\nIt is.\n\n## A\n\nOne.\n\n### B\n\nTwo.\n\n## C\n\nThree.\n"

    assert read(text).title == "Sea"
    assert headings(text) == [
        (("Sea",), "It is."),
        (("Sea", "A"), "One."),
        (("Sea", "A", "B"), "Two."),
        (("Sea", "C"), "Three."),
    ]


def test_headings_need_no_blank_line_below():
    assert headings("## A\nOne.\n## B\nTwo.\n") == [(("A",), "One."), (("B",), "Two.")]


def test_underlined_headings_are_headings():
    text = "Sea\n===\n\nA\n---\n\nOne.\n\nB\n---\nTwo.\n"

    assert read(text).title == "Sea"
    assert headings(text) == [(("Sea", "A"), "One."), (("Sea", "B"), "Two.")]


def test_a_heading_reads_as_it_is_rendered():
    [passage] = read("## The `ls` *command*[1], see [here](a.html) {#ls}\n\nIt lists.\n").passages

    assert passage.heading == ("The ls command, see here",)


def test_headings_of_html_are_headings():
    assert headings("<h2 align='center'>A</h2>\n\nOne.\n") == [(("A",), "One.")]


def test_two_headings_of_the_first_level_are_no_title():
    text = "# A\n\nOne.\n\n# B\n\nTwo.\n"

    assert read(text).title == ""
    assert headings(text) == [(("A",), "One."), (("B",), "Two.")]


def test_a_hash_in_code_is_no_heading():
    assert headings("## A\n\n```sh\n# not a heading\nls\n```\n") == [
        (("A",), "```sh\n# not a heading\nls\n```")
    ]


def test_a_heading_copied_with_its_link_for_editing_is_without_it():
    text = "## Use[[edit](/w/e.php)]\n\nIt is.\n\n### Pain[edit]\n\nIt hurts.\n"

    assert headings(text) == [(("Use",), "It is."), (("Use", "Pain"), "It hurts.")]


# Code, tables, lists, quotes


def test_code_stays_whole_however_long():
    block = "```python\n" + "x = [1]\n\n" * 300 + "```"

    assert texts(f"Above.\n\n{block}\n\nBelow.\n") == ["Above.", block, "Below."]


def test_a_long_table_is_cut_between_rows_and_its_head_goes_along():
    rows = ["| **Boat** | Crew |\n|---|---|", *(f"| Boat {n} | {n} people |" for n in range(200))]
    first, *rest = read("## Fleet\n\n" + "\n".join(rows) + "\n").passages

    assert rest
    assert [row for p in (first, *rest) for row in re.findall(r".*people.*", p.text)] == rows[1:]
    assert first.heading == ("Fleet",)
    assert {passage.heading for passage in rest} == {("Fleet", "Boat | Crew")}


def test_a_table_of_moderate_length_stays_whole():
    block = "| a | b |\n|---|---|\n" + "| one | two |\n" * 150 + "| last | row |"

    assert texts(f"Above.\n\n{block}\n\nBelow.\n") == ["Above.", block, "Below."]


def test_a_table_of_html_is_cut_between_rows_too():
    rows = [f"<tr><td>Boat {n}</td>\n\n<td>{n} people</td></tr>" for n in range(100)]
    table = "<table>\n<tr><th>Boat</th><th>Crew</th></tr>\n" + "\n".join(rows) + "\n</table>"
    found = read(f"## Fleet\n\n{table}\n\nIt is.\n").passages

    assert [row for p in found for row in re.findall(r"Boat \d+", p.text)] == [
        f"Boat {n}" for n in range(100)
    ]
    assert found[1].heading == ("Fleet", "Boat | Crew")
    assert found[-1].text == "It is."


def test_nothing_in_code_is_a_marker():
    assert read("Take `a[1]` and [2].\n\n    b[3]\n\n```\nc[4]\n```\n").passages[0].references == (
        "2",
    )
    assert [p.references for p in read("    b[3]\n\nIt is.\n").passages] == [(), ()]


def test_each_row_of_a_table_is_a_sentence():
    rows = ["| a | b |", "|---|---|", "| It is. It was. | 2 |"]

    assert sentences("\n".join(rows)) == ["| a | b |\n|---|---|", rows[2]]


@pytest.mark.parametrize(
    "block", ["- salt\n- time", "1. Boil.\n2. Stir.", "```\nls\n```", "| a |\n|---|\n| b |"]
)
def test_what_a_colon_leads_up_to_keeps_its_lead(block):
    assert texts(f"Do this:\n\n{block}\n\nDone is done.\n") == [
        f"Do this:\n\n{block}",
        "Done is done.",
    ]


def test_items_of_a_list_are_sentences_with_what_is_in_them():
    text = "- salt, and\n  more of it\n- time.\n\n  A lot of it.\n    - days\n- rest\n"

    assert sentences(text) == [
        "- salt, and\n  more of it",
        "- time.",
        "A lot of it.",
        "- days",
        "- rest",
    ]


def test_a_long_list_is_cut_in_front_of_items():
    text = "Take:\n\n" + "- the salt of the sea, and the wind\n" * 60

    pieces = texts(text)

    assert len(pieces) == 2
    assert pieces[0].startswith("Take:\n\n- the salt")
    assert all(piece.endswith("- the salt of the sea, and the wind") for piece in pieces)
    assert pieces[1].startswith("- the salt")


def test_a_quotation_is_a_passage():
    assert texts("> It is.\n> > It was.\n\nIt will be.\n") == [
        "> It is.\n> > It was.",
        "It will be.",
    ]


def test_the_blank_lines_of_a_quotation_are_in_no_sentence():
    assert sentences("> It is.\n>\n> > It was.\n> >\n\nIt will be.\n") == [
        "> It is.",
        "> > It was.",
        "It will be.",
    ]


@pytest.mark.parametrize("lines", ["    One.\n\n    Two.", "\n    One.\n\n    Two."])
def test_an_admonition_keeps_the_text_set_in_below_it(lines):
    text = f'!!! note "Beware"\n{lines}'
    first, *inside, last = headings(f"## A\n\nIt is.\n\n{text}\n\nIt was.\n")

    assert first == (("A",), "It is.")
    assert "\n\n    ".join(text for _, text in inside) == "One.\n\n    Two."
    assert {path for path, _ in inside} == {("A", "Beware")}
    assert last == (("A",), "It was.")


# Labels and questions

QUESTIONS = {
    "bold": "**May I swim?**\n\n{}",
    "bold, the answer right below": "**May I swim?**\n{}",
    "bold, a hard break": "__May I swim?__  \n{}",
    "bold, on the line of its answer": "**May I swim?** {}",
    "bold with a number": "**(3) May I swim?**\n\n{}",
    "bold behind an anchor": '<a name="q1"></a>\n**May I swim?**\n\n{}',
    "italic": "*May I swim?*\n\n{}",
    "labelled": "Q: May I swim?\nA: {}",
    "labelled in bold": "**Q:** May I swim?\n\n**A:** {}",
    "labelled within bold": "**Q: May I swim?**\nA: {}",
    "labelled with numbers": "Q1. May I swim?\n\nA1. {}",
    "labelled on one line": "**Question:** May I swim? **Answer:** {}",
    "summary": "<details>\n<summary>May I swim?</summary>\n\n{}\n\n</details>",
    "summary in bold on one line": "<details><summary><b>May I swim?</b></summary>{}</details>",
    "item": "- May I swim?\n\n  {}",
    "numbered item": "3. **May I swim?**\n   {}",
    "item in bold": "* **May I swim?** {}",
    "term": "<dl><dt>May I swim?</dt>\n<dd>{}</dd></dl>",
    "details": "::: details May I swim?\n{}\n:::",
    "details with braces": ':::details{title="May I swim?"}\n\n{}\n\n:::',
    "admonition": '??? question "May I swim?"\n    {}',
    "callout": "> [!faq]- May I swim?\n> {}",
    "component": '<Accordion title="May I swim?">\n\n{}\n\n</Accordion>',
    "definition list": "May I swim?\n: {}\n\nMay I dive?\n: No.",
    "plain": "May I swim?\n\n{}\n\nMay I dive?\n\nNo.",
    "plain, a hard break": "May I swim?\\\n{}\n\nMay I dive?\\\nNo.",
    "plain, numbered": "(1) May I swim?\n\n{}\n\n(2) May I dive?\n\nNo.",
}


@pytest.mark.parametrize("form", QUESTIONS.values(), ids=QUESTIONS)
def test_a_question_is_the_heading_of_its_answer(form):
    answer = "Only while the flag on the mast is green."
    found = read("## Beach\n\nIt is wide.\n\n" + form.replace("{}", answer) + "\n").passages
    [passage] = [passage for passage in found if answer in passage.text]

    assert passage.heading[0] == "Beach"
    assert "May I swim?" in passage.heading[1]
    assert not any("swim" in passage.text for passage in found)


@pytest.mark.parametrize(
    "text",
    [
        '**"Why?"** she said.\n\nHe did not know.\n',
        "**It rains.**\n\nNobody knows why.\n",
        "**Rain** falls.\n\nNobody knows why.\n",
        "**Rain**\n",
        "**Rain**\n\n## Sun\n\nIt shines.\n",
    ],
)
def test_a_line_that_only_looks_like_a_label_is_text(text):
    assert read(text).passages[0].text == text.partition("\n")[0]


def test_a_lone_question_is_no_passage_without_what_answers_it():
    found = read("But why does it rain?\n\nNobody knows.\n\nIt rains.\n").passages

    assert [one.text for one in found] == ["But why does it rain?\n\nNobody knows.", "It rains."]


def test_a_bold_line_is_a_heading_within_the_marked_one():
    text = "## A\n\n**Rule 1: Rest**\n\nSleep.\n\n**Rule 2.**\nWake.\n\n## B\n\nRise.\n"

    assert headings(text) == [
        (("A", "Rule 1: Rest"), "Sleep."),
        (("A", "Rule 2."), "Wake."),
        (("B",), "Rise."),
    ]


def test_questions_stand_under_the_bold_line_above_them():
    text = "## A\n\n**Water**\n\n**May I swim?**\n\nYes.\n\n*May I dive?*\n\nNo.\n\n**Land**\n\nIt is.\n"

    assert headings(text) == [
        (("A", "Water", "May I swim?"), "Yes."),
        (("A", "Water", "May I dive?"), "No."),
        (("A", "Land"), "It is."),
    ]


def test_a_bold_line_over_a_table_ends_with_the_table():
    text = "## A\n\n**Key**\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nIt is.\n"

    assert [path for path, _ in headings(text)] == [("A", "Key"), ("A",)]


TOGETHER = {
    "a lead-in and its paragraphs": "It depends:\n\nCats: the green door.\n\nDogs: the red one.",
    "a label and code": "For Windows\n\n```sh\nrun.exe\n```",
    "a sentence around code": "Then run\n\n```sh\nrun\n```\n\nafter every meal. It helps.",
    "two pieces of code": "Like:\n```\na\n```\nand then like:\n```\nb\n```",
    "a line of code": "It is done so:\n\n`run --now`",
    "a caption below": "| a | b |\n|---|---|\n| 1 | 2 |\n\n*Table 3: the key*",
    "a caption above": "Table 3. The key\n\n| a | b |\n|---|---|\n| 1 | 2 |",
    "a list around a comment": "- One of them.\n<!-- todo -->\n- Two of them.",
    "a term and its definition": "Anvil\n\n: A block of iron.",
    "a sentence over a page mark": "It was made by the\n\n{3}----------\n\nsmith of the town.",
    "a quotation within": "He used to say\n\n> all is well\n\nbut nobody heard him.",
}


@pytest.mark.parametrize("text", TOGETHER.values(), ids=TOGETHER)
def test_what_belongs_together_is_one_passage(text):
    assert texts(f"It is.\n\n## A\n\n{text}\n\nIt was.\n") == ["It is.", text, "It was."]


@pytest.mark.parametrize(
    "mark",
    ["{12}------", "Page 3 of 9", "- 12 -", "![](_page_1.jpeg)", "![Logo](a.png)", "[TOC]",
     "[back to the top](#top)", "{: .no_toc }"],
)  # fmt: skip
def test_page_marks_and_pictures_are_no_passages(mark):
    assert texts(f"It is.\n\n{mark}\n\nIt was.\n") == ["It is.", "It was."]


def test_a_line_broken_by_hand_behind_a_sentence_ends_it():
    text = "- Yellow: a warning. \\\n*Two are one red.*\n- Red: off.\n"

    assert sentences(text) == ["- Yellow: a warning. \\", "*Two are one red.*", "- Red: off."]


# Notes and definitions


def test_footnotes_are_entries_and_no_passages():
    text = (
        "It is salty.[^salt] And deep.[^2]\n\n[^salt]: By Ito.\n    In 1998.\n[^2]: By *Smith*.\n"
    )

    assert entries(text) == [("salt", "By Ito.\n    In 1998."), ("2", "By *Smith*.")]
    assert headings(text) == [((), "It is salty.[^salt] And deep.[^2]")]
    assert read(text).passages[0].references == ("salt", "2")


def test_a_footnote_may_have_several_paragraphs():
    text = "It is.[^a]\n\n[^a]: One.\n\n    Two.\n\nNot of it.\n"

    assert entries(text) == [("a", "One.\n\n    Two.")]
    assert texts(text) == ["It is.[^a]", "Not of it."]


def test_link_definitions_are_entries():
    text = 'It is [so][1] and [thus].\n\n[1]: https://a.b "Title"\n[thus]: <c d>\n'

    assert entries(text) == [("1", 'https://a.b "Title"'), ("thus", "<c d>")]
    assert read(text).passages[0].references == ()


@pytest.mark.parametrize(
    "heading", ["References", "Sources", "Notes", "Bibliography", "7. References"]
)
@pytest.mark.parametrize(
    "written",
    [
        "1. Ito 1998.\n2. Smith 2003.\n",
        "[1] Ito 1998.\n\n[2] Smith 2003.\n",
        "[1] Ito 1998.\n[2] Smith 2003.\n",
        "- [1] Ito 1998.\n- [2] Smith 2003.\n",
        "- Ito 1998.\n- Smith 2003.\n",
        "[1]: Ito 1998.\n[2]: Smith 2003.\n",
        "[^1]: Ito 1998.\n[^2]: Smith 2003.\n",
        "\\[1\\] Ito 1998.\n\n\\[2\\] Smith 2003.\n",
    ],
)
def test_a_bibliography_is_entries_and_no_passage(heading, written):
    text = f"# Sea\n\nIt is salty.[1] It is deep.[2]\n\n## {heading}\n\n{written}"

    assert entries(text) == [("1", "Ito 1998."), ("2", "Smith 2003.")]
    assert texts(text) == ["It is salty.[1] It is deep.[2]"]


def test_link_definitions_may_follow_a_footnote_without_a_blank_line():
    text = "It is.[^a]\n\n[^a]: One.\n\n    Two.\n[b c]: https://a.b\n"

    assert entries(text) == [("a", "One.\n\n    Two."), ("b c", "https://a.b")]


def test_markers_converted_to_links_point_to_entries_and_stay_with_their_sentence():
    text = (
        "It is (so)[\\[1\\]](#n1) here.[[2]](#n2)[3](#n3) It was.<sup>[4]</sup> It will be.\n\n"
        "## References[[edit](/w/e.php)]\n\n"
        "1.  **[^](#r1)** Ito, 1998.\n2.  [^ a b](#r2) Roe, 1999.\n"
        "3.  ^ [a](#r3) [b](#r4) Doe, 2000.\n4.  ↑ Poe, 2001.\n"
    )

    assert sentences(text) == [
        "It is (so)[\\[1\\]](#n1) here.[[2]](#n2)[3](#n3)",
        "It was.<sup>[4]</sup>",
        "It will be.",
    ]
    assert read(text).passages[0].references == ("1", "2", "3", "4")
    assert entries(text) == [
        ("1", "Ito, 1998."),
        ("2", "Roe, 1999."),
        ("3", "Doe, 2000."),
        ("4", "Poe, 2001."),
    ]


def test_a_list_within_an_entry_is_part_of_it():
    text = "It is.[1]\n\n## Notes\n\n1. Ito, 1998.\n   1. Part one, 1998.\n2. Roe, 1999.\n"

    assert entries(text) == [("1", "Ito, 1998.\n   1. Part one, 1998."), ("2", "Roe, 1999.")]


def test_a_section_below_a_bibliography_is_text():
    text = "It is.[1]\n\n## References\n\n1. Ito 1998.\n\n## Licence\n\nIt is free.\n"

    assert headings(text)[1:] == [(("Licence",), "It is free.")]


def test_notes_that_are_prose_stay_text():
    text = "It is.\n\n## Notes\n\nMind the tide. It is quick.\n\n- Bring a coat.\n- Bring a map.\n"

    assert entries(text) == []
    assert len(texts(text)) == 3 or texts(text)[1].startswith("Mind the tide.")


# What is not read


def test_front_matter_gives_the_title_and_is_a_gap():
    text = "---\ntitle: 'The sea'\ntags: [a, b]\n---\n\nIt is.\n"

    assert read(text).title == "The sea"
    assert texts(text) == ["It is."]


def test_front_matter_that_nothing_closes_ends_at_a_heading():
    text = "---\nid: sea\ntitle: 'The sea'\nsources:\n  - name: Tides\n\n## Waves\n\nIt is.\n"

    assert read(text).title == "The sea"
    assert headings(text) == [(("The sea", "Waves"), "It is.")]


def test_prose_behind_a_rule_is_no_front_matter():
    text = "---\nNote: mind it.\n\n## Waves\n\nIt is.\n"

    assert texts(text) == ["Note: mind it.", "It is."]


@pytest.mark.parametrize(
    "gap",
    [
        "<!-- It is\n\nhidden. -->",
        "[![Build](a.svg)](https://a.b) ![Licence](b.svg)",
        "---",
        "* * *",
        "<div align='center'>",
        '<a name="x"></a>',
        "[//]: # (x)",
    ],
)
def test_markup_without_words_is_a_gap(gap):
    assert texts(f"It is.\n\n{gap}\n\nIt was.\n") == ["It is.", "It was."]


def test_a_bare_address_is_text():
    assert texts("It is.\n\n<https://a.b>\n") == ["It is.", "<https://a.b>"]


def test_text_within_html_is_text():
    text = "## A\n\n<details>\n<summary>More</summary>\n\nIt is.\n\n</details>\n\nIt was.\n"

    assert headings(text) == [(("A", "More"), "It is."), (("A",), "It was.")]


@pytest.mark.parametrize("run", [" ", ".", ". ", "\t"])
def test_a_line_of_many_dots_or_blanks_is_looked_at_once_for_the_number_of_a_page(run):
    """Tried again within each run, it would take hours."""
    entries = "\n".join(f"- Part {name}{run * 20_000}b" for name in "uvw")
    sections = "\n\n".join(f"# Part {name}\n\nIt is {name}." for name in "uvw")

    assert texts(f"{entries}\n\n{sections}\n")[-3:] == ["It is u.", "It is v.", "It is w."]
