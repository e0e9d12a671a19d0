"""citebot: answers from a document in its own words, each passage with its references.

    from bot import Library

`Library` is the public API; it is loaded when first asked for, so that `import bot` costs
nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.version import __version__

if TYPE_CHECKING:
    from bot.library import Library

__all__ = ["Library", "__version__"]


def __getattr__(name: str) -> Any:
    if name == "Library":
        from bot.library import Library  # noqa: PLC0415  (on demand: see above)

        return Library
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
