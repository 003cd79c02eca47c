"""A document's skeleton is valid OpenAPI exactly where the document is."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from docpact.building.compiling import is_valid
from docpact.building.skeleton import skeleton

NAMES = ("description", "summary", "value", "example", "default", "enum", "x-docpact-says", "properties", "examples")


def document(schema: Any, **operation: Any) -> dict[str, Any]:
    parameter = {"name": "A", "in": "query", "description": "Words.", "schema": schema, "example": "a"}
    answer = {"description": "Done.", "content": {"application/json": {"schema": schema}}}
    get = {"operationId": "Op", "parameters": [parameter], "responses": {"200": answer}, **operation}
    return {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/Op": {"get": get}}}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("inner", [{"type": "string"}, {"type": "no such type"}, 3, {"type": "string", "default": 3}])
def test_a_name_that_looks_like_a_keyword_is_a_name(name: str, inner: Any) -> None:
    whole = document({"type": "object", "properties": {name: inner}})
    assert is_valid(json.dumps(skeleton(whole))) == is_valid(json.dumps(whole)) == (inner == {"type": "string"})


@pytest.mark.parametrize(
    ("operation", "valid"),
    [
        ({"summary": "Words.", "description": "More words."}, True),
        ({"summary": 3}, False),
        ({"description": ["Words."]}, False),
        ({"x-docpact-page": {"type": 7}}, True),
        ({"responses": {"200": {}}}, False),
        ({"responses": {"x-docpact-200": {}}}, False),
        ({"parameters": [{"name": "A", "in": "query"}]}, False),
        ({"responses": {"200": {"description": "D", "headers": {"description": {"schema": 3}}}}}, False),
        ({"responses": {"200": {"description": "D", "content": {"a/b": {"examples": {"value": {"value": 3}}}}}}}, True),
        ({"responses": {"200": {"description": "D", "content": {"a/b": {"examples": {"value": 3}}}}}}, False),
    ],
)
def test_what_makes_a_document_invalid_stays(operation: dict[str, Any], valid: bool) -> None:
    whole = document({"type": "string"}, **operation)
    assert is_valid(json.dumps(skeleton(whole))) == is_valid(json.dumps(whole)) == valid


@pytest.mark.parametrize(("default", "valid"), [({"description": "abc"}, True), ({"description": "abcdef"}, False)])
def test_a_default_is_data(default: Any, valid: bool) -> None:
    inner = {"type": "object", "properties": {"description": {"type": "string", "maxLength": 4, "minLength": 1}}}
    whole = document({**inner, "default": default})
    assert is_valid(json.dumps(skeleton(whole))) == is_valid(json.dumps(whole)) == valid


def test_only_words_differ() -> None:
    one = document({"type": "string", "description": "One.", "x-docpact-says": {"enum": "One."}})
    other = copy.deepcopy(one)
    other["paths"]["/Op"]["get"]["parameters"][0] |= {"description": "Other.", "example": "b"}
    assert skeleton(one) == skeleton(other)
    other["paths"]["/Op"]["get"]["parameters"][0]["schema"]["type"] = "integer"
    assert skeleton(one) != skeleton(other)
