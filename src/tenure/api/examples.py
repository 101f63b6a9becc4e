"""What does something that the document describes look like, and in which words? Made of what the schemas say."""

from collections.abc import Mapping
from typing import Any, Final

Json = Any
Schema = Mapping[str, Any]
_PLAIN: Final[Mapping[str, Json]] = {
    "string": "…", "integer": 1, "number": 1.0, "boolean": True, "object": {}, "array": [], "null": None
}  # fmt: skip
_FORMATS: Final[Mapping[str, str]] = {"date": "2026-03-01", "date-time": "2026-03-01T09:30:00Z"}
_WORDS: Final[Mapping[str, str]] = {
    "string": "text", "integer": "whole number", "boolean": "true or false", "date": "date", "date-time": "time"
}  # fmt: skip


def example_of(schema: Schema, schemas: Schema) -> Json:
    """An example of what a schema describes; ``schemas`` are those it may name."""
    schema = _resolved(schema, schemas)
    if "examples" in schema:
        return in_order(schema)
    if "properties" in schema:
        return {name: example_of(one, schemas) for name, one in schema["properties"].items()}
    if isinstance(schema.get("items"), Mapping):
        return [example_of(schema["items"], schemas)]
    words = schema.get("enum") or [schema.get("default", _PLAIN.get(schema.get("type", "object"), {}))]
    return schema.get("const", _FORMATS.get(schema.get("format", ""), words[0]))


def in_order(schema: Schema) -> Json:
    """The example that a schema has, its fields in the order in which the schema names them."""
    found = schema["examples"][0]
    if not isinstance(found, Mapping) or "properties" not in schema:
        return found
    return {name: found[name] for name in schema["properties"] if name in found}


def words_of(schema: Schema, schemas: Schema) -> str:
    """What a schema takes, in a few words: "text or null", "one of app, site, other", "list of Money"."""
    if choices := schema.get("anyOf") or schema.get("oneOf"):
        return " or ".join(dict.fromkeys(words_of(one, schemas) for one in choices))
    plain = _resolved(schema, schemas)
    if "enum" in plain:
        return f"one of {', '.join(str(word) for word in plain['enum'] if word != '')}"
    if "$ref" in schema:
        return str(schema["$ref"].rsplit("/", 1)[-1].removesuffix("Sent"))
    if plain.get("type") == "array":
        return f"list of {words_of(plain['items'], schemas)}"
    name = plain.get("format", plain.get("type", "anything"))
    return _WORDS.get(name, str(name))


def _resolved(schema: Schema, schemas: Schema) -> Schema:
    """The schema itself: the one that is named, or the first of several that is not null."""
    while "examples" not in schema:
        if reference := schema.get("$ref"):
            schema = schemas[reference.rsplit("/", 1)[-1]]
        elif choices := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
            schema = next((one for one in choices if one.get("type") != "null"), choices[0])
        else:
            break
    return schema
