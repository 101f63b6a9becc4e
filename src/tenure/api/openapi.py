"""What is the API, for programs? Its OpenAPI document: what ninja knows of the operations, and what is true of all of them."""

import json
from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET
from pydantic import BaseModel

from tenure.api.examples import in_order
from tenure.api.kept import HEADER, LONGEST
from tenure.api.paths import ROOT
from tenure.api.problems import MEANINGS, MEDIA_TYPE, Problem
from tenure.api.v1 import NOUNS, api

Json = dict[str, Any]
_REF: Final = "#/components/schemas/{model}"
_ALWAYS: Final = (401, 403, 422, 429, 500, 503)
_WITH_BODY: Final = (400, 413, 415)
_KEY_PARAMETER: Final[Json] = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "A name of your choice for this request: sent again within a day, it is answered as before and does nothing",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "^[!-~]+$"},
}


@require_GET
def document(_: HttpRequest) -> HttpResponse:
    """The document, for everybody: it tells nothing of anybody's data."""
    return HttpResponse(_text(), content_type="application/json")


@cache
def _text() -> bytes:
    return json.dumps(described(), ensure_ascii=False).encode()


@cache
def described() -> Json:
    """The whole document."""
    found: Json = json.loads(json.dumps(api.get_openapi_schema(path_prefix=ROOT)))
    schemas: Json = found["components"]["schemas"]
    _define(schemas, Problem)
    for noun in NOUNS:
        _define(schemas, noun.sent)
    found["components"]["responses"] = {_name(status): _response(status) for status in MEANINGS}
    found["servers"] = [{"url": "/"}]
    for path, operations in found["paths"].items():
        for method, operation in operations.items():
            _complete(path, method, operation)
    form: Json = found["paths"][f"{ROOT}imports"]["post"]["requestBody"]["content"]["multipart/form-data"]
    schemas["ImportSent"] = {**form["schema"], "title": "ImportSent"}
    form["schema"] = _reference("ImportSent")
    _prune(found)
    found["tags"] = [{"name": name} for name in _tags(found)]
    return found


def _complete(path: str, method: str, operation: Json) -> None:
    """Add what holds for every operation of its sort: how it fails, and the name that a POST may be given."""
    for of, make in _BODIES.items():
        if (name := operation.pop(of, None)) is not None:
            operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": make(name)}}}
    operation["parameters"] = [_tidy(parameter) for parameter in operation["parameters"]]
    statuses = [*_ALWAYS]
    if "{" in path:
        statuses.append(404)
    if method in {"post", "patch"}:
        statuses += _WITH_BODY
    if method == "post":
        statuses.append(409)
        operation["parameters"] = [*operation.get("parameters", []), _KEY_PARAMETER]
    for status in sorted(statuses):
        operation["responses"][str(status)] = {"$ref": f"#/components/responses/{_name(status)}"}
    operation["responses"] = dict(sorted(operation["responses"].items()))


def _tidy(parameter: Json) -> Json:
    """A parameter as OpenAPI has it: none is ever null, and examples beside a schema would have to have names."""
    schema: Json = parameter["schema"]
    if choices := [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]:
        schema = {**schema, **choices[0]}
        schema.pop("anyOf")
    told = {**parameter, "schema": schema}
    if says := schema.get("description"):
        told["description"] = says
    if examples := told.pop("examples", None) or schema.get("examples"):
        told["example"] = examples[0]
    return told


def _reference(name: str) -> Json:
    return {"$ref": _REF.format(model=name)}


def _rows(name: str) -> Json:
    rows = {"type": "array", "items": _reference(name), "maxItems": 5_000}
    return {"type": "object", "properties": {"rows": rows}, "required": ["rows"], "additionalProperties": False}


def _patch(name: str) -> Json:
    return _reference(f"{name.removesuffix('Sent')}Patch")


_BODIES: Final = {"x-body": _reference, "x-rows": _rows, "x-patch": _patch}


def _define(schemas: Json, model: type[BaseModel]) -> None:
    """Add a schema and those it names; of what may be sent also the form in which nothing has to be."""
    schema = model.model_json_schema(ref_template=_REF)
    schemas |= schema.pop("$defs", {})
    schemas[model.__name__] = schema
    if "examples" in schema:
        schema["examples"] = [in_order(schema)]
    if model.__name__.endswith("Sent"):
        name = f"{model.__name__.removesuffix('Sent')}Patch"
        optional = {field: _or_null(one) for field, one in schema["properties"].items()}
        patch: Json = {**schema, "title": name, "properties": optional}
        patch.pop("required", None)
        patch["description"] = (
            "What to change: the fields that are named. Null takes a value away, where it may be without."
        )
        patch["examples"] = [dict([*in_order(schema).items()][-1:])]
        schemas[name] = patch


def _or_null(schema: Mapping[str, Any]) -> Json:
    if "anyOf" in schema or schema.get("type") == "null":
        return dict(schema)
    kept = {name: schema[name] for name in ("title", "description", "examples") if name in schema}
    return {"anyOf": [{name: value for name, value in schema.items() if name not in kept}, {"type": "null"}], **kept}


def _name(status: int) -> str:
    return HTTPStatus(status).name.title().replace("_", "")


def _response(status: int) -> Json:
    told: Json = {"description": MEANINGS[status], "content": {MEDIA_TYPE: {"schema": _reference("Problem")}}}
    if status in {429, 503}:
        told["headers"] = {"Retry-After": {"description": "Seconds to wait", "schema": {"type": "string"}}}
    return told


def _prune(found: Json) -> None:
    """Leave out schemas that nothing names: those of parameters stand beside the parameters."""
    schemas: Json = found["components"]["schemas"]
    while True:
        text = json.dumps(found)
        unused = [name for name in schemas if f'"{_REF.format(model=name)}"' not in text]
        if not unused:
            return
        for name in unused:
            del schemas[name]


def _tags(found: Json) -> list[str]:
    named = [operation["tags"][0] for operations in found["paths"].values() for operation in operations.values()]
    return list(dict.fromkeys(named))
