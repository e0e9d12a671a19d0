"""What Discord shows is the passage: escaping, cutting and messages, read back independently."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.analysis import Span
from bot.answering.replies import ReplyKind
from bot.documents import Document
from bot.documents.records import Place
from bot.passages import Passage, PassageUnit, split
from bot.render import discord_reply, discord_reports
from bot.render.discord_layout import code_block, is_table, monospace
from bot.render.discord_markdown import LIMIT, escape, inline, quote, survives, unescape, units
from bot.render.discord_pages import (
    PassageView,
    cut,
    on_pages,
    page_with,
    passages_on_pages,
    place,
    quoted_piece,
)
from bot.render.discord_reader import block_quotes, plain, question_of
from tests.discord_server.markdown import read, visible
from tests.discord_server.simple_markdown import shown

# The table of facts/discord.md, and what else is known to go wrong.
HOSTILE = [
    "*a* _b_ __c__ **d** ~~e~~ ||f|| `g` ``h`` ***i***",
    "```py\nprint(1)\n```",
    "```",
    "a \\ b \\* c \\\\ d \\",
    "# one\n## two\n### three\n-# four\n#five",
    "- a\n  - b\n* c\n+ d\n1. e\n2024. It was\n  3. f",
    "> a\n>>> b\n>c",
    "[x](https://a.example) <https://b.example> https://c.example/d_e_f www.g.example",
    "<t:1700000000:f> <@1> <@!2> <@&3> <#4> </ask:5> <:e:66> <a:e:77> <id:browse>",
    "@everyone @here discord.gg/abc https://discord.gg/abc",
    "_a https://a.example/c_ d",
    ":smile: :+1: ¯\\_(ツ)_/¯ <3 :)",
    "snake_case_word 2*3*4 a**b**c __init__ ~~",
    "Z̸̢̛̖̟͎̥͖̹̱͉̘͕̰̈́̒a̷l̶g̵o̸ \u202eright to left\u202c",
    "👩‍👩‍👧‍👦 🇩🇪 é e\u0301",
    "   indented\n      more",
    "a\n\nb\n\n\nc",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "$x_1 = \\frac{a}{b}$ <b>html</b> &amp; ~a~ ^b^",
]
pieces = st.lists(
    st.one_of(
        st.sampled_from(["*", "_", "**", "__", "~~", "||", "`", "```", "\\", ">", "> ", ">>> "]),
        st.sampled_from(["#", "# ", "-# ", "- ", "* ", "1. ", "12. ", "\n", " ", "  ", "\n\n"]),
        st.sampled_from(["[x](https://a.b)", "https://a.b/c", "<t:1:R>", "<@1>", "@everyone"]),
        st.sampled_from([":smile:", "<:a:1>", "</a:1>", "discord.gg/x", "e\u0301", "😀", "a", "B"]),
        st.text(max_size=5),
    ),
    max_size=40,
).map("".join)
texts = (pieces | st.sampled_from(HOSTILE)).filter(lambda text: text.strip() and survives(text))


def passage_of(text: str, name: str = "a.txt") -> Passage:
    """A passage with that text and a sentence up to each full stop."""
    ends = [m.end() for m in re.finditer(r"\.\s", text)] + [len(text)]
    units = []
    start = 0
    for end in ends:
        if end > start:
            units.append(PassageUnit(start, end, prose=True))
        start = end
    return Passage("a:1", name, 1, ("Top", "Under *it*"), text, 0, len(text), tuple(units), ("1",))


def read_back(pages: list[str]) -> str:
    """The quotations of all pages as one text, white space as the page ends have it."""
    return "\n".join(text for page in pages for text in read(page).quotations)


def with_echo(made: discord_reply.ReplyText) -> str:
    """A reply as it is shown where no arrow leads to the question."""
    return f"{made.echo}\n{made.text}"


def squeezed(text: str) -> str:
    return " ".join(text.split())


def words_of(text: str) -> str:
    """All but the fences of code, which are a code block's frame on the screen."""
    return squeezed(re.sub(r"(?m)^ *(?:```|~~~).*$", "", text))


def code_of(text: str) -> Passage:
    """A passage of a lead-in, and of code or a table's rows, as one part that is no prose."""
    whole = f"See:\n{text}"
    units = PassageUnit(0, 4, prose=True), PassageUnit(5, len(whole))
    return passage_of(whole)._replace(units=units)


