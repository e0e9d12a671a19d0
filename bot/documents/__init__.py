"""Files into documents, and a document's text into its blocks, by its format."""

from bot.documents.formats import SUFFIXES
from bot.documents.records import Document, Origin, default_key

__all__ = ["SUFFIXES", "Document", "Origin", "default_key"]
