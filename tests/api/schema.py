"""A small validator for the JSON Schema 2020-12 that spec/openapi.yaml uses.

It knows the words listed in KNOWN; a schema with another word is an error of
the contract, so that nothing is silently left unchecked.
"""
import datetime
import re

KNOWN = {"$ref", "type", "properties", "required", "additionalProperties", "items", "enum", "const", "pattern", "format",
         "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "oneOf", "anyOf", "allOf",
         "description", "examples", "example", "default", "title"}

TYPES = {
    "object": lambda v: isinstance(v, dict),
    "array": lambda v: isinstance(v, list),
    "string": lambda v: isinstance(v, str),
    "integer": lambda v: isinstance(v, int) and not isinstance(v, bool),
    "number": lambda v: isinstance(v, (int, float)) and not isinstance(v, bool),
    "boolean": lambda v: isinstance(v, bool),
    "null": lambda v: v is None,
}


class SchemaError(Exception):
    """The schema itself cannot be used."""


def lookup(spec, ref):
    place = spec
    for part in ref.removeprefix("#/").split("/"):
        place = place[part]
    return place


def is_time(text):
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text):
        return False
    try:
        datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        return False
    return True


def check(spec, schema, value, where="$"):
    """A list of what is wrong, each with its place; empty when value fits."""
    unknown = set(schema) - KNOWN
    if unknown:
        raise SchemaError(f"{where}: the validator does not know {sorted(unknown)}")
    if "$ref" in schema:
        return check(spec, lookup(spec, schema["$ref"]), value, where)
    wrong = []
    types = schema.get("type")
    if types:
        types = types if isinstance(types, list) else [types]
        if not any(TYPES[t](value) for t in types):
            return [f"{where}: {type(value).__name__} is not {' or '.join(types)}"]
    if "enum" in schema and value not in schema["enum"]:
        wrong.append(f"{where}: {value!r} is none of {schema['enum']}")
    if "const" in schema and value != schema["const"]:
        wrong.append(f"{where}: {value!r} is not {schema['const']!r}")
    wrong += check_branches(spec, schema, value, where)
    if isinstance(value, str):
        wrong += check_text(schema, value, where)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        if value < schema.get("minimum", value):
            wrong.append(f"{where}: {value} is under {schema['minimum']}")
        if value > schema.get("maximum", value):
            wrong.append(f"{where}: {value} is over {schema['maximum']}")
    elif isinstance(value, list):
        if len(value) < schema.get("minItems", 0) or len(value) > schema.get("maxItems", len(value)):
            wrong.append(f"{where}: {len(value)} items")
        for i, item in enumerate(value):
            wrong += check(spec, schema.get("items", {}), item, f"{where}[{i}]")
    elif isinstance(value, dict):
        wrong += check_members(spec, schema, value, where)
    return wrong


def check_branches(spec, schema, value, where):
    wrong = []
    for branch in schema.get("allOf", []):
        wrong += check(spec, branch, value, where)
    for word in ("oneOf", "anyOf"):
        if word not in schema:
            continue
        fits = [branch for branch in schema[word] if not check(spec, branch, value, where)]
        if not fits or (word == "oneOf" and len(fits) > 1):
            wrong.append(f"{where}: fits {len(fits)} branches of {word}")
    return wrong


def check_text(schema, value, where):
    wrong = []
    if "pattern" in schema and not re.search(schema["pattern"], value):
        wrong.append(f"{where}: {value!r} does not match {schema['pattern']}")
    if schema.get("format") == "date-time" and not is_time(value):
        wrong.append(f"{where}: {value!r} is no time in UTC")
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value)):
        wrong.append(f"{where}: {len(value)} characters")
    return wrong


def check_members(spec, schema, value, where):
    wrong = [f"{where}: '{name}' is missing" for name in schema.get("required", []) if name not in value]
    known = schema.get("properties", {})
    more = schema.get("additionalProperties", True)
    for name, member in value.items():
        if name in known:
            wrong += check(spec, known[name], member, f"{where}.{name}")
        elif more is False:
            wrong.append(f"{where}: '{name}' is not in the contract")
        elif isinstance(more, dict):
            wrong += check(spec, more, member, f"{where}.{name}")
    return wrong
