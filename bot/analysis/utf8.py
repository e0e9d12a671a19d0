"""Text as UTF-8 and back, for what is hashed or stored.

A lone surrogate, which no UTF-8 has, is kept as what it would be there: the name of a file
may have one, and so may a text that a program made.
"""

from __future__ import annotations

_ERRORS = "surrogatepass"


def encoded(text: str) -> bytes:
    r"""A text's UTF-8.

    >>> encoded("5 µg"), encoded("\udcff")
    (b'5 \xc2\xb5g', b'\xed\xb3\xbf')
    """
    return text.encode(errors=_ERRORS)


def decoded(data: bytes | bytearray | memoryview) -> str:
    """The text that `encoded` made these bytes of. Raises UnicodeDecodeError.

    >>> decoded(encoded("5 µg"))
    '5 µg'
    """
    return str(data, "utf-8", _ERRORS)
