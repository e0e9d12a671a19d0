"""Formats that are no text: made documents come back whole, with their places, the same twice."""

import csv
import io
import json
import re
import subprocess
import sys
from importlib import import_module
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import Library
from bot.cli.exit_status import ANSWERED
from bot.documents import Document, reader_child, reader_process
from bot.documents import corpus as corpus_of_files
from bot.documents.canonical import Locator, Unreadable, layout_as_json, layout_from_json
from bot.documents.formats import FORMATS, advice_on, format_of
from bot.documents.raised_figures import raised
from bot.errors import DocumentError
from bot.passages import split
from bot.translation import from_store
from tests.conftest import ROOT
from tests.made_documents import W, docx, epub, html, odt, pdf, zipped

READ_APART = sorted(suffix for suffix, form in FORMATS.items() if form.reader)
WORDS = st.lists(
    st.sampled_from('rain falls on the grey sea & <salt> \u00e9t\u00e9 "night" 5 \u2014 \u4e1c'.split()),
    min_size=3, max_size=30,
)  # fmt: skip
PARAGRAPHS = st.lists(
    WORDS.map(lambda words: f"The {' '.join(words)} sea."), min_size=1, max_size=6
)


def read(suffix, data):
    reader = import_module(f"bot.documents.{FORMATS[suffix].reader}")
    return reader.read(data, suffix[1:])


def divided(suffix, data):
    """The passages and entries of a file's bytes, with its text."""
    reading = read(suffix, data)
    layout = layout_as_json(reading.layout)
    return split(Document(f"a{suffix}", reading.text, layout=layout)), reading.text


MAKERS = {".html": html, ".docx": docx, ".odt": odt, ".epub": epub}


@pytest.mark.parametrize("suffix", MAKERS)
@settings(max_examples=25)
@given(paragraphs=PARAGRAPHS)
def test_made_documents_come_back_whole_with_their_markers_and_notes(suffix, paragraphs):
    found, text = divided(suffix, MAKERS[suffix](paragraphs))

    numbers = [str(n) for n in range(1, len(paragraphs) + 1)]
    assert [f"{one}[{n}]" for n, one in enumerate(paragraphs, 1)] == [
        p.text for p in found.passages
    ]
    assert [(n,) for n in numbers] == [p.references for p in found.passages]
    assert [(n, f"Note, {1900 + int(n)}.") for n in numbers] == [
        (entry.marker, entry.text) for entry in found.entries
    ]
    assert all(p.text == text[p.start : p.end] for p in found.passages)


@settings(max_examples=15)
@given(paragraphs=PARAGRAPHS)
def test_letters_of_the_passages_stand_in_order_in_the_text_of_a_page(paragraphs):
    shown = "".join(c for c in "".join(paragraphs) if c.isalpha())
    found, _ = divided(".html", html(paragraphs))

    assert shown == "".join(c for p in found.passages for c in p.text if c.isalpha())


@pytest.mark.parametrize("suffix", READ_APART)
@settings(max_examples=30)
@given(data=st.binary(max_size=300))
def test_no_bytes_make_a_reader_hang_or_lie_about_its_layout(suffix, data):
    try:
        reading = read(suffix, data)
    except Exception:  # noqa: BLE001  (what the child process turns into a sentence)
        return
    layout = layout_as_json(reading.layout)
    assert layout_from_json(layout) == reading.layout
    for passage in split(Document("a" + suffix, reading.text, layout=layout)).passages:
        assert passage.text == reading.text[passage.start : passage.end]


def test_a_layout_and_a_locator_survive_json():
    reading = read(".html", html(["The sea is deep.", "It is wide."]))

    assert layout_from_json(layout_as_json(reading.layout)) == reading.layout
    assert Locator.from_json(reading.locator.as_json()) == reading.locator


LINES = ["The sea is deep and the", "moon pulls at it with great force, which peo-",
         "ple have long known."]  # fmt: skip


def column(x, top, lines, size=10):
    return [(x, top - 12 * n, size, line) for n, line in enumerate(lines)]


