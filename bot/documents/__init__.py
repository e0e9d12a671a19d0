"""Files into documents, and a document's text into its blocks, by its format."""

from bot.documents.formats import SUFFIXES
from bot.documents.records import Document, default_key

__all__ = ["SUFFIXES", "Document", "default_key"]
