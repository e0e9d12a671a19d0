"""Quotations that can be checked: by their receipts, or word for word."""
