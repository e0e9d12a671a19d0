"""The index in OpenSearch: for a corpus, or for so many bots, that one machine is too small.

In reading order: `address` (where the engine is), `nodes` and `connection` (asking it, and what can
go wrong), `layout` (what is in its indices), `queries` (what is asked of them), `catalogue` (what
every process has of a generation), `engine_index` (the index that ranking sees), `generations`
(which one is served), `publishing` (how a new one is made) and `memory` (what documents said
before).
"""
