"""What does each operation take and answer? As people read it: the page about the API and the reference are made of this."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from tenure.api.examples import example_of, words_of
from tenure.api.kept import HEADER

Json = Mapping[str, Any]
HOST: Final = "https://tenure.example.com"
_FILE: Final = "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One thing that an operation takes: in the address, the query, or the body."""

    name: str
    where: str
    takes: str
    is_needed: bool
    says: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation, with a request and its answer."""

    id: str
    tag: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    fields: tuple[Parameter, ...]  # of the body
    request: str  # as curl sends it
    status: int
    answer: str
    problems: tuple[int, ...]


def operations_of(document: Json) -> list[Operation]:
    """Every operation that a document describes, in its order."""
    return [
        _operation(document, path, method, told)
        for path, operations in document["paths"].items()
        for method, told in operations.items()
    ]


def by_tag(operations: Sequence[Operation]) -> dict[str, list[Operation]]:
    """The operations of each tag."""
    found: dict[str, list[Operation]] = {}
    for operation in operations:
        found.setdefault(operation.tag, []).append(operation)
    return found


def _operation(document: Json, path: str, method: str, told: Json) -> Operation:
    schemas = document["components"]["schemas"]
    parameters = [one for one in told.get("parameters", []) if one["name"] != HEADER]
    statuses = [int(status) for status in told["responses"]]
    status = min(statuses)
    answer = example_of(told["responses"][str(status)]["content"]["application/json"]["schema"], schemas)
    content_type, body = _body(told)
    return Operation(
        id=told["operationId"],
        tag=told["tags"][0],
        method=method.upper(),
        path=path,
        summary=told["summary"],
        description=told.get("description", ""),
        parameters=tuple(_parameter(one, schemas) for one in parameters),
        fields=tuple(_fields(body, schemas)),
        request=_curl(method, _filled(path, answer), content_type, body, schemas),
        status=status,
        answer=_pretty(answer),
        problems=tuple(one for one in statuses if one >= 400),
    )


def _body(told: Json) -> tuple[str, Json | None]:
    content = told.get("requestBody", {}).get("content", {})
    for content_type, one in content.items():
        return content_type, one["schema"]
    return "", None


def _parameter(told: Json, schemas: Json) -> Parameter:
    schema = _not_null(told["schema"])
    says = told.get("description") or schema.get("description", "")
    if schema.get("default") not in (None, ""):
        says = f"{says}{'; ' if says else ''}{schema['default']} when left out"
    return Parameter(told["name"], told["in"], words_of(schema, schemas), told["required"], says)


def _fields(schema: Json | None, schemas: Json, within: str = "") -> Iterator[Parameter]:
    """The fields of a body, with those of the lists in it; of a body of rows, those of a row."""
    if schema is None:
        return
    if reference := schema.get("$ref"):
        schema = schemas[reference.rsplit("/", 1)[-1]]
    if set(schema.get("properties", {})) == {"rows"}:
        yield from _fields(schema["properties"]["rows"]["items"], schemas)
        return
    for name, one in schema.get("properties", {}).items():
        is_needed = name in schema.get("required", ())
        plain = _not_null(one)
        says = one.get("description") or plain.get("description", "")
        yield Parameter(within + name, "body", words_of(plain, schemas), is_needed, says)
        if "$ref" in plain.get("items", {}):
            yield from _fields(plain["items"], schemas, f"{within}{name}[].")


def _not_null(schema: Json) -> Json:
    """What is sent, where it is sent: that a field may be left out goes without saying."""
    choices = [one for one in schema.get("anyOf", ()) if one.get("type") != "null"]
    return {**schema, **choices[0], "anyOf": None} if len(choices) == 1 else schema


def _curl(method: str, path: str, content_type: str, body: Json | None, schemas: Json) -> str:
    lines = [
        f'curl "{HOST}{path}"',
        '-H "Authorization: Bearer $TENURE_KEY"',
    ]
    if method == "patch" or (method == "post" and body is None):
        lines.insert(1, f"-X {method.upper()}")
    if content_type == _FILE:
        lines += ["-F kind=accounts", "-F file=@accounts.csv"]
    elif body is not None:
        sent = json.dumps(example_of(body, schemas), ensure_ascii=False)
        lines += ['-H "Content-Type: application/json"', f"-d '{sent}'"]
    return " \\\n  ".join(lines)


def _filled(path: str, answer: Any) -> str:
    """An address with the key or number of what is answered in the example."""
    shown = answer if isinstance(answer, Mapping) else {}
    key = "acme" if path.startswith("/api/v1/accounts/") else shown.get("key", shown.get("id", "acme"))
    filled = path.replace("{key}", str(key)).replace("{id}", str(shown.get("id", 7)))
    return filled.replace("{slug}", str(shown.get("slug", "saas")))


def _pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
