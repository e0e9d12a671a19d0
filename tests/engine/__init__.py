"""The engine in the tests: real nodes of OpenSearch, and a server that says what none would."""
