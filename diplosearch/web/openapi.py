"""The OpenAPI document of the application, made of its table of resources."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from .parameters import MOST_VALUES, Parameter
from .resource_table import RESOURCES, Resource

_VERSION = "1"
API = f"/api/v{_VERSION}"
"""The path of the interface for programs; a change that breaks them makes a ``v2``."""

_EMPTY = {"type": "string", "maxLength": 0}

_ERRORS = {
    "400": "A parameter has a value that it cannot have; the message names it.",
    "404": "There is no such document or entity.",
    "503": "The index cannot be read at the moment.",
}


def describe_api(root: str = "") -> dict[str, Any]:
    """Return the document, for an application under the path ``root``."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "diplosearch",
            "version": _VERSION,
            "description": "Full-text search for Turkish and English diplomatic news; "
            "nothing can be changed.",
        },
        "servers": [{"url": root + API}],
        "paths": {f"/{one.name}": {"get": _describe(one)} for one in RESOURCES},
        "components": {"schemas": _schemas()},
    }


def _describe(resource: Resource) -> dict[str, Any]:
    responses: dict[str, Any] = {
        "200": _response(resource.summary, resource.name),
        **{status: _response(why, "error") for status, why in _ERRORS.items()},
    }
    return {
        "operationId": resource.name,
        "summary": resource.summary,
        "parameters": [_parameter(one) for one in resource.parameters],
        "responses": responses,
    }


def _response(description: str, schema: str) -> dict[str, Any]:
    content = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    return {"description": description, "content": {"application/json": content}}


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema = _schema(parameter)
    if parameter.is_list:
        schema = {"type": "array", "items": schema, "maxItems": MOST_VALUES}
    if parameter.default not in (None, ()):
        schema["default"] = parameter.default
    return {
        "name": parameter.name,
        "in": "query",
        "description": parameter.meaning,
        "required": parameter.is_required,
        "schema": schema,
    }


def _schema(parameter: Parameter) -> dict[str, Any]:
    """Return the schema of one value, which may be empty unless it is required."""
    match parameter.kind:
        case "number":
            number = {
                "type": "integer",
                "minimum": parameter.least,
                "maximum": parameter.most,
            }
            return {"anyOf": [number, _EMPTY]}
        case "flag":
            return {"anyOf": [{"type": "boolean"}, _EMPTY]}
        case "choice":
            return {"type": "string", "enum": ["", *parameter.choices]}
    schema: dict[str, Any] = {"type": "string", "maxLength": parameter.most_characters}
    if parameter.is_required:
        schema["pattern"] = r"\S"
    return schema


@cache
def _schemas() -> dict[str, Any]:
    """Return the schemas of what resources give."""
    text = files(__spec__.parent or "").joinpath("data", "schemas.json").read_text("utf-8")
    schemas: dict[str, Any] = json.loads(text)
    return schemas
