"""The interface for programs does what its description says."""

from __future__ import annotations

from typing import Any

import pytest
from web_site import HOSTILE_ID, Client

import diplosearch
from diplosearch import Index
from diplosearch.web.openapi import API, describe_api
from diplosearch.web.resource_table import RESOURCES


def test_every_resource_is_described(client: Client) -> None:
    """Each resource has a path, and each schema that is referred to is there."""
    described = client.get(f"{API}/openapi.json").json()
    assert set(described["paths"]) == {f"/{one.name}" for one in RESOURCES}
    schemas = described["components"]["schemas"]
    assert {one.name for one in RESOURCES} | {"error"} <= set(schemas)

    def references(value: Any) -> Any:
        if isinstance(value, dict):
            if "$ref" in value:
                yield value["$ref"].rpartition("/")[2]
            for one in value.values():
                yield from references(one)
        elif isinstance(value, list):
            for one in value:
                yield from references(one)

    assert set(references(described)) <= set(schemas)


@pytest.mark.slow
def test_answers_are_as_described(news: Index) -> None:
    """Whatever is asked, right or wrong, is answered as the description says."""
    schemathesis = pytest.importorskip("schemathesis")
    from hypothesis import HealthCheck, given, settings
    from schemathesis import checks

    described = describe_api()
    ids = {"document": ["wang-1", HOSTILE_ID], "similar": ["wang-2"]}
    ids["entity"] = ["person:wang-yi", "country:Çin"]
    for name, known in ids.items():
        (first, *_) = described["paths"][f"/{name}"]["get"]["parameters"]
        first["schema"]["examples"] = known
    schema = schemathesis.openapi.from_dict(described)
    schema.app = diplosearch.web.app(news)
    wanted = [
        checks.not_a_server_error,
        *(
            getattr(schemathesis.specs.openapi.checks, name)
            for name in (
                "status_code_conformance",
                "content_type_conformance",
                "response_schema_conformance",
                "negative_data_rejection",
                "unsupported_method",
            )
        ),
    ]
    for found in schema.get_all_operations():
        operation = found.ok()
        modes = list(schemathesis.GenerationMode) if operation.query else ["positive"]
        for mode in map(schemathesis.GenerationMode, modes):

            @settings(
                max_examples=10,
                deadline=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
            )
            @given(case=operation.as_strategy(generation_mode=mode))
            def ask(case: Any) -> None:
                case.call_and_validate(checks=wanted)

            ask()