def test_a_pdf_has_pages_joined_hyphens_and_raised_markers_without_headers():
    text = " ".join(
        [*LINES[:1], "moon pulls at it with great force, which people have long known."]
    )
    pages = [
        [(40, 570, 8, "The Book of Things"), *column(40, 520, LINES), (140, 499.5, 6, "1"),
         (190, 20, 8, str(number)), *column(40, 460, [f"Number {number} stands here, alone."])]
        for number in (1, 2)
    ]  # fmt: skip
    found, whole = divided(".pdf", pdf(pages))
    locator = read(".pdf", pdf(pages)).locator

    assert [f"{text}[1]", "Number 1 stands here, alone.", f"{text}[1]",
            "Number 2 stands here, alone."] == [p.text for p in found.passages]  # fmt: skip
    assert [1, 1, 2, 2] == [locator.page(p.start) for p in found.passages]
    assert "Book" not in whole


def test_columns_of_a_pdf_are_read_one_after_the_other_even_if_written_line_by_line():
    left = ["Rain falls on the grey sea and on", "the land as well, which is why we", "have water."]
    right = [
        "Salt comes out of the rocks and is",
        "carried by the rivers down to the",
        "sea at last.",
    ]
    lines = [one for pair in zip(column(20, 500, left), column(220, 500, right), strict=True)
             for one in pair]  # fmt: skip
    found, _ = divided(".pdf", pdf([lines]))

    assert [" ".join(left), " ".join(right)] == [p.text for p in found.passages]


def test_a_paragraph_of_a_pdf_goes_on_on_the_next_page():
    first = [
        "Rain falls on the grey sea and on the land,",
        "which is why there is water in all of the",
    ]
    pages = [column(20, 60, first), column(20, 560, ["rivers that run down to the sea.", "", ""])]
    found, _ = divided(".pdf", pdf(pages))

    assert [" ".join([*first, "rivers that run down to the sea."])] == [
        p.text for p in found.passages
    ]


def test_hyphens_of_a_pdf_that_breaks_no_words_are_its_authors():
    lines = [f"This is line number {n} of a text, and it ends." for n in range(40)]
    found, _ = divided(".pdf", pdf([column(20, 580, [*lines, "It is a so-", "called sea."])]))

    assert found.passages[-1].text.endswith("so-called sea.")


def test_numbers_that_word_counts_up_are_in_front_of_headings_and_items():
    def numbered(style, identity, text):
        return (f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:numPr><w:ilvl w:val="0"/><w:numId '
                f'w:val="{identity}"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>')  # fmt: skip

    body = (numbered("H1", 1, "Salt") + numbered("P", 2, "one") + numbered("P", 2, "two")
            + numbered("H1", 1, "Rain"))  # fmt: skip
    levels = "".join(
        f'<w:abstractNum w:abstractNumId="{n}"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl></w:abstractNum>'
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>'
        for n, form, text in ((1, "upperRoman", "%1."), (2, "lowerLetter", "%1)"))
    )
    data = zipped(**{
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>',
        "word/numbering.xml": f'<w:numbering xmlns:w="{W}">{levels}</w:numbering>',
        "word/styles.xml": f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:styleId="H1">'
                           '<w:name w:val="heading 1"/></w:style></w:styles>',
    })  # fmt: skip

    assert "I. Salt\n\na) one\nb) two\n\nII. Rain\n" == read(".docx", data).text


@pytest.mark.parametrize(
    ("before", "figures", "linked", "written"),
    [("in rats.", "13", False, "[13]"), ("10", "5", False, "\u2075"), ("5 km", "2", False, "\u00b2"),
     ("in 1999", "4", False, "[4]"), ("x", "2", False, "\u00b2"), ("10", "5", True, "[5]"),
     ("the 4", "th", False, "th"), ("word", "[7]", False, "[7]"), ("sea", "1,2", False, "[1,2]")],
)  # fmt: skip
def test_a_raised_figure_is_a_marker_or_a_power(before, figures, linked, written):
    assert raised(before, figures, linked=linked) == written


def test_what_is_not_on_the_screen_and_what_is_the_pages_furniture_is_left_out():
    page = (b"<title>Sea</title><nav>Menu</nav><p hidden>No.</p><p style='display: none'>No.</p>"
            b"<script>no</script><p>It is<!-- no --> deep.</p><footer>Imprint</footer>")  # fmt: skip

    assert "It is deep.\n" == read(".html", page).text