def table_of(rows: list[str]) -> Passage:
    whole, units, at = "\n".join(["See:", *rows]), [PassageUnit(0, 4, prose=True)], 5
    for row in rows:
        units.append(PassageUnit(at, at + len(row)))
        at += len(row) + 1
    return passage_of(whole)._replace(units=tuple(units))


cells = texts.map(lambda text: "".join(c for c in text if c not in "\n`").strip()).filter(bool)


@given(
    st.lists(st.tuples(cells, cells).map(lambda two: f"| {two[0]} | {two[1]} |"), min_size=1),
    st.data(),
)
def test_rows_read_back_whatever_is_in_them(rows, data):
    passage = table_of(rows)
    best = data.draw(st.sampled_from(passage.sentences))
    whole = quoted_piece(PassageView(passage, best), [Span(0, len(passage.text))], 0)
    assert read(whole).quotations == [passage.text]
    assert shown(whole).startswith(passage.text + "\n")
    if best.start and "*" not in passage.text and "http" not in passage.text:
        assert read(whole).strong == [passage.text[best.start : best.end]]


@given(texts.filter(lambda text: "```" not in text and "\n" in text.strip()))
@example("a_ *b*\n c||d|| `e`\n~~f~~ <@1> \\")
@example("\n\n||\n||")
@example("~~~~\n\n~~~~")
def test_code_reads_back_whatever_is_in_it(text):
    code = text.strip().replace("\n", "\n    ")
    passage = code_of(code)

    whole = quoted_piece(PassageView(passage, Span(0, 4)), [Span(0, len(passage.text))], 0)

    assert [squeezed(one) for one in read(whole).quotations] == [squeezed(passage.text)]
    assert squeezed(shown(whole)).startswith(squeezed(passage.text))
    if not is_table(code) and words_of(code):
        assert "fence" in read(whole).kinds


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        (
            "    lock --open\n        --slowly",
            "> ```\n>     lock --open\n>         --slowly\n> ```",
        ),
        ("  ```\n  ls\n  ```", "> ```\n>   ls\n> ```"),
    ],
)
def test_code_has_the_indent_of_its_first_line(text, seen):
    at = len(text) - len(text.lstrip())
    lead, code = PassageUnit(0, 4, prose=True), PassageUnit(5 + at, 5 + len(text))
    passage = passage_of(f"See:\n{text}")._replace(units=(lead, code))

    whole = quoted_piece(PassageView(passage), [Span(0, len(passage.text))], 0)

    assert whole.partition("\n\n")[0] == f"> See:\n{seen}"
    fences = text.replace("  ```", "").strip("\n")
    assert read(whole).quotations == [f"See:\n{fences}"]


def test_lines_that_are_not_indented_are_no_code():
    """They are pieces of a long list, which is cut at its lines."""
    assert code_block("If a match is\nfound, it is run.") is None
    assert code_block("run it\n    and stop") is not None


def test_sentences_of_a_long_item_are_no_code_though_its_lines_are_set_in():
    sentence = "It opens where the tide\n      is low, and shuts where it is high. "
    items = "".join(f"* `lock{n}`: {sentence * 4}\n" for n in range(12))

    passages = split(Document("sea.md", f"# Locks\n\n{items}"), "sea").passages

    assert len(passages) > 1
    assert not any(monospace(p, Span(p.start, p.end)).blocks for p in passages)


@given(
    texts.filter(lambda text: "```" not in text),
    st.sampled_from(["", "sh", "c++", "x y", "\u00fc"]),
)
def test_a_fence_of_the_documents_own_is_the_fence_of_its_code(text, language):
    passage = code_of(f"```{language}\n{text}\n```")

    whole = quoted_piece(PassageView(passage), [Span(0, len(passage.text))], 0)

    assert squeezed(read(whole).quotations[0]) == squeezed(f"See: {text}")
    assert squeezed(shown(whole)).startswith(squeezed(f"See: {text}"))


@given(st.lists(st.sampled_from(["x = *1*", "  y_ = 2", "", "# z", "- `w` ~"]), min_size=90))
@example(["- `w` ~"] * 263 + [""] * 10)  # after which the fence alone would be on a page
def test_code_that_is_longer_than_a_message_is_code_on_every_page(lines):
    passage = code_of("```sh\nfirst\n" + "\n".join([*lines, *lines]) + "\nlast\n```")

    made = passages_on_pages([PassageView(passage)])

    assert words_of(read_back(made)) == words_of(passage.text)
    assert [page for page in made if "fence" not in read(page).kinds] == []
    assert max(map(units, made)) <= LIMIT


