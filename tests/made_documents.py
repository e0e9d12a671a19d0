"""Makes small documents of known text in many formats, for the tests."""

import io
import zipfile
import zlib

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def zipped(**parts):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def escaped(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def html(paragraphs):
    noted = "".join(
        f'<p>{escaped(text)}<sup id="r{n}"><a href="#n{n}">{n}</a></sup></p>\n'
        for n, text in enumerate(paragraphs, 1)
    )
    notes = "".join(
        f'<li id="n{n}"><a href="#r{n}">\u2191</a> Note, {1900 + n}.</li>'
        for n in range(1, len(paragraphs) + 1)
    )
    return f"<nav>Menu</nav><h1 id=sea>Sea</h1>{noted}<h2>References</h2><ol>{notes}</ol>".encode()


def docx(paragraphs, before=""):
    body = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">{escaped(text[:4])}</w:t></w:r>'
        f"<w:ins><w:r><w:t>{escaped(text[4:])}</w:t></w:r></w:ins>"
        f"<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        f'<w:r><w:footnoteReference w:id="{n + 1}"/></w:r></w:p>'
        for n, text in enumerate(paragraphs, 1)
    )
    notes = "".join(
        f'<w:footnote w:id="{n + 1}"><w:p><w:r><w:t>Note, {1900 + n}.</w:t></w:r></w:p></w:footnote>'
        for n in range(1, len(paragraphs) + 1)
    )
    return zipped(**{
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{before}{body}</w:body></w:document>',
        "word/footnotes.xml": f'<w:footnotes xmlns:w="{W}">{notes}</w:footnotes>',
    })  # fmt: skip


def odt(paragraphs):
    spaces = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text")
    )
    body = "".join(
        f"<text:p>{escaped(text)}<text:note><text:note-citation>{n}</text:note-citation>"
        f"<text:note-body><text:p>Note, {1900 + n}.</text:p></text:note-body></text:note></text:p>"
        for n, text in enumerate(paragraphs, 1)
    )
    return zipped(**{"content.xml": f"<office:document-content{spaces}><office:body><office:text>"
                                    f"{body}</office:text></office:body></office:document-content>"})  # fmt: skip


def epub(paragraphs):
    half, anchor = len(paragraphs) // 2, '<a id="x"/>'
    chapters = "".join(
        f'<p>{escaped(text)}<a href="n.xhtml#n{n}"><sup>{n}</sup></a></p>{anchor if n == half else ""}'
        for n, text in enumerate(paragraphs, 1)
    )
    notes = "".join(
        f'<p id="n{n}">{n}. Note, {1900 + n}.</p>' for n in range(1, len(paragraphs) + 1)
    )
    return zipped(**{
        "META-INF/container.xml": '<container><rootfile full-path="o/p.opf"/></container>',
        "o/p.opf": '<package><metadata><title>Sea</title></metadata><manifest><item id="n" '
                   'href="n.xhtml"/><item id="a" href="a%2Exhtml"/></manifest>'
                   '<spine><itemref idref="a"/><itemref idref="n"/></spine></package>',
        "o/a.xhtml": f"<html><head><title/></head><body><h1>Sea</h1>{chapters}</body></html>",
        "o/n.xhtml": f"<html><body><h2>Notes</h2>{notes}</body></html>",
    })  # fmt: skip


def pdf(pages, *, of_page=b""):
    """A PDF: a page is a list of (x, y, size, text); `of_page` is what else its object says."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"",
               b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"]  # fmt: skip
    kids = []
    for lines in pages:
        drawn = b"".join(
            b"BT /F1 %g Tf %g %g Td (%s) Tj ET\n"
            % (one, x, y, text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)"))
            for x, y, one, text in lines
        )  # fmt: skip
        stream = zlib.compress(drawn)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 600]/Resources<</Font<</F1 3 0 R>>>>%s"
            b"/Contents %d 0 R>>" % (of_page, len(objects) + 2)
        )
        kids.append(b"%d 0 R" % len(objects))
        objects.append(b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream))  # fmt: skip
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    made, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj%s endobj\n" % (number, content)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, rows)
    return made + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, len(made),
    )  # fmt: skip
