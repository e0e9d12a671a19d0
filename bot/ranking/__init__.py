"""Which passages answer a question, and how surely: query, features, order, confidence.

In reading order: `query` takes the question apart, with `synonyms` and `spelling`;
`answer_type` tells which kind of answer is asked for; `features` says what speaks for a
passage, `ranker` orders passages by it, and `confidence` judges whether the best one answers.
"""
