"""What Discord shows is the passage: escaping, cutting and messages, read back independently."""

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.analysis import Span
from bot.documents import Document
from bot.passages import Passage, PassageUnit, split
from bot.render import discord_reply
from bot.render.discord_markdown import LIMIT, escape, inline, quote, survives, unescape, units
from bot.render.discord_pages import PassageView, cut, page_with, passages_on_pages
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
            units.append(PassageUnit(start, end))
        start = end
    return Passage("a:1", name, 1, ("Top", "Under *it*"), text, 0, len(text), tuple(units), ("1",))


def read_back(pages: list[str]) -> str:
    """The quotations of all pages as one text, white space as the page ends have it."""
    return "\n".join(text for page in pages for text in read(page).quotations)


def squeezed(text: str) -> str:
    return " ".join(text.split())


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
    assert read(quote("Join https://discord.gg/abc or discord.gg/abc!")).kinds == {"quote"}


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
    reply = replace(reply, question=question, quotations=(first,))

    shown = discord_reply.reply(reply)

    assert shown.whole
    assert read(shown.text).quotations == [text]
    plainly = "".join(" " if unicodedata.category(c) in {"Cc", "Cf"} else c for c in question)
    if units(escape(question)) < discord_reply.QUESTION and plainly == question:
        assert squeezed(question_of(shown.text) or "") == squeezed(question)


def test_of_a_long_passage_the_part_that_answers_is_shown(library):
    reply = library.ask("What is the LD50 in rats?")
    text = "Nothing much is said here. " * 200 + "This is it. " + "Nor is it here. " * 200
    at = text.index("This")
    long = reply.quotations[0]._replace(passage=passage_of(text), best=Span(at, at + 11))

    shown = discord_reply.reply(replace(reply, quotations=(long,)))

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
    return replace(passage_of(text), units=tuple(units))


@pytest.mark.parametrize("row", [0, 40, 150])
def test_of_a_long_table_the_part_with_the_row_that_answers_is_shown(library, row):
    passage = long_table(160)
    best = passage.sentences[3 + row]
    first = library.ask("What is the LD50 in rats?").quotations[0]
    reply = replace(
        library.ask("What is the LD50 in rats?"),
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
    passage = replace(passage_of("a_" * 600, "n*" * 300), heading=heading, references=("[",) * 900)
    reply = replace(
        reply, question="*" * 9000, read_as="_" * 9000, notices=("!" * 900,) * 9,
        quotations=(reply.quotations[0]._replace(passage=passage, best=Span(0, 5)),),
    )  # fmt: skip

    assert units(discord_reply.reply(reply, "." * 900).text) <= LIMIT


def test_an_answer_in_full(library):
    reply = library.ask("What is the LD50 in rats?")

    assert reply.answered
    assert visible(discord_reply.reply(reply, "Not advice.").text).strip().split("\n") == [
        "What is the LD50 in rats?",
        "The median lethal dosage (LD50) of fasoracetam was reported as 300mg/kg in mice and "
        "980mg/kg in rats.[14]",
        "",
        "Toxicity and harm potential › Lethal dosage · fasoracetam.txt · fasoracetam:12 · [14]"
        " · receipt 37upqoemtis7dolh",
        "Not advice.",
    ]


def test_a_notice_stands_apart_from_the_answer(library):
    reply = replace(library.ask("What is the LD50 in rats?"), notices=("Call for help.",))

    seen = discord_reply.reply(reply).text.split("\n")[:4]
    assert seen[1:3] == ["\u26a0\ufe0f Call for help.", ""]
    assert question_of("\n".join(seen)) == "What is the LD50 in rats?"


def test_a_silence_has_no_quotation_and_says_why(library):
    reply = library.ask("What is the half-life?")

    assert not reply.answered
    seen = read(discord_reply.reply(reply).text)
    assert (seen.quotations, "half-life" in seen.text.split("\n")[1]) == ([], True)


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
            assert squeezed(read_back(made)) == squeezed(passage.text)
