"""Each alternative of each rule is there: texts that only it recognises, or in which no rule may see a thing.

``scripts/outlet_changes --write`` renews the table after rules were changed on purpose. Its texts say what
the rules do; whether that is right, the tables that a reader wrote say.
"""

from __future__ import annotations

from tests.ingest.rules.patterns import file_patterns, files, read_texts, wrong


def test_each_alternative_of_each_rule_is_there() -> None:
    patterns = {key: found for file in files() for key, found in file_patterns(file).items()}
    rows = read_texts()
    assert len(rows) > 2000
    assert {row.key.file for row in rows} > {"kcna.toml", "common/english.toml", "common/datelines.toml"}
    assert wrong(rows, patterns) == []