def test_a_table_of_questions_is_headings_with_answers_under_them():
    made = io.StringIO()
    csv.writer(made).writerows([["Question", "Answer"], ["How, deep?", 'Very "deep".']])
    lines = json.dumps({"question": "How, deep?", "answer": 'Very "deep".'})

    assert {'How, deep?\n\nVery "deep".\n'} == {
        read(".csv", made.getvalue().encode()).text, read(".jsonl", lines.encode()).text
    }  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [b'"Question";Answer\nHow?;"Very; deep, and cold"\n',
     b'sep=;\r\nQuestion;Answer\r\nHow?;"Very; deep, and cold"\r\n',
     "Frage\tAntwort\nHow?\tVery; deep, and cold\n".encode("utf-16"),
     "\u95ee\u9898|\u7b54\u6848\nHow?|Very; deep, and cold\n".encode()],
)  # fmt: skip
def test_what_stands_between_columns_is_told_by_the_rows(data):
    assert "How?\n\nVery; deep, and cold\n" == read(".csv", data).text


def test_a_list_of_a_page_counts_from_where_it_says():
    page = b"<ol start=3><li>Four crowns.<li>Nine crowns.</ol>"

    assert "3. Four crowns.\n4. Nine crowns.\n" == read(".html", page).text


def test_a_row_of_a_table_is_known_by_its_number():
    found = read(".csv", b"Question,Answer\nHow deep?,Very.\nHow wide?,Not very.\n")
    start = found.text.index("Not very")

    place = found.locator.place(start, "Not very.", "https://a.b/c.csv")
    assert place.link.startswith("https://a.b/c.csv#row%3D2:~:text=")


def test_code_of_a_page_keeps_its_white_space():
    assert "row  --softly\n    stop\n" == read(".html", b"<pre>row  --softly\n    stop</pre>").text


def of_word(body):
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return read(".docx", zipped(**{"word/document.xml": document})).text


def test_a_sign_of_word_that_is_no_bullet_is_the_character_that_it_is():
    body = '<w:p><w:r><w:t>Take 5 </w:t><w:sym w:char="03BC"/><w:t>g.</w:t></w:r></w:p>'

    assert "Take 5 \u03bcg.\n" == of_word(body)


def test_paragraphs_of_word_whose_ends_were_deleted_are_one():
    ended = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>{} </w:t></w:r></w:p>"
    last = "<w:p><w:r><w:t>water.</w:t></w:r></w:p>"

    assert "Do not drink water.\n" == of_word(ended.format("Do not") + ended.format("drink") + last)


