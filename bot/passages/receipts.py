r"""Receipts: a short code that binds a quotation to its document, place and text.

    receipt = base32(first 10 bytes of SHA-256(document hash, LF, start, "-", end, LF, text))

in lower case: 16 letters and digits, 80 bits. The document hash is the SHA-256, in hex, of
the document's text in UTF-8 with line feeds as line ends and no byte-order mark; `start`
and `end` are character offsets in decimal; `text` is the quotation in UTF-8. Nothing else
goes in, so two machines with the same document get the same code, and anyone can
recompute it with the tools of any Linux:

    document() {  # FILE: its text in UTF-8, with line feeds, without a byte-order mark
        LC_ALL=C sed -e '1s/^\xef\xbb\xbf//' -e 's/\r$//' "$1" | tr '\r' '\n'
    }
    quotation() {  # FILE START END: the characters from START up to END
        document "$1" | iconv -f utf-8 -t utf-32le |
            tail -c +$((4 * $2 + 1)) | head -c $((4 * ($3 - $2))) | iconv -f utf-32le -t utf-8
    }
    receipt() {  # FILE START END
        hash=$(document "$1" | sha256sum | cut -c1-64)
        printf '%s\n%s-%s\n%s' "$hash" "$2" "$3" "$(quotation "$1" "$2" "$3")" |
            sha256sum | cut -c1-20 | tr a-f A-F | basenc -d --base16 | base32 | tr A-Z a-z
    }

Left out on purpose: a secret. A receipt proves what a document said, not who quoted it.
"""

from __future__ import annotations

import base64
from hashlib import sha256

from bot.analysis.utf8 import encoded
from bot.errors import UsageError
from bot.patterns import lazy
from bot.translation import Message

LENGTH = 16  # characters
_BYTES = 10
_WHOLE = lazy(r"[a-z2-7]{16}")
_MISTYPED = str.maketrans("018", "olb")
_ALIKE = str.maketrans("i", "l")


def receipt(document_sha256: str, start: int, end: int, text: str) -> str:
    """The receipt of a quotation; `document_sha256` is in hex.

    >>> receipt("00" * 32, 0, 2, "Hi")
    '7x2wp2sua4vcqaw2'
    """
    bound = encoded(f"{document_sha256}\n{start}-{end}\n{text}")
    return base64.b32encode(sha256(bound).digest()[:_BYTES]).decode().lower()


def normal(code: str) -> str:
    """A receipt as typed by hand: spaces, dashes and case do not count; 0, 1, 8 are O, L, B.

    Raises UsageError for what can be no receipt.

    >>> normal("7X2W-P2SU a4vc-qaw2")
    '7x2wp2sua4vcqaw2'
    """
    bare = "".join(character for character in code.lower() if character.isalnum())
    bare = bare.translate(_MISTYPED)
    if not _WHOLE.fullmatch(bare):
        raise UsageError(_why_none(bare))
    return bare


def folded(code: str) -> str:
    """A receipt in normal form, the same for letters that a one may have been: an L or an I."""
    return code.translate(_ALIKE)


def _why_none(bare: str) -> Message:
    if len(bare) == LENGTH:
        return Message(
            "A receipt has {length} letters and digits, a-z and 2-7; this has others.",
            length=LENGTH,
        )
    return Message(
        "A receipt has {length} letters and digits, a-z and 2-7; this has {number}.",
        length=LENGTH,
        number=len(bare),
    )


def same(typed: str, code: str) -> bool:
    """Whether a receipt in normal form is that code; a one may have been an L or an I."""
    return folded(typed) == folded(code)
