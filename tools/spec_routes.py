#!/usr/bin/env python3
"""Make the router table of the API from its contract.

spec_routes.py SPEC.yaml OUT.c OUT.h OUT.json OUT.yaml

An operation names its function by operationId (listParties -> api_list_parties),
who may use it by x-policy, whether it may take long by x-slow and the word it
has in the audit chain by x-audit.  What is missing or unknown stops the build:
a route without a policy is never served.
"""
import json
import pathlib
import re
import sys

import yaml

METHODS = {"get": "HTTP_GET", "post": "HTTP_POST", "put": "HTTP_PUT", "patch": "HTTP_PATCH", "delete": "HTTP_DELETE"}
POLICIES = {"public", "read", "decide", "admin"}


def fail(where, what):
    sys.exit(f"spec_routes.py: {where}: {what}")


def snake(operation):
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", operation).lower()


def check_references(spec):
    """Every $ref leads somewhere."""
    def walk(node):
        if isinstance(node, dict):
            if "$ref" in node:
                place = spec
                for part in node["$ref"].removeprefix("#/").split("/"):
                    if part not in place:
                        fail(node["$ref"], "leads nowhere")
                    place = place[part]
            for child in node.values():
                walk(child)
        elif isinstance(node, list):
            for child in node:
                walk(child)
    walk(spec)


def operations(spec):
    """Every operation, in the order of the contract."""
    seen = set()
    for path, item in spec["paths"].items():
        if not re.fullmatch(r"(/([a-z0-9._-]+|\{[a-z_]+\}))+", path):
            fail(path, "a path is made of small letters and {parts}")
        for method, operation in item.items():
            where = f"{method.upper()} {path}"
            if method not in METHODS:
                fail(where, "no method the server knows")
            name = operation.get("operationId") or fail(where, "has no operationId")
            policy = operation.get("x-policy") or fail(where, "has no x-policy: say who may use it")
            if policy not in POLICIES:
                fail(where, f"x-policy '{policy}' is none of {', '.join(sorted(POLICIES))}")
            if name in seen:
                fail(where, f"operationId '{name}' is used twice")
            if (policy == "public") != (operation.get("security") == []):
                fail(where, "'security: []' and 'x-policy: public' go together")
            if "requestBody" in operation and method == "get":
                fail(where, "a GET has no body")
            seen.add(name)
            yield {"method": METHODS[method], "path": path, "name": name, "function": "api_" + snake(name),
                   "policy": "POLICY_" + policy.upper(), "slow": bool(operation.get("x-slow")),
                   "audit": operation.get("x-audit"), "body": "requestBody" in operation and not operation.get("x-own-body"),
                   "body_max": int(operation.get("x-body-max", 0)), "to_file": bool(operation.get("x-to-file"))}


def write(path, text):
    pathlib.Path(path).write_text(text)


def main():
    spec_path, out_c, out_h, out_json, out_yaml = sys.argv[1:]
    spec = yaml.safe_load(pathlib.Path(spec_path).read_text())
    check_references(spec)
    rows = list(operations(spec))
    note = "/* Made by tools/spec_routes.py from spec/openapi.yaml. */\n"

    lines = [note, '#include "api/api_routes.h"\n', f"const struct http_route api_routes[API_ROUTES] = {{"]
    lines += [f'    {{ {row["method"]}, "{row["path"]}" }},' for row in rows]
    lines += ["};\n", "const struct api_operation api_operations[API_ROUTES] = {"]
    for row in rows:
        audit = f'"{row["audit"]}"' if row["audit"] else "NULL"
        lines.append(f'    {{ "{row["name"]}", {row["policy"]}, {str(row["slow"]).lower()}, '
                     f'{str(row["body"]).lower()}, {audit}, {row["function"]}, {row["body_max"]}, '
                     f'{str(row["to_file"]).lower()} }},')
    lines.append("};\n")
    write(out_c, "\n".join(lines))

    lines = [note + "#pragma once\n", '#include "api/api.h"\n', f"enum {{ API_ROUTES = {len(rows)} }};\n"]
    lines += ["extern const struct http_route api_routes[API_ROUTES];",
              "extern const struct api_operation api_operations[API_ROUTES];\n"]
    lines += [f'enum status {row["function"]}(struct api_call *call, struct error *err);' for row in rows]
    write(out_h, "\n".join(lines) + "\n")
    write(out_yaml, pathlib.Path(spec_path).read_text())
    write(out_json, json.dumps(spec, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