def test_on_pages_only_the_pages_are_counted():
    """A count of parts beside them would confuse: two parts may be on one page."""
    long = " ".join(f"Sentence {number} of many is quite short." for number in range(130))

    made = passages_on_pages([PassageView(passage_of(long))])

    notes = [[line for line in page.split("\n") if line.startswith("-# ")] for page in made]
    assert [lines[-1] for lines in notes] == ["-# page 1 of 3", "-# page 2 of 3", "-# page 3 of 3"]
    assert [lines[-2].endswith("\u00b7 continues") for lines in notes] == [True, True, False]
    assert "part " not in "".join(made)


@given(texts)
def test_escaped_text_is_seen_as_it_was(text):
    assert visible("x" + escape(text) + "x") == "x" + text + "x"
    assert shown("x" + escape(text) + "x") == "x" + text + "x"


@given(texts, st.integers(0, 40), st.integers(0, 40))
@example("__init__ is _it_", 2, 4)
@example("~~~~~~ and *", 0, 0)
@example("see _http://x/_a_a) and _b_", 13, 2)
@example("*https://a.b/c:;</a:1>", 0, 0)
@example("a~<|;[x](https://a.b)||<@1>", 0, 0)
@example("one \\two", 0, 5)
def test_a_second_reader_sees_a_quotation_as_it_was(text, start, length):
    quoted = quote(text, (start, start + length) if length else None)

    assert shown(f"-# above\n{quoted}\n\nbelow") == f"above\n{text}\n\nbelow"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_seen_as_it_was(text):
    seen = read(quote(text))

    assert (seen.quotations, seen.kinds - {"url"}) == ([text], {"quote"})


@pytest.mark.parametrize(
    "text",
    [
        "300mg/kg in mice (980mg/kg in rats), document, note.[14] Is it \u201cso\u201d? Yes!",
        "a_b.txt, snake_case_word; 5 > 3 < 7 + 2 - 1 = #1 & 50% $x ^2 {y} ~a | b",
        "at 10:30:45, see https://en.example.org/wiki/A_(b)_c?d=e#f.",
        "Price: 5* for a `quick one", "-5 degrees, #1, 1.5 and 2.", "<5 mg or >3, a<b>c</b>",
        "| a | b |\n|---|---|\n| 1 | 2 |", "C:\\dir and a\\b", "mail me@example.org [x] (y)",
    ],
)  # fmt: skip
def test_what_is_no_markup_has_no_backslash(text):
    assert quote(text) == "> " + text.replace("\n", "\n> ")


def test_an_address_in_a_quotation_can_be_followed_and_one_in_a_question_not():
    assert "url" in read(quote("See https://a.example/b_c_ for more.")).kinds
    assert read(escape("See https://a.example/b_c_ for more.")).kinds == set()
    for invitation in ("discord.gg/abc", "discord.com/invite/abc"):
        assert read(quote(f"Join https://{invitation} or {invitation}!")).kinds == {"quote"}


@given(texts, st.integers(0, 40), st.integers(0, 40))
def test_emphasis_changes_no_character(text, start, length):
    assert read(quote(text, (start, start + length)) + "\n-# end").quotations == [text]