def of_odt(body, styles=""):
    names = ("office", "text", "style")
    spaces = "".join(f' xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in names)
    content = (
        f"<office:document-content{spaces}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return read(".odt", zipped(**{"content.xml": content})).text


def test_what_is_hidden_or_was_deleted_in_an_open_document_is_no_text():
    styles = (
        '<style:style style:name="H" style:family="text">'
        '<style:text-properties text:display="none"/></style:style>'
    )
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Gone.</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        '<text:p>Seen.<text:span text:style-name="H"> Hidden.</text:span></text:p>'
    )

    assert "Seen.\n" == of_odt(body, styles)


def test_words_of_an_open_document_are_apart_where_blanks_are_counted():
    assert "two words\n" == of_odt('<text:p>two<text:s text:c="2"/>words</text:p>')


def test_a_book_that_is_protected_is_refused():
    protected = (
        '<encryption><EncryptedData><CipherData><CipherReference URI="o/a.xhtml"/></CipherData>'
        "</EncryptedData></encryption>"
    )
    book = {"b.opf": "<package/>", "META-INF/encryption.xml": protected}

    with pytest.raises(Unreadable, match="protected against copying"):
        read(".epub", zipped(**book))


def test_a_page_in_utf16_is_read_as_it_says():
    assert (
        "The caf\u00e9 is open.\n"
        == read(".html", "<p>The caf\u00e9 is open.".encode("utf-16")).text
    )


def test_an_answer_of_a_table_has_all_its_paragraphs():
    row = json.dumps({"question": "How deep?", "answer": "Very.\n\nNot in summer."})

    assert "How deep?\n\nVery.\n\nNot in summer.\n" == read(".jsonl", row.encode()).text


def test_columns_of_a_tsv_are_between_tabs_whatever_else_is_in_them():
    data = b"question\tanswer\ta, b, c, d\nHow deep?\tVery.\t1, 2, 3, 4\n"

    assert "How deep?\n\nVery.\n" == read(".tsv", data).text


def test_all_articles_of_a_page_are_read():
    page = b"<article><p>One.<p>Two.</article><article><p>Three.</article>"

    assert "One.\n\nTwo.\n\nThree.\n" == read(".html", page).text


def test_what_was_moved_or_is_hidden_in_word_is_where_it_is_seen_only():
    body = (
        "<w:p><w:moveFrom><w:r><w:t>Moved.</w:t></w:r></w:moveFrom><w:r><w:t>One. </w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden.</w:t></w:r></w:p>"
        "<w:p><w:moveTo><w:r><w:t>Moved.</w:t></w:r></w:moveTo></w:p>"
    )

    assert "One.\n\nMoved.\n" == of_word(body)


def test_boxes_and_forwarded_messages_of_a_channel_are_read_and_previews_are_not():
    page = "https://sea.example/a"
    message = {
        "id": "10", "type": "20", "content": f"See {page}",
        "embeds": [{"title": "A preview", "url": page, "description": "It is wide.", "fields": []},
                   {"title": "Rules", "url": "", "fields": [{"name": "Depth", "value": "5 m"}]}],
        "forwardedMessage": {"content": "It is deep.", "embeds": []},
    }  # fmt: skip
    export = {"channel": {"id": "2", "name": "sea"}, "messages": [message]}

    assert (
        f"See {page}\nRules\nDepth: 5 m\nIt is deep.\n"
        == read(".json", json.dumps(export).encode()).text
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.csv", "AuthorID,Author,Date,Content,Attachments,Reactions\n1,ann,2024-01-01,Hello there,,\n"),
     ("a.html", "<div class=chatlog><div class=chatlog__message-group><span class="
                "chatlog__author>ann</span><div class=chatlog__content>Hello there</div></div></div>"),
     ("a.txt", f"{'=' * 62}\nGuild: A\nChannel: b / c\nTopic: t\n{'=' * 62}\n\n[x] ann\nHello\n")],
)  # fmt: skip
def test_an_export_that_names_its_writers_is_refused_with_what_to_do(tmp_path, name, text):
    (tmp_path / name).write_text(text)

    with pytest.raises(DocumentError, match="names its writers; export the channel as JSON"):
        corpus_of_files.read(*corpus_of_files.scan(tmp_path).entries)


def test_a_letter_that_word_drops_is_the_first_of_its_paragraph():
    dropped = "<w:p><w:pPr><w:framePr w:dropCap='drop'/></w:pPr><w:r><w:t>T</w:t></w:r></w:p>"

    assert "There it is.[1]" in read(".docx", docx(["here it is."], before=dropped)).text


def test_a_channels_export_has_links_to_messages_and_no_names():
    def message(number, minute, text):
        return {"id": str(number), "type": "Default", "author": {"id": "5", "name": "Ann"},
                "timestamp": f"2024-01-01T10:{minute:02}:00+00:00", "content": text,
                "mentions": [{"name": "bob", "nickname": "Bob"}]}  # fmt: skip

    messages = [
        message(10, 0, "Hello @Bob."),
        message(11, 1, "It is deep."),
        message(12, 30, "Bye, @bob."),
    ]
    export = {"guild": {"id": "1"}, "channel": {"id": "2", "name": "sea"}, "messages": messages}
    reading = read(".json", json.dumps(export).encode())

    assert (
        "2024-01-01\n\n10:00\n\nHello @someone.\nIt is deep.\n\n10:30\n\nBye, @someone.\n"
        == reading.text
    )
    place = reading.locator.place(reading.text.index("Bye"), "Bye", reading.locator.source)
    assert place.link == "https://discord.com/channels/1/2/12"


