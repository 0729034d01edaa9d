"""Whatever is asked as the description of the API lets it be asked, or not, no answer is a failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from corpus.web.limits import ASKED
from corpus.web.server import app_of
from corpus.web.state import arguments
from tests.web.conftest import InProcess

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

EXPLAINED = {200, 400, 404, 503}
QUERIES = st.one_of(
    st.sampled_from(
        ["canals", "(canals", "/(a+)+$/", "a / b", "@x", "[word=", "canals ~3 library", "*", '"', "char:당"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
)


@pytest.mark.parametrize("question", sorted(ASKED))
def test_what_the_description_allows_is_answered(sample_archive: Path, question: str) -> None:
    asked = InProcess(sample_archive)
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app_of(asked), headers={"host": "localhost"})
    operation = schema[f"/api/{question}"]["GET"]

    @given(case=operation.as_strategy())
    @settings(
        max_examples=8, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck),
        derandomize=True, database=None,
    )  # fmt: skip
    def answered(case: schemathesis.Case) -> None:
        response = case.call(headers={"host": "localhost"})
        assert response.status_code in EXPLAINED, response.text

    answered()
    asked.close()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_arguments_are_answered(explorer: TestClient, data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(sorted(set(ASKED) - {"formulas", "trends", "compare"})))
    known = sorted(arguments(question)) or ["query"]
    names = data.draw(st.lists(st.sampled_from(known), max_size=4))
    pairs = [(name, data.draw(QUERIES)) for name in names]
    answer = explorer.get(f"/api/{question}", params=pairs)
    assert answer.status_code in EXPLAINED
    if answer.status_code != 200:
        assert answer.json()["error"]