@given(st.text())
@example("\uffff\U00010000\U0001f600\ud800")
def test_lengths_are_counted_in_units_of_utf_16(text):
    assert units(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize(
    "sign", "\0\t\n\x1b\x7f\x85\u2028\u2029\u202a\u202d\u202e\u2066\u2069\ud800"
)
def test_no_sign_in_a_question_can_break_its_line_or_turn_it_around(sign):
    assert inline(f"one{sign}two", 100) == "one two"


@given(st.text())
def test_what_is_escaped_can_be_read_again(text):
    assert unescape(escape(text)) == text


def test_emphasis_is_on_the_sentence():
    assert read(quote("One. *Two*.\nThree.", (5, 18))).strong == ["*Two*.", "Three."]


@given(st.text(), st.integers(64, 500))
@example("a" * 20_000, 64)
@example("*" * 2_000, 64)
@example("e" + "\u0301" * 500, 64)
def test_pieces_of_a_passage_are_the_passage(text, room):
    passage = passage_of(text)

    cuts = cut(passage, room)
    rejoined = "".join(text[piece.start : piece.end] for piece in cuts)

    assert rejoined == text
    assert all(units(quote(text[piece.start : piece.end])) <= room for piece in cuts)


@given(st.lists(st.text("abc.,*_ \n", min_size=1, max_size=30), min_size=1).map(" ".join))
def test_no_word_is_cut(text):
    passage = passage_of(text)

    inner = [piece.end for piece in cut(passage, 64)][:-1]

    assert [at for at in inner if not (text[at - 1].isspace() or text[at].isspace())] == []


def test_pieces_end_with_sentences_where_they_can():
    passage = passage_of("One is here now. Two is here now. Three is here now. " * 10)

    assert {passage.text[: piece.end][-2:] for piece in cut(passage, 100)} == {". "}


def test_no_part_of_a_passage_begins_with_an_empty_line():
    passage = passage_of("One is here.\n\n  Two is here.")

    parts = [Span(0, 12), Span(12, len(passage.text))]

    shown = quoted_piece(PassageView(passage, passage.sentences[-1]), parts, 1)
    assert shown.partition("\n")[0] == ">   **Two is here.**"


@given(st.lists(texts, min_size=1, max_size=4))
def test_passages_on_pages_lose_nothing_and_fit(several):
    views = [PassageView(passage_of(text), Span(0, 3)) for text in several]

    made = passages_on_pages(views, head="-# Above")

    assert squeezed(read_back(made)) == squeezed(" ".join(several))
    assert max(map(units, made)) <= LIMIT


@pytest.mark.parametrize(
    "text", ["word " * 4000, "a" * 20_000, "*_" * 10_000, "One two. " * 2500, "\U0001f600" * 20_000]
)
def test_twenty_thousand_characters_are_all_shown(text):
    made = passages_on_pages([PassageView(passage_of(text.strip()))])

    assert read_back(made).replace("\n", "").replace(" ", "") == text.replace(" ", "")
    assert max(map(units, made)) <= LIMIT


@given(texts, texts)
def test_an_answer_shows_its_passage_and_tells_its_question(library, question, text):
    reply = library.ask("What is the LD50 in rats?")
    first = reply.quotations[0]._replace(passage=passage_of(text), best=Span(0, 4))
    reply = reply._replace(question=question, quotations=(first,))

    shown = discord_reply.reply(reply)

    assert shown.whole
    assert read(shown.text).quotations == [text]
    plainly = "".join(" " if unicodedata.category(c) in {"Cc", "Cf"} else c for c in question)
    if units(escape(question)) < discord_reply.QUESTION and plainly == question:
        assert squeezed(question_of(with_echo(shown)) or "") == squeezed(question)


@pytest.mark.parametrize("footer", ["", "f", "ff"])
def test_the_part_that_is_shown_fits_with_what_is_said_of_it(library, footer):
    reply = library.ask("What is the LD50 in rats?")
    long = reply.quotations[0]._replace(passage=passage_of("a " * 4000), best=Span(0, 1))

    shown = discord_reply.reply(reply._replace(quotations=(long,)), footer)

    assert "part 1 of" in shown.text
    assert units(with_echo(shown)) <= LIMIT


def test_pages_fit_with_their_numbers():
    pages = on_pages(["a" * 980, "b" * 1005, "c"])

    assert [] == [page for page in pages if units(page) > LIMIT]
    assert "page 1 of" in pages[0]


def test_references_that_have_no_room_are_counted():
    passage = passage_of("Tea.")._replace(references=tuple(map(str, range(101, 161))))

    told = place(passage)
    assert told.endswith(f"and {60 - told.count('[')} more")


def test_two_notices_are_both_shown_whole(library):
    notices = tuple(
        f"{name} " + "the emergency number first, " * 5 for name in ("Call", "Write to")
    )
    text = discord_reply.reply(
        library.ask("What is the LD50 in rats?")._replace(notices=notices)
    ).text

    assert 2 == text.count("the emergency number first, " * 4 + "the emergency number first")


def test_in_a_quotation_that_nearly_stands_what_is_not_there_is_struck_out(library):
    found = library.check("reported as 300mg/kg in mice and 890mg/kg in rats")

    assert "and ~~890~~ **980**mg" in discord_reports.checked(found).replace("\\", "")


def test_whoever_is_mentioned_is_no_word_of_a_message():
    assert "It is so." == plain("<@5> It is <:e:66>so.")


def test_what_is_nearest_has_neither_strong_letters_nor_the_operators_words(library):
    reply = library.ask("What is the LD50 in rats?")
    near = reply._replace(
        kind=ReplyKind.NEAREST, nearest=reply.quotations, quotations=(), reason="Not so."
    )
    answer, nearest = (discord_reply.reply(one, "Ask a doctor.").text for one in (reply, near))

    assert ("**The median" in answer, "Ask a doctor" in answer) == (True, True)
    assert ("> The median" in nearest, "Ask a doctor" in nearest) == (True, False)


def test_of_a_long_passage_the_part_that_answers_is_shown(library):
    reply = library.ask("What is the LD50 in rats?")
    text = "Nothing much is said here. " * 200 + "This is it. " + "Nor is it here. " * 200
    at = text.index("This")
    long = reply.quotations[0]._replace(passage=passage_of(text), best=Span(at, at + 11))

    shown = discord_reply.reply(reply._replace(quotations=(long,)))

    assert (shown.whole, "This is it." in read(shown.text).strong) == (False, True)
    assert units(shown.text) <= LIMIT


def long_table(rows: int, before: int = 0) -> Passage:
    """A passage with lines `before`, a lead-in, a table's head and rows, each a sentence."""
    lines = [*("Boats are for hire." for _ in range(before)), "The fees are these:"]
    lines += ["| Boat | Fee |", "|---|---|"]
    lines += [f"| Boat {n} | costs {n} crowns a day and a deposit |" for n in range(rows)]
    text, units, start = "\n".join(lines), [], 0
    for line in lines:
        units.append(PassageUnit(start, start + len(line)))
        start += len(line) + 1
    return passage_of(text)._replace(units=tuple(units))


@pytest.mark.parametrize("row", [0, 40, 150])
def test_of_a_long_table_the_part_with_the_row_that_answers_is_shown(library, row):
    passage = long_table(160)
    best = passage.sentences[3 + row]
    first = library.ask("What is the LD50 in rats?").quotations[0]
    reply = library.ask("What is the LD50 in rats?")._replace(
        quotations=(first._replace(passage=passage, best=best),),
    )

    shown = discord_reply.reply(reply)
    page = page_with(PassageView(passage), best)

    assert f"| Boat {row} | costs" in read(shown.text).strong[0]
    assert f"| Boat {row} | costs" in passages_on_pages([PassageView(passage)])[page]


def test_no_piece_ends_with_what_introduces_the_next():
    text = "It is so. " * 9 + "These are the steps: " + "Do this now. " * 20
    passages = [passage_of(text.strip()), *(long_table(9, before) for before in range(12))]

    ends = [
        passage.text[: piece.end].rstrip()[-3:]
        for passage in passages
        for room in range(150, 190, 5)
        for piece in cut(passage, room)
    ]

    assert [end for end in ends if end.endswith(("--|", ":"))] == []


@pytest.mark.parametrize(("length", "strong"), [(300, True), (1200, False)])
def test_a_page_is_no_wall_of_strong_letters(length, strong):
    text = "word " * (length // 5) + "end."
    view = PassageView(passage_of(text), Span(0, len(text)))

    assert bool(read(passages_on_pages([view])[0]).strong) == strong


def test_the_longest_head_leaves_room_for_the_passage(library):
    reply = library.ask("What is the LD50 in rats?")
    heading = ("*" * 500,) * 9
    passage = passage_of("a_" * 600, "n*" * 300)._replace(heading=heading, references=("[",) * 900)
    reply = reply._replace(question="*" * 9000, read_as="_" * 9000, notices=("!" * 900,) * 9,
        quotations=(reply.quotations[0]._replace(passage=passage, best=Span(0, 5)),),
    )  # fmt: skip

    assert units(with_echo(discord_reply.reply(reply, "." * 900))) <= LIMIT


def test_an_answer_in_full(library):
    reply = library.ask("What is the LD50 in rats?")

    assert reply.answered
    assert visible(with_echo(discord_reply.reply(reply, "Not advice."))).strip().split("\n") == [
        "What is the LD50 in rats?",
        "The median lethal dosage (LD50) of fasoracetam was reported as 300mg/kg in mice and "
        "980mg/kg in rats.[14]",
        "",
        "Toxicity and harm potential › Lethal dosage · fasoracetam:12 · [14]",
        "Not advice.",
    ]


def test_a_notice_stands_apart_from_the_answer(library):
    reply = library.ask("What is the LD50 in rats?")._replace(
        notices=("Call for help. Then read.",)
    )

    seen = with_echo(discord_reply.reply(reply)).split("\n")[:4]
    assert seen[1:3] == ["\u26a0\ufe0f **Call for help.** Then read.", ""]
    assert question_of("\n".join(seen)) == "What is the LD50 in rats?"


def test_of_several_questions_those_without_an_answer_are_named(library):
    shown = discord_reply.reply(library.ask("What is the LD50 in rats, and is it approved?"))

    assert (
        "\U0001f50d **is it approved?** The document does not answer: it says nothing of "
        "\u201capproved\u201d."
    ) in shown.text.split("\n")


def test_a_silence_has_no_quotation_and_says_why(library):
    reply = library.ask("What is the half-life?")

    assert not reply.answered
    seen = read(discord_reply.reply(reply).text)
    assert (seen.quotations, "half-life" in seen.text.split("\n")[0]) == ([], True)


def test_a_question_of_somebody_elses_message_is_not_read():
    assert question_of("Hello **there**") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\tb", False), ("a\r\nb", False), ("a\fb", False), ("a\x00b", False),
        ("a\ud800", False), ("a\u2028b", False), ("a  b\n c", True), ("zürich 😀", True),
    ],
)  # fmt: skip
def test_what_discord_would_change_is_known(text, expected):
    assert survives(text) == expected


