"""Receipts: a short code that binds a quotation to its document, place and text.

    receipt = base32(first 10 bytes of SHA-256(document hash, LF, start, "-", end, LF, text))

in lower case: 16 letters and digits, 80 bits. The document hash is the SHA-256, in hex, of
the document's text in UTF-8 with line feeds as line ends and no byte-order mark; `start`
and `end` are character offsets in decimal; `text` is the quotation in UTF-8. Nothing else
goes in, so two machines with the same document give the same code, and anyone can
recompute it:

    printf '%s\\n%s-%s\\n%s' "$(sha256sum < FILE | cut -c1-64)" START END "$TEXT" \\
        | sha256sum | cut -c1-20 | xxd -r -p | base32 | tr A-Z a-z

Left out on purpose: a secret. A receipt proves what a document said, not who quoted it.
"""

from __future__ import annotations

import base64
from hashlib import sha256

_BYTES = 10


def receipt(document_sha256: str, start: int, end: int, text: str) -> str:
    """The receipt of a quotation; `document_sha256` is in hex.

    >>> receipt("00" * 32, 0, 2, "Hi")
    '7x2wp2sua4vcqaw2'
    """
    bound = f"{document_sha256}\n{start}-{end}\n{text}".encode(errors="surrogatepass")
    return base64.b32encode(sha256(bound).digest()[:_BYTES]).decode().lower()


def normal(code: str) -> str:
    """A receipt as typed by hand: spaces, dashes and case do not count; 0 and 1 are O and L.

    >>> normal("7X2W-P2SU a4vc-qaw2")
    '7x2wp2sua4vcqaw2'
    """
    bare = "".join(character for character in code.lower() if character.isalnum())
    return bare.replace("0", "o").replace("1", "l")
