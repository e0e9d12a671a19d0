"""What documents have beside paragraphs: headings, lists, tables, code, what is deleted."""

import pytest

from bot.documents import Document, reader_child
from bot.documents.canonical import layout_as_json
from bot.documents.formats import FORMATS
from bot.passages import split
from tests.made_documents import W, zipped
from tests.test_formats import read

PAGE = """<html lang=en><head><title>Boats</title></head><body><nav>Menu</nav><main>
<h1>Boats</h1><p>All boats are <b>red</b> or green.<br>They float.</p>
<h2 id=fees>Fees</h2><ol start=3><li>Four crowns a day.<li>Nine crowns a week.
<ul><li>Less in winter.</ul></ol>
<dl><dt>Dory<dd>A small boat.</dl>
<table><caption>Colours</caption><tr><th>Colour<th>Who<tr><td>Red<td>Members</table>
<blockquote><p>Row softly.</p></blockquote><pre>row --softly
stop</pre><details><summary>May I fish?</summary><p>Only from the pier.</p></details>
<p hidden>Nobody sees this.</p><img alt="A boat at sea" src=x.png></main>
<script>ignore()</script><footer>Imprint</footer></body></html>"""
REST = """Boats
=====

All boats are *red*. See [1]_ and ``row``.

Fees
----

1. Four crowns a day.
2. Nine crowns a week.

- Less in winter.

Dory
  A small boat.

======  =======
Colour  Who
======  =======
Red     Members
======  =======

::

  row --softly

.. note:: Row softly.

  As they say.

.. [1] Harbour book.
"""


def boats_odt():
    """An ODT with a heading, a list, a table and a deleted paragraph."""
    body = (
        '<text:h text:outline-level="1">Boats</text:h><text:p>All boats are '
        "<text:span>red</text:span>.<text:line-break/>They float.<text:tab/>Fast."
        '<text:s text:c="2"/>Yes.</text:p>'
        '<text:h text:outline-level="2">Fees</text:h><text:list><text:list-item>'
        "<text:p>Four crowns a day.</text:p></text:list-item><text:list-item>"
        "<text:p>Nine crowns a week.</text:p>"
        "</text:list-item></text:list><table:table><table:table-row><table:table-cell><text:p>Colour"
        "</text:p></table:table-cell><table:table-cell><text:p>Who</text:p></table:table-cell>"
        "</table:table-row><table:table-row><table:table-cell><text:p>Red</text:p>"
        "</table:table-cell><table:table-cell><text:p>Members</text:p></table:table-cell>"
        "</table:table-row></table:table><text:p>A small boat.</text:p>"
    )
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<office:document-content xmlns:office="{office}office:1.0" xmlns:text="{office}text:1.0" '
        f'xmlns:table="{office}table:1.0"><office:body><office:text>{body}</office:text>'
        "</office:body></office:document-content>"
    )
    return zipped(**{"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def boats_docx():
    """A DOCX with a heading, a table, and a deletion that is tracked."""
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    head, row = (
        f"<w:tr>{cell.format(one)}{cell.format(other)}</w:tr>"
        for one, other in (("Colour", "Who"), ("Red", "Members"))
    )
    body = (
        '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>Boats</w:t></w:r></w:p>'
        "<w:p><w:r><w:t>All boats are red.</w:t><w:br/><w:t>They float.</w:t></w:r>"
        "<w:del><w:r><w:delText>Nobody sees this.</w:delText></w:r></w:del></w:p>"
        f"<w:tbl>{head}{row}</w:tbl><w:p><w:r><w:t>A small boat.</w:t></w:r></w:p>"
    )
    document = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    return zipped(**{"word/document.xml": document})


MADE = {
    ".html": PAGE.encode(),
    ".rst": REST.encode(),
    ".odt": boats_odt(),
    ".docx": boats_docx(),
}


@pytest.mark.parametrize("suffix", MADE)
def test_every_part_is_read_and_stands_where_it_says(suffix):
    reading = read(suffix, MADE[suffix])
    found = split(Document(f"a{suffix}", reading.text, layout=layout_as_json(reading.layout)))

    assert all(p.text == reading.text[p.start : p.end] for p in found.passages)
    for piece in ("red", "Members", "A small boat."):
        assert any(piece in passage.text for passage in found.passages)
    assert "Nobody sees this" not in reading.text
    assert found.title == "Boats" or any("Boats" in p.heading for p in found.passages)


@pytest.mark.parametrize("suffix", MADE)
def test_a_child_tells_a_reading_or_in_a_clause_why_there_is_none(suffix):
    form = FORMATS[suffix]
    order = {"reader": form.reader, "package": form.package, "suffix": suffix[1:]}

    assert read(suffix, MADE[suffix]).text == reader_child._told(order, MADE[suffix])["text"]
    told = reader_child._told(order, b"\x00\xff" if suffix in {".odt", ".docx"} else b"")
    assert [*told] == ["why"]


def test_a_reader_that_is_not_there_is_named():
    told = reader_child._told({"reader": "no_such_reader", "package": "", "suffix": "x"}, b"")

    assert told["why"].startswith("cannot be read without the package")