@example("[x](https://a.b)___")
@example("https://a.b)___ x")
@example("_https://a.b/c*_https://a.b/c")
@given(texts)
def test_quoting_ones_answers_gives_the_words_back(text):
    assert plain(quote(text)).split() == text.split()


def test_block_quotes_are_found():
    assert block_quotes("a\n> b\n> c\nd\n>>> e\nf") == [">>> e\nf"]


def test_every_passage_of_a_real_document_reads_back(library):
    for passage in library.passages():
        made = passages_on_pages([PassageView(passage, passage.sentences[0])])
        assert [read(page).quotations for page in made] == [[passage.text]]


@given(texts)
def test_a_split_document_reads_back(text):
    for passage in split(Document("a.md", text), "a").passages:
        if survives(passage.text):
            made = passages_on_pages([PassageView(passage)])
            assert words_of(read_back(made)) == words_of(passage.text)


@pytest.mark.parametrize(
    ("link", "followed"),
    [("https://a.example/b#:~:text=x", "https://a.example/b#:~:text=x"),
     ("https://a.example/b#:~:text=" + "x" * 400, "https://a.example/b"),
     ("https://a.example/(b)", ""), ("javascript:alert(1)", ""), ("https://a.example/b c>", "")],
)  # fmt: skip
def test_a_place_leads_to_the_original_where_its_address_can_stand_in_a_message(link, followed):
    made = place(passage_of("Text.")._replace(place=Place(3, "", link)))

    assert [*re.findall(r"\[a:1\]\(<(.*?)>\)", made), ""][0] == followed
    assert "a:1" in made
    assert "p. 3" in made


def test_where_a_reply_was_read_otherwise_is_found_without_its_question(library):
    reply = library.ask("and in rats?", after="What is the LD50 in mice?")

    shown = discord_reply.reply(reply)

    assert question_of(shown.text) == question_of(with_echo(shown)) == "What is the LD50 in rats?"


def test_code_with_a_fence_in_it_stays_text():
    assert code_block("~~~\nls\n~~~") is not None
    assert code_block("~~~\n```\nls\n```\n~~~") is None


def test_a_table_with_a_web_address_stays_text_so_that_it_can_be_followed():
    rows = "| Boat | Fee |\n|---|---|\n| Canoe | {} |\n"
    for cell, count in (("5 crowns", 3), ("https://a.example/fee", 0)):
        (passage,) = split(Document("sea.md", rows.format(cell)), "sea").passages

        assert count == len(monospace(passage, Span(passage.start, passage.end)).rows)
