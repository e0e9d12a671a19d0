"""A question becomes an answer in the document's own words, or a reasoned no."""
