"""A server of our own on a free loopback port, and a client that checks what it says.

Every reply to an operation of the contract is checked against it: the status
is one the operation names, the content type too, and the body fits its schema.
"""
import gzip
import http.client
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import time
import urllib.parse

import yaml

import schema

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SPEC = yaml.safe_load((ROOT / "spec/openapi.yaml").read_text())
BINARY = os.environ.get("KLANTBEELD", str(ROOT / "build/klantbeeld"))
METHODS = ("get", "post", "put", "patch", "delete")


class Failed(Exception):
    """A check that did not hold."""


def want(condition, what):
    if not condition:
        raise Failed(what)


def operations():
    """operationId -> (method, path template, operation)."""
    return {op["operationId"]: (method.upper(), path, op)
            for path, item in SPEC["paths"].items() for method, op in item.items() if method in METHODS}


OPERATIONS = operations()


def operation_of(method, path):
    """The operation a request names; a written-out path goes before one with a {part}."""
    found = []
    for name, (its_method, template, _) in OPERATIONS.items():
        pattern = re.sub(r"\{[a-z_]+\}", "[^/]+", template.replace(".", r"\."))
        if its_method == ("GET" if method == "HEAD" else method) and re.fullmatch(pattern, path):
            found.append((template.count("{"), name))
    return min(found)[1] if found else None


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        packed = self.headers.get("Content-Encoding") == "gzip"
        return json.loads(gzip.decompress(self.body) if packed else self.body)

    @property
    def code(self):
        return self.json.get("code") if self.headers.get("Content-Type") == "application/problem+json" else None


class Server:
    """`klantbeeld serve` on a store; `seen` gathers (operationId, status) of all replies."""

    def __init__(self, store, *arguments, seen=None):
        self.seen = seen if seen is not None else set()
        self.port = free_port()
        self.process = subprocess.Popen([BINARY, "--store", store, "--json", "serve", "--listen", f"127.0.0.1:{self.port}",
                                         *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        if not line:
            raise Failed(f"the server did not start: {self.process.stderr.read()}")
        told = json.loads(line)
        self.url, self.link = told["url"], told["login"]

    def stop(self):
        """Ctrl-C; returns the exit code and what was said on stderr."""
        self.process.send_signal(signal.SIGINT)
        _, errors = self.process.communicate(timeout=20)
        return self.process.returncode, errors

    def send(self, method, target, body=None, headers=None):
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            if isinstance(body, (dict, list)):
                body = json.dumps(body)
                headers = {"Content-Type": "application/json", **(headers or {})}
            line.request(method, target, body=body, headers=headers or {})
            got = line.getresponse()
            reply = Reply(got.status, dict(got.getheaders()), got.read())
        finally:
            line.close()
        self.check(method, target, reply)
        return reply

    def check(self, method, target, reply):
        name = operation_of(method, urllib.parse.urlsplit(target).path)
        where = f"{method} {target[:80]} -> {reply.status}"
        if reply.headers.get("Content-Type") == "application/problem+json" and method != "HEAD":
            wrong = schema.check(SPEC, {"$ref": "#/components/schemas/Problem"}, reply.json)
            want(not wrong, f"{where}: {wrong}")
            want(reply.json["status"] == reply.status, f"{where}: the problem says {reply.json['status']}")
        if not name or reply.status in (405, 414, 421, 431):
            return  # told by the server before it knows an operation
        self.seen.add((name, reply.status))
        described = OPERATIONS[name][2]["responses"].get(str(reply.status))
        want(described, f"{where}: {name} does not name this status: {reply.body[:300]!r}")
        described = schema.lookup(SPEC, described["$ref"]) if "$ref" in described else described
        content = described.get("content")
        if not content:
            want(reply.body == b"", f"{where}: a body where none is described")
            return
        kind = (reply.headers.get("Content-Type") or "").split(";")[0]
        want(kind in content, f"{where}: {kind!r} is none of {list(content)}")
        if method != "HEAD" and kind.endswith("json"):
            wrong = schema.check(SPEC, content[kind]["schema"], reply.json)
            want(not wrong, f"{where}: {wrong[:5]}")


class Visitor:
    """Somebody with a session (by link) or a key."""

    def __init__(self, server, link=None, key=None):
        self.server, self.headers = server, {}
        if key:
            self.headers = {"Authorization": f"Bearer {key}"}
        if link:
            reply = server.send("POST", "/api/v1/session", {"token": link.split("#")[1]})
            want(reply.status == 201, f"login: {reply.status} {reply.body!r}")
            self.cookie = reply.headers["Set-Cookie"]
            self.headers = {"Cookie": self.cookie.split(";")[0], "X-CSRF-Token": reply.json["csrf"]}

    def get(self, target, **headers):
        return self.server.send("GET", target, headers={**self.headers, **headers})

    def post(self, target, body=None, **headers):
        return self.server.send("POST", target, body, {**self.headers, **headers})

    def put(self, target, body=None, **headers):
        return self.server.send("PUT", target, body, {**self.headers, **headers})

    def delete(self, target, **headers):
        return self.server.send("DELETE", target, headers={**self.headers, **headers})


def klantbeeld(store, *arguments):
    done = subprocess.run([BINARY, "--store", store, *arguments], capture_output=True, text=True, timeout=120)
    if done.returncode != 0:
        raise Failed(f"klantbeeld {' '.join(arguments)}: exit {done.returncode}: {done.stderr}")
    return done.stdout


def wait_for_job(w, job):
    for _ in range(300):
        seen = w.admin.get(f"/api/v1/jobs/{job}").json
        if seen["state"] != "running":
            return seen
        time.sleep(0.05)
    raise Failed("the job did not end")