def test_restructured_text_reads_no_other_file(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    text = f"Sea\n===\n\nIt is deep [1]_.\n\n.. include:: {secret}\n\n.. [1] Note.\n"
    found, whole = divided(".rst", text.encode())

    assert [("It is deep [1].", ("1",))] == [(p.text, p.references) for p in found.passages]
    assert "secret" not in whole


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("formats")
    page = html(["The sea is deep.", "Rain falls on it."])
    (folder / "sea.html").write_bytes(b"<link rel=canonical href='https://a.b/sea'>" + page)
    (folder / "book.pdf").write_bytes(pdf([column(20, 500, ["Whales sing at night."]),
                                           column(20, 500, ["Seals sleep on the ice."])]))  # fmt: skip
    (folder / "note.md").write_text("---\nsource: https://a.b/note\n---\nGulls eat fish.\n")
    (folder / "sources.toml").write_text('"book.pdf" = "https://a.b/book.pdf"\n')
    return folder


def test_pages_and_links_are_told(citebot, corpus):
    found = {p["document"]: p for p in json.loads(citebot("passages", "--json", corpus=corpus).out)}

    assert [2, None, None] == [found[n]["page"] for n in ("book.pdf", "sea.html", "note.md")]
    assert "https://a.b/book.pdf#page=2" == found["book.pdf"]["link"]
    assert "https://a.b/sea#sea:~:text=Rain%20falls%20on%20it." == found["sea.html"]["link"]
    assert "https://a.b/note#:~:text=Gulls%20eat%20fish." == found["note.md"]["link"]
    assert "| p. 2 |" in citebot("ask", "Where do seals sleep?", corpus=corpus).out


@pytest.mark.parametrize(
    ("text", "fragment"),
    [("- Red\n- Green, dark and light", "Green%2C%20dark%20and%20light"),
     ("Needed are these four:\n\n1. a long red rope\n2. tar",
      "Needed%20are%20these%20four%3A,a%20long%20red%20rope"),
     ("Red | boats of the club\nGreen | boats of all guests",
      "boats%20of%20the%20club,boats%20of%20all%20guests"),
     ("Rope & tar - 5 m.[1]", "Rope%20%26%20tar%20%2D%205%20m."),
     ("Press the **red** knob, or [the big green one](https://a.b).", "the%20big%20green%20one"),
     ("\u6e2f\u53e3\u5728\u665a\u4e0a\u5173\u95ed\u4ee5\u540e\u4e0d\u80fd\u8fdb\u5165\uff0c\u8bf7\u7b49\u5f85\u660e\u5929\u65e9\u4e0a\u3002",
      ",".join(map(quote, ("\u6e2f\u53e3\u5728\u665a\u4e0a\u5173\u95ed\u4ee5\u540e\u4e0d\u80fd\u8fdb\u5165",
                           "\u8bf7\u7b49\u5f85\u660e\u5929\u65e9\u4e0a"))))],
)  # fmt: skip
def test_a_link_names_words_that_stand_in_one_block_of_the_page(text, fragment):
    """Browsers find neither a list's dashes nor what goes on from one block into another."""
    address = Locator().place(0, text, "https://a.b/c").link

    assert address == f"https://a.b/c#:~:text={fragment}"


@given(st.text())
def test_whatever_a_passage_says_its_link_is_one(text):
    fragment = Locator().place(0, text, "https://a.b/c").link.partition(":~:text=")[2]

    assert not re.search(r"[^\w.~%,]", fragment, re.ASCII)
    assert fragment.count(",") <= 1


def test_the_canonical_text_is_printed_as_it_is_stored(citebot, corpus):
    done = citebot("text", "book.pdf", corpus=corpus)

    assert (ANSWERED, "Whales sing at night.\n\nSeals sleep on the ice.\n") == (
        done.status,
        done.out,
    )


def test_two_processes_make_the_same_of_a_file(corpus):
    code = (
        "import sys; from bot.documents.corpus import scan, read; from pathlib import Path\n"
        f"for entry in scan(Path({str(corpus)!r})).entries: print(ascii(read(entry)))"
    )
    runs = [subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
            for _ in range(2)]  # fmt: skip

    assert runs[0].stdout == runs[1].stdout != b""


def test_a_text_corpus_loads_no_reader(corpus):
    code = (
        "import sys, tempfile; from bot import Library; from pathlib import Path\n"
        "root = Path(tempfile.mkdtemp()); (root / 'a.txt').write_text('It is deep.')\n"
        "Library.open(root, root / 'index')\n"
        "print(*{name.split('.')[0] for name in sys.modules} & {'turbohtml', 'pypdfium2', 'docutils'})"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)

    assert b"" == done.stdout.strip()


def test_a_reader_that_reads_otherwise_is_told_from_a_changed_file(tmp_path, monkeypatch):
    root, index = tmp_path / "corpus", tmp_path / "index"
    root.mkdir()
    (root / "a.csv").write_text("question,answer\nHow deep is the sea?,Very deep.\n")
    library = Library.open(root, index)
    [passage] = library.passages()
    code = library.ask("How deep is the sea?").quotations[0].receipt
    monkeypatch.setattr("bot.snapshots.incremental_build.reader_name", lambda *_: "another reader")
    before = reader_process.read_apart

    def otherwise(name, data, form):
        read = before(name, data, form)
        return read._replace(text=read.text.replace("Very deep.", "Very DEEP."))

    monkeypatch.setattr(reader_process, "read_apart", otherwise)

    told = library.reindex(dry_run=True).documents
    library.reindex()
    verified = library.verify(code)

    assert ["changed"] == [document.state for document in told]
    assert ("reread", False) == (verified.state, verified.stands)
    assert verified.then is not None
    assert passage.text == verified.then.text
    (root / "a.csv").write_text("question,answer\nHow deep is the sea?,Not deep.\n")
    library.reindex()
    assert "changed" == library.verify(code).state


WIKI = """{{Infobox | height = {{convert|5|m|ft}}
}}
'''The lamp''' is in [[Oslo|the town]].<ref name="a">Ito 1998.</ref> It is {{convert|5|m|ft}}
tall.<ref>{{cite|Ida}}</ref>
[[File:Lamp.jpg|thumb|The lamp in winter]]
== History ==
It was lit in 1887<!-- or so -->&nbsp;AD.<ref name="a" /> It holds 10<sup>3</sup> tons.
# first
#* nested
# second
{| class="wikitext"
|+ Sizes
! A !! B
|-
| 1 || 2
|}
[[Category:Lamps]]
"""


def test_a_wiki_page_is_read_with_numbered_references_and_its_templates_as_they_are_written():
    pytest.importorskip("mwparserfromhell")
    found, text = divided(".wiki", WIKI.encode())

    assert [
        "The lamp is in the town.[1] It is {{convert|5|m|ft}} tall.[2]",
        "It was lit in 1887\xa0AD.[1] It holds 10\u00b3 tons.",
        "1. first\n  - nested\n2. second", "Sizes\nA | B\n1 | 2",
    ] == [passage.text for passage in found.passages]  # fmt: skip
    assert [("1", "Ito 1998."), ("2", "{{cite|Ida}}")] == [
        (e.marker, e.text) for e in found.entries
    ]
    assert "Infobox" not in text


def test_without_an_extra_a_file_of_its_format_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "mwparserfromhell", None)
    monkeypatch.delitem(sys.modules, "bot.documents.wiki_text", raising=False)
    order = {
        "reader": "wiki_text",
        "package": "mwparserfromhell",
        "extra": "wiki",
        "suffix": "wiki",
    }

    why = from_store(reader_child._told(order, b"x")["why"])

    assert why.endswith("run: pip install 'citebot[wiki]'")


def test_files_of_other_kinds_come_with_advice():
    assert "export it as .pdf" == advice_on("a/Paper.TEX")
    assert {"plain_text"} == {format_of(f"a{suffix}").parser for suffix in READ_APART}


@pytest.mark.parametrize("mention", ["<@12345>", "<@!12345>"])
def test_a_mention_by_its_id_is_somebodys_in_a_channels_export(mention):
    message = {"id": "10", "type": "Default", "content": f"Ask {mention} or <:sea:7>."}
    export = {"guild": {"id": "1"}, "channel": {"id": "2"}, "messages": [message]}

    assert "Ask @someone or :sea:." in read(".json", json.dumps(export).encode()).text
