#!/usr/bin/env python3
"""The API against its contract: the built program on a small store, every operation and its refusals.

Prints TAP. Needs python3-yaml only. KLANTBEELD names the binary. With
KLANTBEELD_TEST_POSTGRES set the store is there (run_postgres.sh), else in a
file; a few tests look into the file and skip.
"""
import concurrent.futures
import gzip
import json
import os
import pathlib
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import imports  # noqa: E402
import schema  # noqa: E402
from server import BINARY, OPERATIONS, SPEC, Failed, Server, Visitor, klantbeeld, wait_for_job, want  # noqa: E402

POSTGRES = os.environ.get("KLANTBEELD_TEST_POSTGRES")
HERE = pathlib.Path(__file__).resolve().parent
UNKNOWN_PARTY = "P-1000000000001"
UNKNOWN_RECORD = "R-0000000000001"

# Replies of the contract that this run cannot bring about, with the reason.
UNSEEN = {
    ("splitHousehold", 201): "the twelve records make no household",
    ("eraseOverdue", 409): "a resolve of twelve records is over before anybody asks",
    ("joinHousehold", 201): "the twelve records make no household",
    ("createErasure", 409): "a resolve of twelve records is over before anybody asks",
    ("getExplanation", 422): "a party whose records do not fit 64 MiB",
    ("tryRules", 409): "a resolve of twelve records is over before anybody asks",
    ("createUpload", 507): "the disk is not full",
    ("exportImportFindings", 422): "no finding names thousands of records with a hidden column",
    ("findMatches", 409): "the store is resolved before the server starts",
    ("putRecord", 409): "the store is resolved before the server starts",
}


def needs_file(test):
    """Of a test that looks into the store's file."""
    test.skip = "the store is no file" if POSTGRES else None
    return test


class World:
    """A store with twelve records of two sources, a server on it, and an admin, a steward and a reader."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="klantbeeld-api-"))
        self.file = self.folder / "store.db"
        self.store = POSTGRES or f"sqlite:{self.file}"
        self.seen = set()
        klantbeeld(self.store, "init")
        for name, kind in (("crm", "crm"), ("newsletter", "newsletter")):
            klantbeeld(self.store, "source", "add", name, "--kind", kind)
            klantbeeld(self.store, "import", "--source", name, str(HERE / f"{name}.csv"))
        klantbeeld(self.store, "import", "--source", "crm", str(HERE / "events.csv"))
        klantbeeld(self.store, "resolve")
        keys = {role: json.loads(klantbeeld(self.store, "token", "add", f"{role}-program", "--role", role, "--json"))["key"]
                for role in ("steward", "reader")}
        self.server = Server(self.store, seen=self.seen)
        self.link = self.server.link
        self.admin = Visitor(self.server, link=self.link)
        self.steward = Visitor(self.server, key=keys["steward"])
        self.reader = Visitor(self.server, key=keys["reader"])
        self.nobody = Visitor(self.server)

    def find(self, q, kind=None):
        parties = self.admin.get(f"/api/v1/parties?q={q}" + (f"&kind={kind}" if kind else "")).json["parties"]
        want(parties, f"nothing found for {q}")
        return parties[0]

    def close(self):
        code, errors = self.server.stop()
        shutil.rmtree(self.folder)
        return code, errors


# ---- logging in and out ----

def link_of_the_start_logs_in_once(w):
    want("/login#" in w.link, f"link: {w.link}")
    for part in ("HttpOnly", "SameSite=Lax", "Path=/"):
        want(part in w.admin.cookie, f"cookie without {part}")
    again = w.nobody.post("/api/v1/session", {"token": w.link.split("#")[1]})
    want(again.status == 401 and again.code == "login_refused", f"second use: {again.status}")


def session_tells_who_and_what(w):
    me = w.admin.get("/api/v1/session").json
    want(me["user"] == "admin" and me["may"] == ["read", "decide", "admin"], str(me))
    program = w.reader.get("/api/v1/session").json
    want(program["may"] == ["read"] and program["csrf"] == "" and program["until"] is None, str(program))
    want(w.nobody.get("/api/v1/session").status == 401, "nobody has a session")


def logging_out_ends_the_session(w):
    link = json.loads(klantbeeld(w.store, "token", "link", "tijdelijk", "--json"))["login"]
    guest = Visitor(w.server, link=link)
    without = {k: v for k, v in guest.headers.items() if k != "X-CSRF-Token"}
    reply = w.server.send("DELETE", "/api/v1/session", headers=without)
    want(reply.status == 403 and reply.code == "bad_csrf", f"without the form key: {reply.status}")
    reply = guest.delete("/api/v1/session")
    want(reply.status == 204 and "Max-Age=0" in reply.headers["Set-Cookie"], f"{reply.status}")
    want(guest.get("/api/v1/session").status == 401, "still in")
    want(w.nobody.delete("/api/v1/session").status == 401, "nobody logged out")


def login_bodies_are_checked(w):
    send = w.server.send
    kind = {"Content-Type": "application/json"}
    want(send("POST", "/api/v1/session", "{", kind).status == 400, "broken JSON")
    want(send("POST", "/api/v1/session", '{"token":"a"}', {"Content-Type": "text/plain"}).status == 415, "text/plain")
    want(send("POST", "/api/v1/session", {"token": ""}).status == 422, "empty")
    want(send("POST", "/api/v1/session", {"token": 1}).status == 422, "number")
    want(send("POST", "/api/v1/session", {"token": "a", "x": 1}).status == 422, "more than is known")
    want(send("POST", "/api/v1/session", {"token": "a" * 201}).status == 422, "too long")
    want(send("POST", "/api/v1/session", "x" * (1024 * 1024 + 1), kind).status == 413, "too large")
    foreign = send("POST", "/api/v1/session", {"token": "a"}, {"Origin": "http://evil.example"})
    want(foreign.status == 403 and foreign.code == "bad_origin", "from another site")


# ---- parties ----

def parties_are_found(w):
    reply = w.admin.get("/api/v1/parties?q=berg")
    want(reply.status == 200 and any("Berg" in p["name"] for p in reply.json["parties"]), str(reply.json))
    want(w.admin.get("/api/v1/parties?q=j.vandenberg%40post.example").json["parties"], "by e-mail address")
    for kind in ("person", "organisation", "household"):
        kinds = {p["kind"] for p in w.admin.get(f"/api/v1/parties?q=graan&kind={kind}").json["parties"]}
        want(kinds <= {kind}, f"{kind}: {kinds}")
    want(w.admin.get("/api/v1/parties?q=qqqqzzzz").json["parties"] == [], "nobody is called so")
    for hostile in ("%27%3B--", "%22", "*", "%25", "a%20OR%20b", "NEAR(", "%ff%fe", "%E2%80%AE", "a" * 200, "%28%29"):
        want(w.admin.get(f"/api/v1/parties?q={hostile}").status == 200, f"q={hostile}")


def parties_parameters_are_checked(w):
    wrong = ["", "?q=", "?q=%20", "?q=a&kind=firm", "?q=a&limit=0", "?q=a&limit=101", "?q=a&limit=x", "?q=a&limit=-1",
             "?q=" + "a" * 201, "?q=%00", "?q=%zz"]
    for query in wrong:
        reply = w.admin.get("/api/v1/parties" + query)
        want(reply.status == 400 and reply.code == "bad_parameter", f"{query}: {reply.status}")
    for limit in (1, 100):
        want(len(w.admin.get(f"/api/v1/parties?q=e&limit={limit}").json["parties"]) <= limit, f"limit {limit}")
    want(w.nobody.get("/api/v1/parties?q=a").status == 401, "nobody may look")


def one_letter_may_be_wrong(w):
    right = w.admin.get("/api/v1/parties?q=berg").json
    for typed in ("beerg", "begr", "bexg", "brg"):
        reply = w.admin.get(f"/api/v1/parties?q={typed}").json
        near = len(typed) > 3
        want(reply.get("near", False) == near and (reply["total"] > 0) == near, f"{typed}: {reply}")
    reply = w.admin.get("/api/v1/parties?q=beerg").json
    want({p["id"] for p in right["parties"]} <= {p["id"] for p in reply["parties"]}, "the same and perhaps more")
    want("near" not in right and "near" not in w.admin.get("/api/v1/parties?q=zzzzzzzz").json, "as typed, and nothing")


def a_party_has_its_origin(w):
    for q, kind in (("berg", "person"), ("graan", "organisation")):
        party = w.admin.get(f"/api/v1/parties/{w.find(q, kind)['id']}").json
        want(party["areas"] and party["records"], f"{q} is empty")
        known = {r["record"] for r in party["records"]}
        for area in party["areas"]:
            for field in area["fields"]:
                want(field["origin"]["record"] in known, f"{field['field']} comes from {field['origin']['record']}")


def one_person_of_two_sources(w):
    party = w.admin.get(f"/api/v1/parties/{w.find('berg', 'person')['id']}").json
    want({r["source"] for r in party["records"]} == {"crm", "newsletter"}, str([r["source"] for r in party["records"]]))
    want(party["roles"] and "Graan" in party["roles"][0]["organisation"]["name"], str(party["roles"]))


def a_party_speaks_two_languages(w):
    target = f"/api/v1/parties/{w.find('berg', 'person')['id']}"
    dutch = w.admin.get(target, **{"Accept-Language": "nl"}).json["areas"][0]
    english = w.admin.get(target + "?lang=en", **{"Accept-Language": "nl"}).json["areas"][0]
    want(dutch["area"] == english["area"] and dutch["label"] != english["label"], f"{dutch['label']} {english['label']}")


def a_page_that_is_ready_is_never_an_old_one(w):
    person = w.find("berg", "person")["id"]
    target = f"/api/v1/parties/{person}"
    first, again = w.reader.get(target), w.reader.get(target)
    want(first.body == again.body and first.headers["ETag"] == again.headers["ETag"], "the same twice")
    want(w.reader.get(target, **{"If-None-Match": first.headers["ETag"]}).status == 304, "what he has")
    want(w.reader.get(target, **{"If-None-Match": '"other"'}).body == first.body, "what he has not")
    packed = w.reader.get(target, **{"Accept-Encoding": "gzip"})
    want(gzip.decompress(packed.body) == first.body and packed.headers["ETag"] != first.headers["ETag"], "gzip is another form")
    want(w.reader.get(target, **{"Accept-Encoding": "gzip"}).body == packed.body, "gzip twice")
    dutch, english = (w.reader.get(f"{target}?lang={lang}").json for lang in ("nl", "en"))
    want(english["areas"][0]["label"] != dutch["areas"][0]["label"], "another language")
    for i in range(10):  # by the API, on whichever thread
        made = w.steward.post(target + "/traits", {"name": "round", "value": f"r{i}"})
        want(made.status == 201, f"{made.status}")
        for who in (w.reader, w.steward, w.admin):
            page = who.get(target)
            want(f'"r{i}"'.encode() in page.body, f"round {i}: an old page")
        want(w.reader.get(target, **{"If-None-Match": first.headers["ETag"]}).status == 200, "what he had is old")
        w.steward.post(f"/api/v1/traits/{made.json['id']}/withdrawal", {"reason": "r"})
        want(b'"round"' not in w.reader.get(target).body.replace(b"trait.round", b'"round"'), f"round {i}: withdrawn")
    for i in range(3):  # by another program
        klantbeeld(w.store, "trait", "set", person, "colour", f"c{i}")
        want(f'"c{i}"'.encode() in w.reader.get(target).body, f"colour {i}: an old page")


def a_profile_is_the_values_of_the_page(w):
    for q, kind in (("berg", "person"), ("graan", "organisation")):
        target = f"/api/v1/parties/{w.find(q, kind)['id']}"
        for lang in ("nl", "en"):
            page = w.reader.get(f"{target}?lang={lang}").json
            profile = w.reader.get(f"{target}/profile?lang={lang}")
            head = ("id", "kind", "name", "sort_name", "summary", "salutation", "address_line")
            want({k: profile.json.get(k) for k in head} == {k: page.get(k) for k in head}, "who it is")
            areas = [{k: a[k] for k in ("area", "label", "fields")} for a in page["areas"] if a["fields"]]
            want([a for a in profile.json["areas"] if a["fields"]] == areas, f"{q}: other values")
        want(w.reader.get(target + "/profile?lang=en", **{"If-None-Match": profile.headers["ETag"]}).status == 304, "what he has")
    made = w.steward.post(f"{target}/traits", {"name": "size", "value": "large"})
    want(b'"large"' in w.reader.get(f"{target}/profile").body, "an old profile")
    w.steward.post(f"/api/v1/traits/{made.json['id']}/withdrawal", {"reason": "r"})
    want(b'"large"' not in w.reader.get(f"{target}/profile").body, "an old profile")
    want(w.reader.get(f"/api/v1/parties/{UNKNOWN_PARTY}/profile").status == 404, "unknown id")
    want(w.reader.get("/api/v1/parties/x/profile").status == 400, "no id")
    want(w.nobody.get(target + "/profile").status == 401, "nobody may look")


def a_party_that_is_not_there(w):
    want(w.admin.get(f"/api/v1/parties/{UNKNOWN_PARTY}").status == 404, "unknown id")
    for wrong in ("x", "R-0000000000001", "P-1", "P-ZZZZZZZZZZZZZ", "%2e%2e", "P-100000000000%31%31"):
        reply = w.admin.get(f"/api/v1/parties/{wrong}")
        want(reply.status == 400 and reply.code == "bad_parameter", f"{wrong}: {reply.status}")
    want(w.nobody.get(f"/api/v1/parties/{UNKNOWN_PARTY}").status == 401, "nobody may look")
    want(w.admin.get(f"/api/v1/parties/{w.find('berg')['id'].lower()}").status == 200, "small letters are understood")


def an_earlier_day_can_be_seen(w):
    target = f"/api/v1/parties/{w.find('berg', 'person')['id']}"
    now, then = w.admin.get(target).json, w.admin.get(target + "?as_of=2999-01-01").json
    want(then["as_of"]["sentence"] and then["areas"] == now["areas"] and then["roles"] == now["roles"], "of now as stored")
    want(not any("bits" in r for r in then["records"]), "evidence of an earlier day")
    reply = w.admin.get(target + "?as_of=2001-01-01T12:00:00Z")
    want(reply.status == 404 and "2001-01-01" in reply.json["detail"], f"before all: {reply.status}")
    for wrong in ("", "x", "2026-02-30", "2026-13-01", "20260101", "2026-01-01T25:00:00Z"):
        reply = w.admin.get(f"{target}?as_of={wrong}")
        want(reply.status == 400 and reply.code == "bad_parameter", f"{wrong}: {reply.status}")


def ties_are_kept_and_taken_back(w):
    person, firm = w.find("berg", "person")["id"], w.find("graan", "organisation")["id"]
    target = f"/api/v1/parties/{person}"
    made = w.steward.post(target + "/ties", {"other": firm, "kind": "role", "title": "adviseur", "part": "decides", "reason": "r"})
    want(made.status == 201, f"{made.status} {made.json}")
    ties = w.reader.get(target + "/ties").json["ties"]
    want(any(t.get("tie") == made.json["tie"] and t["part"] == "decides" for t in ties), str(ties))
    want(w.steward.post(target + "/ties", {"other": firm, "kind": "role", "title": "adviseur", "reason": "r"}).status == 409, "twice")
    told = w.steward.post(target + "/events", {"kind": "contact", "subject": "Gebeld als adviseur", "role": firm})
    want(told.status == 201, f"{told.status} {told.json}")
    for party in (person, firm):
        events = w.reader.get(f"/api/v1/parties/{party}/timeline?q=adviseur").json["events"]
        want([e["scope"] for e in events] == ["roles"], f"{party}: {events}")
    path = w.reader.get(f"{target}/path/{firm}").json
    want(path["found"] and len(path["steps"]) == 1, str(path))
    for body in ({"other": firm, "kind": "partner", "reason": "r"}, {"other": firm, "kind": "x", "reason": "r"},
                 {"other": firm, "kind": "role", "part": "x", "reason": "r"}, {"kind": "role", "reason": "r"},
                 {"other": firm, "kind": "role", "since": "x", "reason": "r"},
                 {"other": firm, "kind": "role", "since": "2026-03", "until": "2025", "reason": "r"}):
        want(w.steward.post(target + "/ties", body).status == 422, str(body))
    end = f"/api/v1/ties/{made.json['tie']}/end"
    for body in ({"until": "x", "reason": "r"}, {"reason": "r"}, {"until": "2026-05-01"}):
        want(w.steward.post(end, body).status == 422, str(body))
    ended = w.steward.post(end, {"until": "2026-05-01", "reason": "left"})
    ties = w.reader.get(target + "/ties").json["ties"]
    want(ended.status == 201 and [t["until"] for t in ties if t.get("tie") == ended.json["tie"]] == ["2026-05-01"], str(ties))
    want(not any(t.get("tie") == made.json["tie"] for t in ties), "stands as it stood")
    want(w.steward.post(end, {"until": "2026-05-01", "reason": "left"}).status == 404, "ended once")
    want(w.steward.post("/api/v1/ties/x/end", {"until": "2026", "reason": "r"}).status == 400, "no id")
    back = f"/api/v1/ties/{ended.json['tie']}/withdrawal"
    want(w.steward.post(back, {"reason": "r"}).status == 200 and w.steward.post(back, {"reason": "r"}).status == 409, "taken back once")
    want(w.steward.post("/api/v1/ties/x/withdrawal", {"reason": "r"}).status == 400, "no id")
    want(w.steward.post("/api/v1/ties/T-0000000009999/withdrawal", {"reason": "r"}).status == 404, "no tie")
    want(w.reader.post(target + "/ties", {"other": firm, "kind": "role", "reason": "r"}).status == 403, "readers do not")
    want(w.steward.post(target + "/split", {"leaving": person, "reason": "r"}).status == 422, "no household")
    want(w.steward.post(target + "/join", {"joining": person, "reason": "r"}).status == 422, "no household")
    household = "H-3000000000001"
    bodies = {target + "/ties": {"other": firm, "kind": "role", "reason": "r"}, back: {"reason": "r"}, end: {"until": "2026", "reason": "r"},
              f"/api/v1/parties/{household}/split": {"leaving": person, "reason": "r"},
              f"/api/v1/parties/{household}/join": {"joining": person, "reason": "r"}}
    for place, body in bodies.items():
        want(w.nobody.post(place, body).status == 401 and w.reader.post(place, body).status == 403, place)
        want(w.admin.post(place, "a=b", **{"Content-Type": "text/plain"}).status == 415, place)
        want(w.admin.post(place, "x" * (1024 * 1024 + 1), **{"Content-Type": "application/json"}).status == 413, place)
        want(w.admin.post(place, "{", **{"Content-Type": "application/json"}).status == 400, place)
    want(w.admin.post(f"/api/v1/parties/{household}/split", {"leaving": person, "reason": "r"}).status == 404, "no household")
    want(w.admin.post(f"/api/v1/parties/{household}/join", {"joining": person, "reason": "r"}).status == 404, "no household")
    want(w.admin.post(f"/api/v1/parties/{UNKNOWN_PARTY}/ties", {"other": firm, "kind": "role", "reason": "r"}).status == 404, "unknown id")
    want(w.admin.post(back, {"reason": ""}).status == 422, "no reason")
    for place in ("/ties", f"/path/{firm}"):
        want(w.admin.get(f"/api/v1/parties/{UNKNOWN_PARTY}{place}").status == 404, place)
        want(w.admin.get(f"/api/v1/parties/x{place}").status == 400, place)
        want(w.nobody.get(target + place).status == 401, place)


def changes_tell_who_did_what(w):
    whole, pages, cursor = w.steward.get("/api/v1/changes?limit=200").json["changes"], [], ""
    for _ in range(100):
        page = w.steward.get(f"/api/v1/changes?limit=2{cursor}").json
        pages += page["changes"]
        if "next" not in page:
            break
        cursor = f"&cursor={page['next']}"
    want(pages == whole and {"import", "rules"} <= {c["kind"] for c in whole}, f"{len(pages)} of {len(whole)}")
    want([c["at"] for c in whole] == sorted((c["at"] for c in whole), reverse=True), "in order of time")
    want(w.steward.get("/api/v1/changes?since=2999-01-01").json["changes"] == [], "nothing yet")
    want(w.steward.get("/api/v1/changes?by=nobody").json["changes"] == [], "nobody did nothing")
    for wrong in ("?limit=0", "?limit=201", "?since=x", "?cursor=x", "?cursor=1.99.1.1", "?by=" + "a" * 201):
        want(w.admin.get("/api/v1/changes" + wrong).status == 400, wrong)
    want(w.reader.get("/api/v1/changes").status == 403 and w.nobody.get("/api/v1/changes").status == 401, "who may look")


def a_value_of_an_earlier_day_can_be_chosen(w):
    target = f"/api/v1/parties/{w.find('berg', 'person')['id']}/choices"
    made = w.steward.post(target, {"field": "person.full", "as_of": "2999-01-01", "reason": "as it was"})
    want(made.status == 201 and "Berg" in made.json["choice"]["value"], f"{made.status} {made.json}")
    undone = w.steward.post(f"/api/v1/choices/{made.json['choice']['id']}/withdrawal", {"reason": "a test"})
    want(undone.status == 200, f"{undone.status}")
    for body, status in (({"as_of": "2001-01-01"}, 404), ({"as_of": "x"}, 422), ({"as_of": "2999-01-01", "value": "x"}, 422)):
        reply = w.steward.post(target, {"field": "person.full", "reason": "r", **body})
        want(reply.status == status, f"{body}: {reply.status}")


def a_history_tells_what_changed(w):
    target = f"/api/v1/parties/{w.find('berg', 'person')['id']}/history"
    whole = w.reader.get(target).json
    first = whole["moments"][-1]["changes"]
    want(any(c["kind"] == "given" for c in first), str(first))
    want(any(c["kind"] == "value" and c["field"] == "person.full" and c["origin"]["version"] == 1 for c in first), str(first))
    names = w.reader.get(target + "?field=person.full&limit=1").json
    want(all(c["kind"] == "value" for m in names["moments"] for c in m["changes"]), "only the field")
    for wrong in ("?limit=0", "?limit=101", "?before=0", "?before=x", "?field=" + "a" * 65):
        want(w.admin.get(target + wrong).status == 400, wrong)
    want(w.admin.get(f"/api/v1/parties/{UNKNOWN_PARTY}/history").status == 404, "unknown id")
    want(w.admin.get("/api/v1/parties/x/history").status == 400, "no id")
    want(w.nobody.get(target).status == 401, "nobody may look")


# ---- events ----

def pages_of(w, path):
    """All events of a timeline, page by page."""
    events, cursor = [], ""
    while True:
        reply = w.admin.get(path + (f"&cursor={cursor}" if cursor else "")).json
        events += reply["events"]
        cursor = reply.get("next", "")
        if not cursor:
            return events


def a_timeline_comes_in_pages(w):
    party = w.find("j.vandenberg%40post.example", "person")["id"]
    path = f"/api/v1/parties/{party}/timeline"
    whole = w.admin.get(path + "?limit=200").json
    want(whole["party"] == party and whole["scopes"] == ["self", "roles"] and len(whole["events"]) == 5, str(whole))
    times = [event["at"] for event in whole["events"]]
    want(times == sorted(times, reverse=True), str(times))
    for limit in (1, 2, 3, 5):
        want(pages_of(w, f"{path}?limit={limit}") == whole["events"], f"pages of {limit}")
    kinds = lambda query: [event["kind"] for event in w.admin.get(path + query).json["events"]]
    want(set(kinds("?kind=contact")) == {"contact"}, "by kind")
    want(kinds("?kind=area:financial") == ["payment", "invoice"], "by area")
    want(kinds("?q=meel%20prijs") == ["contact"], "by words")
    want(kinds("?from=2026-04-01&to=2026-05-01") == ["order"], str(kinds("?from=2026-04-01&to=2026-05-01")))
    want(w.admin.get(path + "?scope=all").json["scopes"] == ["self", "roles", "organisation", "household"], "all scopes")
    order = next(event for event in whole["events"] if event["kind"] == "order")
    want(order["amount"] == "62.50" and len(order["lines"]) == 2 and order["state"] == "done", str(order))


def a_role_shows_at_the_organisation(w):
    company = w.find("bakkerij", "organisation")["id"]
    events = w.admin.get(f"/api/v1/parties/{company}/timeline?kind=contact").json["events"]
    want(events and all(event["scope"] == "roles" and event["via"]["name"] for event in events), str(events))


def areas_have_totals(w):
    party = w.admin.get(f"/api/v1/parties/{w.find('j.vandenberg%40post.example', 'person')['id']}?lang=nl").json
    areas = {area["area"]: area for area in party["areas"]}
    totals = {total["name"]: total for area in party["areas"] for total in area["totals"]}
    want(totals["orders"]["value"] == "1" and totals["order_total"]["value"] == "62.50", str(totals))
    want(totals["invoice_open"] == {"name": "invoice_open", "label": "Openstaand", "unit": "amount", "value": "42.50",
                                    "currency": "EUR"}, str(totals["invoice_open"]))
    want(totals["follow_ups_open"]["value"] == "1", "follow-ups")
    want(areas["financial"]["events"][0]["kind"] == "payment" and areas["products"]["label"], "events of areas")


def a_timeline_of_an_earlier_day(w):
    for words, kind in (("berg", "person"), ("bakkerij", "organisation"), ("kaya", "person")):
        path = f"/api/v1/parties/{w.find(words, kind)['id']}/timeline"
        for scope in ("", "&scope=all", "&scope=self"):
            now = w.admin.get(f"{path}?limit=200{scope}").json
            want(w.admin.get(f"{path}?limit=200{scope}&as_of=2999-01-01").json == now, f"{words}{scope}: as of now")
            if now["events"]:
                want(pages_of(w, f"{path}?limit=1{scope}&as_of=2999-01-01") == now["events"], f"{words}{scope}: pages")
        want(w.admin.get(path + "?as_of=2001-01-01").status == 404, "nothing was known")
        want(w.admin.get(path + "?as_of=gisteren").status == 400, "no day")


def timelines_are_checked(w):
    party = w.find("j.vandenberg%40post.example", "person")["id"]
    for query in ("?limit=0", "?limit=201", "?kind=nothing", "?kind=area:nothing", "?scope=world", "?from=gisteren", "?to=x",
                  "?cursor=abc", "?cursor=1.P-0000000000000", "?q=" + "a" * 201):
        reply = w.admin.get(f"/api/v1/parties/{party}/timeline{query}")
        want(reply.status == 400 and reply.code == "bad_parameter", f"{query}: {reply.status}")
    want(w.admin.get("/api/v1/parties/nobody/timeline").status == 400, "no id")
    want(w.admin.get(f"/api/v1/parties/{UNKNOWN_PARTY}/timeline").status == 404, "unknown party")
    want(w.nobody.get(f"/api/v1/parties/{party}/timeline").status == 401, "nobody may look")
    want(w.nobody.get("/api/v1/event-kinds").status == 401 and w.nobody.get("/api/v1/follow-ups").status == 401, "nobody")
    want(w.admin.get("/api/v1/follow-ups?limit=x").status == 400, "limit")
    for hostile in ("%27%3B--", "%22", "%25", "%ff%fe", "%E2%80%AE", "%5C%22%7B"):
        want(w.admin.get(f"/api/v1/parties/{party}/timeline?q={hostile}").status == 200, f"q={hostile}")


def what_happened_is_typed_followed_up_and_done(w):
    party = w.find("j.vandenberg%40post.example", "person")["id"]
    company = w.find("bakkerij", "organisation")["id"]
    typed = {"kind": "contact", "channel": "telefoon", "direction": "in", "subject": "Belt over \"levering\"", "text": "Wil dinsdag",
             "follow_up": "2026-12-01", "owner": "Anja", "origin": "advies van Piet", "role": company}
    made = w.steward.post(f"/api/v1/parties/{party}/events", typed)
    want(made.status == 201, f"{made.status}")
    event = made.json["event"]
    want(event["channel"] == "phone" and event["author"] and event["follow_up_open"] and event["source"] == "by-hand", str(event))
    want({party, company} == {p["id"] for p in made.json["parties"]}, str(made.json["parties"]))
    want(w.admin.get(f"/api/v1/events/{event['id']}").json == made.json, "read back")
    mine = lambda: [f["event"]["id"] for f in w.admin.get("/api/v1/follow-ups?owner=anja&to=2026-12-31").json["follow_ups"]]
    want(event["id"] in mine(), "listed")
    first = w.admin.get("/api/v1/follow-ups?limit=1").json
    rest = w.admin.get(f"/api/v1/follow-ups?limit=200&cursor={first['next']}").json
    want(first["follow_ups"][0] not in rest["follow_ups"] and "next" not in rest, "pages of follow-ups")
    done = w.steward.post(f"/api/v1/events/{event['id']}/done", {"outcome": "Geleverd"})
    want(done.status == 200 and not done.json["event"]["follow_up_open"] and done.json["event"]["done"], str(done.json))
    want(event["id"] not in mine(), "still listed")
    want(w.steward.post(f"/api/v1/events/{event['id']}/done", {}).status == 409, "done twice")
    want(event["id"] in [e["id"] for e in w.admin.get(f"/api/v1/parties/{company}/timeline").json["events"]], "at the organisation")


def typed_events_are_checked(w):
    party = w.find("j.vandenberg%40post.example", "person")["id"]
    path = f"/api/v1/parties/{party}/events"
    for body in ({}, {"kind": "contact"}, {"kind": "nothing", "subject": "a"}, {"kind": "contact", "subject": 1},
                 {"kind": "order", "subject": "a", "follow_up": "2026-12-01"}, {"kind": "contact", "subject": "a", "amount": "1"},
                 {"kind": "contact", "subject": "a", "follow_up": "morgen"}, {"kind": "contact", "subject": "a", "owner": "Anja"},
                 {"kind": "contact", "subject": "a", "channel": "rook"}, {"kind": "contact", "subject": "a", "role": "x"},
                 {"kind": "contact", "subject": "a", "status": "paars"}, {"kind": "contact", "subject": "a", "more": "b"},
                 {"kind": "contact", "subject": "a" * 401}, {"kind": "contact", "text": "a" * 16385}):
        reply = w.steward.post(path, body)
        want(reply.status == 422, f"{body}: {reply.status}")
    good = {"kind": "contact", "subject": "a"}
    want(w.steward.post(path, {**good, "role": UNKNOWN_PARTY}).status == 404, "unknown role")
    want(w.steward.post(f"/api/v1/parties/{UNKNOWN_PARTY}/events", good).status == 404, "unknown party")
    want(w.steward.post("/api/v1/parties/x/events", good).status == 400, "no id")
    want(w.reader.post(path, good).status == 403, "a reader types")
    want(w.nobody.post(path, good).status == 401, "nobody types")
    bearer = {"Authorization": w.steward.headers["Authorization"]}
    send = lambda where, body, kind: w.server.send("POST", where, body, {**bearer, "Content-Type": kind}).status
    for where in (path, "/api/v1/events/E-0000000000001/done"):
        want(send(where, "a", "text/plain") == 415, "text/plain")
        want(send(where, "x" * (1024 * 1024 + 1), "application/json") == 413, "too large")
    want(w.steward.post("/api/v1/events/E-0000000000001/done", {}).status == 404, "unknown event")
    want(w.steward.post("/api/v1/events/x/done", {}).status == 400, "no event id")
    want(w.steward.post("/api/v1/events/E-0000000000001/done", {"a": 1}).status == 422, "more than is known")
    want(w.reader.post("/api/v1/events/E-0000000000001/done", {}).status == 403, "a reader")
    want(w.nobody.post("/api/v1/events/E-0000000000001/done", {}).status == 401, "nobody")
    want(w.admin.get("/api/v1/events/x").status == 400 and w.admin.get("/api/v1/events/E-0000000000001").status == 404, "events")
    want(w.nobody.get("/api/v1/events/E-0000000000001").status == 401, "nobody reads")


def a_document_is_fetched_as_it_came(w):
    content = bytes(range(256)) * 8
    letter = w.folder / "brief aan Jansen.pdf"
    letter.write_bytes(content)
    added = json.loads(klantbeeld(w.store, "document", "add", str(letter), "--record", "crm:1", "--kind", "letter", "--json"))
    again = json.loads(klantbeeld(w.store, "document", "add", str(letter), "--record", "crm:1", "--kind", "letter", "--json"))
    want(added["new"] and not again["new"] and added["event"] == again["event"], str(again))
    reply = w.reader.get(f"/api/v1/events/{added['event']}/document")
    want(reply.status == 200 and reply.headers["Content-Type"] == "application/pdf", str(reply.headers))
    body = gzip.decompress(reply.body) if reply.headers.get("Content-Encoding") == "gzip" else reply.body
    want(body == content, "other bytes")
    want(reply.headers["Content-Disposition"] == "attachment; filename*=UTF-8''brief%20aan%20Jansen.pdf", "name")
    want(w.nobody.get(f"/api/v1/events/{added['event']}/document").status == 401, "nobody")
    want(w.admin.get("/api/v1/events/x/document").status == 400, "no id")
    other = w.admin.get("/api/v1/follow-ups").json["follow_ups"][0]["event"]["id"]
    want(w.admin.get(f"/api/v1/events/{other}/document").status == 404, "an event without one")


def kinds_are_told(w):
    kinds = w.admin.get("/api/v1/event-kinds?lang=nl").json
    order = next(kind for kind in kinds["kinds"] if kind["kind"] == "order")
    want(order["label"] == "Bestelling" and order["lines"] and order["states"] and order["fields"], str(order))
    want({"phone", "email"} <= {channel["channel"] for channel in kinds["channels"]}, "channels")


# ---- matching ----

def an_explanation_names_its_evidence(w):
    person = w.admin.get(f"/api/v1/parties/{w.find('berg', 'person')['id']}").json
    a, b = [r["record"] for r in person["records"]][:2]
    why = w.reader.get(f"/api/v1/explanations?a={a}&b={b}").json
    want(why["same"] and why["sentence"], str(why))
    other = w.find("smit", "person")["id"]
    why_not = w.reader.get(f"/api/v1/explanations?a={person['id']}&b={other}").json
    want(not why_not["same"], str(why_not["verdict"]))


def a_party_tells_how_it_was_built(w):
    found = next(p for p in (w.admin.get(f"/api/v1/parties/{hit['id']}").json
                             for hit in w.admin.get("/api/v1/parties?q=berg&kind=person").json["parties"]) if len(p["records"]) > 1)
    built = w.reader.get(f"/api/v1/parties/{found['id']}/built?lang=nl").json
    want(len(built["steps"]) == len(found["records"]) - 1 and not built["apart"], str(built))
    want(built["steps"][0]["grounds"] and "vermeldingen" in built["sentence"], str(built["steps"][0]))
    want(w.reader.get("/api/v1/parties/P-x/built").status == 400, "no id")
    want(w.reader.get(f"/api/v1/parties/{UNKNOWN_PARTY}/built").status == 404, "unknown party")
    want(w.nobody.get(f"/api/v1/parties/{found['id']}/built").status == 401, "nobody may look")


def explanations_are_checked(w):
    party = w.find("berg")["id"]
    for query in ("", f"?a={party}", f"?a={party}&b=x", f"?a=E-0000000000001&b={party}"):
        want(w.admin.get("/api/v1/explanations" + query).status == 400, query)
    want(w.admin.get(f"/api/v1/explanations?a={party}&b={UNKNOWN_RECORD}").status == 404, "unknown record")
    want(w.nobody.get(f"/api/v1/explanations?a={party}&b={party}").status == 401, "nobody may look")


def somebody_is_known_before_he_is_made_again(w):
    party = w.admin.get(f"/api/v1/parties/{w.find('berg', 'person')['id']}").json
    full = next(f["value"] for a in party["areas"] for f in a["fields"] if f["field"] == "person.full")
    rest = {f["field"]: f["value"] for a in party["areas"] for f in a["fields"] if f["field"] in ("email", "person.birth_date")}
    known = w.reader.post("/api/v1/matches", {"naam": full, **rest})
    want(known.status == 200, f"{known.status} {known.json}")
    want(known.json["parties"] and known.json["parties"][0]["evidence"], str(known.json))
    want(known.json["outcome"] in ("linked", "review"), str(known.json["outcome"]))
    stranger = w.reader.post("/api/v1/matches?limit=1", {"person.given": "Xanthippe", "person.surname": "Qvortrup", "oog": 2}).json
    want(stranger["outcome"] == "apart" and not stranger["parties"], str(stranger))
    want([f for f in stranger["fields"] if "field" not in f] == [{"name": "oog"}], str(stranger["fields"]))


def a_record_is_kept_and_says_whose_it_is(w):
    put = lambda body, query="": w.steward.post("/api/v1/sources/crm/records" + query, body)
    row = {"Klantnummer": "L-1", "Voornaam": "Xanthippe", "Achternaam": "Qvortrup", "E-mail": "xq@post.example"}
    first = put(row)
    want(first.status == 201 and first.json["change"] == "created" and first.json["outcome"] == "apart", str(first.json))
    want(first.json["current"] and first.json["links"] == 1 and first.json["parties"][0]["change"] == "created", str(first.json))
    made = w.reader.get(f"/api/v1/parties/{first.json['parties'][0]['id']}")
    want(made.status == 200 and made.json["name"].endswith("Qvortrup"), str(made.json))
    want(put(row).json["change"] == "unchanged", "the same again")
    want(put({**row, "E-mail": "x.qvortrup@post.example"}).json["change"] == "updated", "another address")
    known = w.reader.post("/api/v1/matches", {"Voornaam": "Xanthippe", "Achternaam": "Qvortrup", "E-mail": "x.qvortrup@post.example"}).json
    want(known["waiting"] == 0 and known["outcome"] == "linked", str(known))
    resolved = put({**row, "E-mail": "x.qvortrup@post.example"}, "?resolve=true").json
    want(resolved["job"], str(resolved))
    for _ in range(100):
        if w.admin.get(f"/api/v1/jobs/{resolved['job']}").json["state"] != "running":
            break
        time.sleep(0.1)
    again = put({**row, "Klantnummer": "L-2", "E-mail": "x.qvortrup@post.example"}).json
    want(again["outcome"] == "linked" and again["parties"][0]["name"].endswith("Qvortrup"), str(again))
    want(again["parties"][0]["change"] == "joined" and again["links"] == 2, str(again))
    moved = put({**row, "Klantnummer": "L-2", "Voornaam": "Ottokar", "Achternaam": "Wimmelbrand", "E-mail": "ow@post.example"}).json
    want(moved["current"] and [one["id"] for one in moved["left"]] == [again["parties"][0]["id"]], str(moved))


def many_records_are_kept_in_one_call(w):
    target = "/api/v1/sources/crm/record-batches"
    rows = [{"Klantnummer": f"B-{n}", "Voornaam": "Zosimus", "Achternaam": f"Plukhaar{n}", "E-mail": f"z{n}@post.example"} for n in (1, 2)]
    reply = w.steward.post(target, rows)
    want(reply.status == 201 and [one["current"] for one in reply.json["records"]] == [True, True], str(reply.json))
    nameless = {name: "" for name in rows[0]}
    mixed = w.steward.post(target, [rows[0], nameless]).json["records"]
    want([one["change"] for one in mixed] == ["unchanged", "refused"], str(mixed))
    want(w.nobody.post(target, rows).status == 401, "nobody")
    want(w.reader.post(target, rows).code == "denied", "reader")
    want(w.steward.post("/api/v1/sources/nowhere/record-batches", rows).status == 404, "no such source")
    want(w.steward.post(target, {"Klantnummer": "B-1"}).status == 400, "no list")
    want(w.steward.post(target, []).status == 422, "nothing")


def a_record_is_taken_back(w):
    target = "/api/v1/sources/crm/records/B-1"
    want(w.nobody.delete(target).status == 401, "nobody")
    want(w.reader.delete(target).code == "denied", "reader")
    want(w.steward.delete("/api/v1/sources/crm/records/B-none").status == 404, "no such record")
    gone = w.steward.delete(target)
    want(gone.status == 200 and gone.json["outcome"] == "nobody" and gone.json["current"], str(gone.json))
    want(len(gone.json["left"]) == 1 and not gone.json["parties"], str(gone.json))


def records_are_checked(w):
    target = "/api/v1/sources/crm/records"
    row = {"Klantnummer": "L-9", "naam": "x"}
    want(w.nobody.post(target, row).status == 401, "nobody")
    want(w.reader.post(target, row).code == "denied", "reader")
    want(w.steward.post("/api/v1/sources/nowhere/records", row).status == 404, "no such source")
    want(w.steward.post(target + "?resolve=2", row).status == 400, "resolve")
    want(w.steward.post(target, {}).status == 422, "nothing")
    want(w.steward.post(target, {"kleur": "rood"}).status == 422, "says not who")
    want(w.steward.post(target, "x" * (1024 * 1024 + 1), **{"Content-Type": "application/json"}).status == 413, "too large")


def questions_who_it_is_are_checked(w):
    want(w.nobody.post("/api/v1/matches", {"naam": "x"}).status == 401, "nobody may ask")
    want(w.reader.post("/api/v1/matches?limit=0", {"naam": "x"}).status == 400, "limit")
    want(w.reader.post("/api/v1/matches", {}).status == 422, "nothing asked")
    want(w.reader.post("/api/v1/matches", {"naam": True}).status == 422, "no text")
    want(w.reader.post("/api/v1/matches", {"kleur": "rood"}).status == 422, "names nobody")
    want(w.reader.post("/api/v1/matches", {"naam": "x" * 2001}).status == 422, "too long")
    want(w.reader.post("/api/v1/matches", "x" * (1024 * 1024 + 1), **{"Content-Type": "application/json"}).status == 413, "too large")
    forged = {k: v for k, v in w.admin.headers.items() if k != "X-CSRF-Token"}
    want(w.server.send("POST", "/api/v1/matches", {"naam": "x"}, forged).status == 403, "without the form key")


def reviews_are_for_those_who_decide(w):
    want(w.steward.get("/api/v1/reviews").status == 200, "steward")
    reply = w.admin.get("/api/v1/reviews?limit=1&offset=0").json
    want(reply["limit"] == 1 and len(reply["reviews"]) <= 1, str(reply))
    for query in ("?limit=0", "?limit=101", "?offset=-1", "?offset=1000001", "?offset=x"):
        want(w.admin.get("/api/v1/reviews" + query).status == 400, query)
    want(w.reader.get("/api/v1/reviews").status == 403, "reader")
    want(w.nobody.get("/api/v1/reviews").status == 401, "nobody")


def the_model_is_told(w):
    reply = w.steward.get("/api/v1/model?lang=en").json
    want(reply["version"] == reply["versions"][0]["version"], str(reply["versions"]))
    person = next(kind for kind in reply["kinds"] if kind["kind"] == "person")
    birth = next(one for one in person["comparisons"] if one["comparison"] == "birth date")
    bits = {one["level"]: one["bits"] for one in birth["levels"]}
    want(bits["equal"] > 5 > 0 > bits["different"], str(bits))
    want({"name": "twins", "enabled": True}.items() <= reply["rules"][1].items(), str(reply["rules"]))
    same = w.admin.get(f"/api/v1/model?version={reply['version']}&lang=en").json
    want(same == reply, "the newest by its number")
    want(w.admin.get("/api/v1/model?version=999999").status == 404, "no such version")
    for query in ("?version=0", "?version=x", "?version=1000000001"):
        want(w.admin.get("/api/v1/model" + query).status == 400, query)
    want(w.reader.get("/api/v1/model").status == 403, "reader")
    want(w.nobody.get("/api/v1/model").status == 401, "nobody")


def a_decision_is_a_fact_and_can_be_taken_back(w):
    a, b = w.find("willem", "person")["id"], w.find("sanne", "person")["id"]
    body = {"what": "different", "a": a, "b": b, "reason": "man en vrouw"}
    want(w.admin.post("/api/v1/decisions", body).status == 201, "different")
    told = w.admin.get(f"/api/v1/explanations?a={a}&b={b}").json["decisions"]
    want(told and told[0]["kind"] == "different" and told[0]["author"] == "user:admin", str(told))
    want(w.steward.post("/api/v1/decisions", {**body, "what": "same"}).status == 409, "the opposite while it stands")
    want(w.steward.post("/api/v1/decisions", {**body, "what": "withdraw"}).status == 201, "withdraw by another")
    reply = w.steward.post("/api/v1/decisions", {**body, "what": "withdraw", "reason": "nog eens"})
    want(reply.status in (404, 409), f"nothing to withdraw: {reply.status}")
    among = {**body, "others": w.find("kaya", "person")["id"]}
    made = w.steward.post("/api/v1/decisions", among)
    want(made.status == 201 and made.json["decisions"] >= 3, f"three are different from each other: {made.body}")
    taken = w.steward.post("/api/v1/decisions", {**among, "what": "withdraw"})
    want(taken.status == 201 and taken.json["decisions"] == made.json["decisions"], f"all of it is taken back: {taken.body}")
    want(w.steward.post("/api/v1/decisions", {**body, "others": "P-1 x"}).status == 422, "an id that is none")


def a_decision_can_resolve_at_once(w):
    a, b = w.find("kaya", "person")["id"], w.find("dijk", "person")["id"]
    reply = w.admin.post("/api/v1/decisions", {"what": "different", "a": a, "b": b, "reason": "test", "resolve": True})
    want(reply.status == 201 and reply.json["job"], str(reply.body))
    want(wait_for_job(w, reply.json["job"])["state"] == "done", "the resolve it started")


def a_merged_party_leads_to_its_survivor_and_comes_back(w):
    a, b = w.find("smit", "person")["id"], w.find("amrani", "person")["id"]
    body = {"what": "same", "a": a, "b": b, "reason": "test", "resolve": True}
    want(wait_for_job(w, w.admin.post("/api/v1/decisions", body).json["job"])["state"] == "done", "merge")
    replies = [w.admin.get(f"/api/v1/parties/{x}").json for x in (a, b)]
    want(replies[0]["id"] == replies[1]["id"], f"{replies[0]['id']} and {replies[1]['id']}")
    profiles = [w.admin.get(f"/api/v1/parties/{x}/profile").json for x in (a, b)]
    want([p.get("redirected_from") for p in profiles] == [r.get("redirected_from") for r in replies], "the values alone")
    gone = [r["redirected_from"] for r in replies if "redirected_from" in r]
    want(len(gone) == 1 and gone[0] in (a, b) and gone[0] != replies[0]["id"], str(gone))
    job = w.admin.post("/api/v1/decisions", {**body, "what": "withdraw"}).json["job"]
    want(wait_for_job(w, job)["state"] == "done", "take it back")
    replies = [w.admin.get(f"/api/v1/parties/{x}").json for x in (a, b)]
    want([r["id"] for r in replies] == [a, b] and not any("redirected_from" in r for r in replies), "apart again, each by its own id")


def decision_bodies_are_checked(w):
    good = {"what": "same", "a": UNKNOWN_PARTY, "b": UNKNOWN_RECORD, "reason": "x"}
    target = "/api/v1/decisions"
    wrong = [{**good, "what": "maybe"}, {**good, "a": "x"}, {**good, "b": ""}, {**good, "reason": ""}, {**good, "reason": "x" * 1001},
             {**good, "resolve": "yes"}, {**good, "extra": 1}, {"what": "same"}, {**good, "a": 5}]
    for body in wrong:
        reply = w.admin.post(target, body)
        want(reply.status == 422, f"{body}: {reply.status} {reply.body!r}")
    for text in ("", "[]", "null", "{", '{"a":{}}', '{"what":"same","what":"same"}', "\xff"):
        reply = w.admin.post(target, text.encode("latin-1"), **{"Content-Type": "application/json"})
        want(reply.status == 400, f"{text!r}: {reply.status}")
    want(w.admin.post(target, "a=b", **{"Content-Type": "application/x-www-form-urlencoded"}).status == 415, "a form")
    want(w.admin.post(target, "x" * (1024 * 1024 + 1), **{"Content-Type": "application/json"}).status == 413, "too large")
    want(w.admin.post(target, good).status == 404, "unknown ids")


def only_those_who_may_decide(w):
    body = {"what": "same", "a": UNKNOWN_PARTY, "b": UNKNOWN_RECORD, "reason": "x"}
    want(w.nobody.post("/api/v1/decisions", body).status == 401, "nobody")
    want(w.reader.post("/api/v1/decisions", body).code == "denied", "reader")
    forged = {"Cookie": w.admin.headers["Cookie"]}
    for headers in (forged, {**forged, "X-CSRF-Token": "x" * 43}, {**forged, "X-CSRF-Token": ""}):
        reply = w.server.send("POST", "/api/v1/decisions", body, headers)
        want(reply.status == 403 and reply.code == "bad_csrf", f"{headers}: {reply.status}")
    reply = w.admin.post("/api/v1/decisions", body, Origin="http://evil.example")
    want(reply.status == 403 and reply.code == "bad_origin", f"{reply.status}")
    reply = w.admin.post("/api/v1/decisions", body, **{"Sec-Fetch-Site": "cross-site"})
    want(reply.code == "bad_origin", f"{reply.status}")


# ---- stages, numbers and hand-overs ----

def a_prospect_becomes_a_customer(w):
    party = w.find("kaya", "person")["id"]
    target = f"/api/v1/parties/{party}/stage"
    klantbeeld(w.store, "source", "add", "boekhouding", "--kind", "billing")
    stands = w.reader.get(f"{target}?lang=en").json
    want(stands["stage"] == "customer" and stands["history"] == [], str(stands))
    want([(s["to"], s["ready"]) for s in stands["steps"]] == [("former", True)], str(stands["steps"]))
    want(w.steward.post(target, {"to": "suspect", "reason": "x"}).status == 409, "a step that is not in the table")
    former = w.steward.post(target, {"to": "former", "reason": "gestopt", "resolve": True})
    want(former.status == 201 and wait_for_job(w, former.json["job"])["state"] == "done", str(former.body))
    made = w.steward.post(target, {"to": "customer", "reason": "tekende"})
    want(made.status == 201, str(made.body))
    want(made.json["stage"]["number"].isdigit() and "Customer number" in made.json["sentence"], str(made.body))
    told = [h for h in w.reader.get("/api/v1/hand-overs?source=boekhouding&state=open").json["hand_overs"] if h["party"]["id"] == party]
    want(len(told) == 1 and told[0]["number"] == made.json["stage"]["number"], str(told))
    step = f"/api/v1/hand-overs/{told[0]['id']}/steps"
    away = "/api/v1/hand-overs/export"
    want(w.nobody.post(away + "?source=boekhouding").status == 401 and w.reader.post(away + "?source=boekhouding").status == 403, "who may not")
    want(w.steward.post(away).status == 400 and w.steward.post(away + "?source=x").status == 404, "no source")
    csv = w.steward.post(away + "?source=boekhouding")
    want(csv.status == 200 and told[0]["number"].encode() in csv.body, str(csv.body))
    want(told[0]["number"].encode() not in w.steward.post(away + "?source=boekhouding").body, "told twice")
    want(told[0]["number"].encode() in w.steward.post(away + "?source=boekhouding&again=true").body, "told again")
    want(w.reader.get("/api/v1/hand-overs?source=boekhouding&state=sent").json["hand_overs"][0]["id"] == told[0]["id"], "sent")
    want(w.steward.post(step, {"state": "acknowledged"}).status == 422, "no key")
    want(w.steward.post(step, {"state": "acknowledged", "key": "D77"}).json["key"] == "D77", "acknowledged")
    want(w.steward.post(step, {"state": "withdrawn"}).status == 409, "after its end")
    ring = w.reader.get(f"/api/v1/parties/{party}/keys").json
    want(any(i["id"] == party and i["current"] for i in ring["ids"]), str(ring))
    want(ring["numbers"][0]["number"] == made.json["stage"]["number"], str(ring))
    want(any(k["source"] == "crm" and k["key"] == "C7" for k in ring["keys"]), str(ring))


def stages_are_checked(w):
    target = f"/api/v1/parties/{w.find('smit', 'person')['id']}/stage"
    unmet = [u for s in w.reader.get(f"{target}?lang=en").json["steps"] if s["to"] == "customer" for u in s["unmet"]]
    want([(u["code"], u["field"]) for u in unmet] == [("norm", "addr")] and "ddress" in unmet[0]["sentence"], str(unmet))
    want(w.admin.post(target, {"to": "customer", "reason": "x"}).status == 409, "without an address")
    for body, status in (({"to": "customer"}, 422), ({"to": "klant", "reason": "x"}, 409), ({"to": "customer", "reason": " "}, 422),
                         ({"to": "customer", "reason": "x", "y": 1}, 422)):
        reply = w.admin.post(target, body)
        want(reply.status == status, f"{body}: {reply.status} {reply.body!r}")
    want(w.reader.post(target, {"to": "customer", "reason": "x"}).status == 403, "a reader decides nothing")
    want(w.admin.get(f"/api/v1/parties/{UNKNOWN_PARTY}/stage").status == 404 and w.admin.get("/api/v1/parties/x/stage").status == 400, "unknown party")
    want(w.admin.get(f"/api/v1/parties/{UNKNOWN_PARTY}/keys").status == 404 and w.admin.get("/api/v1/parties/x/keys").status == 400, "unknown party")
    want(w.admin.get("/api/v1/hand-overs?state=lost").status == 400, "no state")
    away = "/api/v1/hand-overs/B-0000000000999/steps"
    want(w.admin.post(away, {"state": "sent"}).status == 404 and w.admin.post("/api/v1/hand-overs/x/steps", {"state": "sent"}).status == 400, "unknown")
    want(w.admin.post(away, {"state": "open"}).status == 422, "no step back")


def stages_are_for_those_who_decide(w):
    target, body = f"/api/v1/parties/{w.find('kaya', 'person')['id']}/stage", {"to": "former", "reason": "x"}
    step = "/api/v1/hand-overs/B-0000000000001/steps"
    for place, what in ((target, body), (step, {"state": "sent"})):
        want(w.nobody.post(place, what).status == 401, place)
        want(w.reader.post(place, what).status == 403, place)
        want(w.admin.post(place, "a=b", **{"Content-Type": "text/plain"}).status == 415, place)
        want(w.admin.post(place, "x" * (1024 * 1024 + 1), **{"Content-Type": "application/json"}).status == 413, place)
    want(w.admin.post("/api/v1/parties/x/stage", body).status == 400, "no id")
    want(w.admin.post(f"/api/v1/parties/{UNKNOWN_PARTY}/stage", body).status == 404, "unknown party")
    for place in (target, target.replace("stage", "keys"), "/api/v1/hand-overs"):
        want(w.nobody.get(place).status == 401, place)


# ---- choices and proposals ----

def field_of(party, name):
    return next((f for area in party["areas"] for f in area["fields"] if f["field"] == name), None)


def a_value_is_chosen_shown_and_taken_back(w):
    party = w.find("kaya", "person")["id"]
    target, body = f"/api/v1/parties/{party}/choices", {"field": "addr.home", "value": "Vijverlaan 3, 2512 AA Den Haag", "reason": "zei ze"}
    made = w.steward.post(target, {**body, "resolve": True})
    want(made.status == 201 and not made.json["choice"]["shown"], str(made.body))
    want(wait_for_job(w, made.json["job"])["state"] == "done", "the resolve it started")
    shown = field_of(w.reader.get(f"/api/v1/parties/{party}").json, "addr.home.full")
    want(shown["value"].startswith("Vijverlaan 3") and shown["otherwise"].startswith("Lindelaan 31"), str(shown))
    want((shown["origin"]["rule"], shown["origin"]["author"], shown["origin"]["source"]) == ("chosen", "key:steward-program", "by-hand"), str(shown))
    listed = w.reader.get(f"/api/v1/choices?party={party}&lang=en").json["choices"]
    want(len(listed) == 1 and listed[0]["shown"] and not listed[0]["review"], str(listed))
    want(w.reader.get("/api/v1/choices?review=true").json["choices"] == [], "nothing moved")
    taken = f"/api/v1/choices/{listed[0]['id']}/withdrawal"
    reply = w.admin.post(taken, {"reason": "vergissing", "resolve": True})
    want(reply.status == 200 and reply.json["choice"]["withdrawn"], str(reply.body))
    want(wait_for_job(w, reply.json["job"])["state"] == "done", "the resolve it started")
    want(w.admin.post(taken, {"reason": "nog eens"}).status == 409, "twice")
    want(field_of(w.reader.get(f"/api/v1/parties/{party}").json, "addr.home.full")["origin"]["rule"] != "chosen", "still chosen")


def choices_are_checked(w):
    target, good = f"/api/v1/parties/{w.find('kaya', 'person')['id']}/choices", {"field": "email", "value": "a@post.example", "reason": "x"}
    for body, status in (({**good, "field": "schoenmaat"}, 400), ({**good, "field": "person.given"}, 400), ({**good, "record": UNKNOWN_RECORD}, 400),
                         ({"field": "email", "reason": "x"}, 400), ({**good, "reason": ""}, 422), ({**good, "value": 5}, 422), ({**good, "x": 1}, 422),
                         ({**good, "field": "person.birthdate", "value": "ooit"}, 422), ({**good, "value": "x" * 2001}, 422)):
        reply = w.admin.post(target, body)
        want(reply.status == status, f"{body}: {reply.status} {reply.body!r}")
    want(w.admin.post(target, {"field": "email", "record": UNKNOWN_RECORD, "reason": "x"}).status == 404, "unknown record")
    want(w.admin.post(f"/api/v1/parties/{UNKNOWN_PARTY}/choices", good).status == 404, "unknown party")
    want(w.admin.post("/api/v1/parties/x/choices", good).status == 400, "no id")
    want(w.admin.get("/api/v1/choices?party=x").status == 400 and w.admin.get("/api/v1/choices?review=x").status == 400, "parameters")
    want(w.admin.get(f"/api/v1/choices?party={UNKNOWN_PARTY}").status == 404, "unknown party")
    away = "/api/v1/choices/C-0000000000999/withdrawal"
    want(w.admin.post(away, {"reason": "x"}).status == 404 and w.admin.post("/api/v1/choices/x/withdrawal", {"reason": "x"}).status == 400, "unknown choice")
    want(w.admin.post(away, {}).status == 422, "no reason")


def a_change_led_elsewhere_becomes_a_proposal(w):
    party = w.find("kaya", "person")["id"]
    target, body = f"/api/v1/parties/{party}/changes", {"field": "addr.invoice", "value": "Postbus 12, 2500 AA Den Haag", "as": "newsletter", "reason": "vroeg ze"}
    klantbeeld(w.store, "source", "owner", "crm", "steward-program")
    made = w.steward.post(target, body)
    want(made.status == 201 and made.json["done"] == "proposal", str(made.body))
    proposal = made.json["proposal"]
    want((proposal["source"], proposal["owner"], proposal["state"]) == ("crm", "steward-program", "open"), str(proposal))
    own = w.steward.post(target, {**body, "as": "steward-program"})
    want(own.json["done"] == "choice", str(own.body))
    want(w.admin.post(f"/api/v1/choices/{own.json['choice']['id']}/withdrawal", {"reason": "x"}).status == 200, "withdraw")
    want(any(s.get("owner") == "steward-program" for s in w.reader.get("/api/v1/sources").json["sources"]), "no owner")
    listed = w.reader.get(f"/api/v1/proposals?party={party}&state=open&source=crm").json["proposals"]
    want([p["id"] for p in listed] == [proposal["id"]], str(listed))
    want(w.reader.get("/api/v1/proposals?source=newsletter").json["proposals"] == [], "another source")
    csv = w.steward.get("/api/v1/proposals/export?source=crm")
    want(csv.status == 200 and proposal["id"].encode() in csv.body and b",C7," in csv.body, str(csv.body))
    step = f"/api/v1/proposals/{proposal['id']}/steps"
    want(w.admin.post(step, {"state": "refused"}).status == 400, "a refusal without a reason")
    klantbeeld(w.store, "source", "owner", "crm", "iemand-anders")
    want(w.steward.post(step, {"state": "accepted"}).status == 403, "not the owner")
    klantbeeld(w.store, "source", "owner", "crm", "steward-program")
    want(w.steward.post(step, {"state": "accepted"}).json["state"] == "accepted", "accept")
    want(w.steward.post(step, {"state": "accepted"}).status == 409, "twice")
    want(w.admin.post(step, {"state": "refused", "reason": "toch niet"}).json["state"] == "refused", "refuse")
    want(w.admin.post(step, {"state": "withdrawn"}).status == 409, "after its end")


def changes_and_proposals_are_checked(w):
    target = f"/api/v1/parties/{w.find('kaya', 'person')['id']}/changes"
    good = {"field": "email", "value": "a@post.example", "as": "crm", "reason": "x"}
    for body, status in (({**good, "as": "niemand"}, 400), ({**good, "field": "x"}, 400), ({**good, "reason": ""}, 422), ({**good, "x": 1}, 422)):
        want(w.admin.post(target, body).status == status, str(body))
    want(w.admin.post(f"/api/v1/parties/{UNKNOWN_PARTY}/changes", good).status == 404, "unknown party")
    want(w.admin.post("/api/v1/parties/x/changes", good).status == 400, "no id")
    for query in ("?state=x", "?party=x"):
        want(w.admin.get("/api/v1/proposals" + query).status == 400, query)
    want(w.admin.get(f"/api/v1/proposals?party={UNKNOWN_PARTY}").status == 404, "unknown party")
    want(w.admin.get("/api/v1/proposals/export").status == 400 and w.admin.get("/api/v1/proposals/export?source=x").status == 404, "export")
    want(w.reader.get("/api/v1/proposals/export?source=crm").status == 403, "reader")
    step = "/api/v1/proposals/V-0000000000999/steps"
    want(w.admin.post(step, {"state": "accepted"}).status == 404, "unknown")
    want(w.admin.post(step, {"state": "applied"}).status == 422, "only a delivery applies")
    want(w.admin.post("/api/v1/proposals/x/steps", {"state": "accepted"}).status == 400, "no id")


def a_no_is_not_chosen_away(w):
    party = w.find("kaya", "person")["id"]
    no = {"field": "consent.email", "value": "refused", "reason": "belde", "resolve": True}
    made = w.admin.post(f"/api/v1/parties/{party}/choices", no)
    want(wait_for_job(w, made.json["job"])["state"] == "done", str(made.body))
    want(field_of(w.reader.get(f"/api/v1/parties/{party}").json, "consent.email")["value"] == "refused", "not refused")
    yes = {**no, "value": "granted", "resolve": False}
    want(w.admin.post(f"/api/v1/parties/{party}/choices", yes).status == 409, "chosen away")
    yes.pop("resolve")
    want(w.admin.post(f"/api/v1/parties/{party}/changes", {**yes, "as": "crm"}).status == 409, "changed away")


def the_catalogue_tells_what_fields_are_for(w):
    w.admin.get(f"/api/v1/parties/{w.find('kaya', 'person')['id']}")
    reply = w.reader.get("/api/v1/catalogue?lang=en").json
    rows = {row["field"]: row for row in reply["fields"]}
    want(reply["version"] == 0 and reply["persons"] > 5 and reply["looks"] > 0, str({k: v for k, v in reply.items() if k != "fields"}))
    want(rows["email"]["filled"] > 5 and rows["email"]["looks"] > 0 and rows["email"]["basis"] == "contract", str(rows["email"]))
    want(rows["event.contact"]["filled"] > 0 and rows["event.invoice"]["filled"] > 0, str(rows["event.invoice"]))
    want(w.nobody.get("/api/v1/catalogue").status == 401, "nobody")


def norms_are_told_and_put(w):
    place = "/api/v1/norms"
    found = w.reader.get(place + "?lang=en").json
    rows = {(row["kind"], row["stage"], row["field"]): row for row in found["norms"]}
    mail = rows[("person", "*", "email")]
    want(found["version"] == 0 and mail["label"] == "E-mail address" and mail["asked"] == mail["met"] + mail["missing"] + mail["other_notation"] + mail["old"], str(mail))
    want(mail["asked"] > 5 and mail["ok"] == (100 * mail["met"] >= mail["limit"] * mail["asked"]), str(mail))
    stricter = found["table"] + "\nperson\t*\tphone.mobile\tyes\te164\tsales\t0\t100\n"
    want(w.nobody.get(place).status == 401 and w.nobody.put(place, {"table": stricter}).status == 401, "nobody")
    want(w.steward.put(place, {"table": stricter}).status == 403, "who may not")
    kind = {"Content-Type": "application/json"}
    want(w.admin.put(place, "{", **kind).status == 400, "broken JSON")
    want(w.admin.put(place, "x" * (1024 * 1024 + 1), **kind).status == 413, "too large")
    for body in ({}, {"table": "person\t*\tfax\tyes\tany\tx\t0\t0"}, {"table": "# nothing"}, {"tabel": "x"}):
        want(w.admin.put(place, body).status == 422, str(body))
    want(w.admin.put(place, "table", **{"Content-Type": "text/plain"}).status == 415, "no JSON")
    want(w.admin.put(place, {"table": stricter, "version": 7}).status == 409, "a change of another version")
    want(w.admin.put(place, {"table": stricter, "version": "0"}).status == 422, "a version that is no number")
    made = w.admin.put(place, {"table": stricter, "version": 0})
    want(made.status == 200 and made.json == {"version": 1, "job": None}, str(made.body))
    now = w.reader.get(place).json
    mail = next(row for row in now["norms"] if row["field"] == "phone.mobile")
    want(now["version"] == 1 and mail["owner"] == "sales" and mail["missing"] > 0 and not mail["ok"] and mail["parties"], str(mail))
    made = w.admin.put(place, {"table": found["table"], "resolve": True})
    want(made.json["version"] == 2 and wait_for_job(w, made.json["job"])["state"] == "done", str(made.body))


def documents_are_kept_and_fetched(w):
    party = w.find("kaya", "person")["id"]
    place = f"/api/v1/parties/{party}/documents"
    letter = ("Geachte mevrouw Kaya,\n" * 60000).encode()  # past the usual 1 MiB
    kind = {"Content-Type": "application/octet-stream"}
    made = w.steward.post(place + "?name=brief%20maart.txt&form=brief&subject=Ophalen&at=2026-03-02", letter, **kind)
    want(made.status == 201, f"{made.status} {made.body[:200]}")
    event = made.json["event"]
    want(event["kind"] == "document" and event["subject"] == "Ophalen" and event["at"].startswith("2026-03-02"), str(event))
    got = w.reader.get(f"/api/v1/events/{event['id']}/document")
    want(got.status == 200 and got.body == letter and "brief%20maart.txt" in got.headers["Content-Disposition"], str(got.headers))
    again = w.steward.post(place + "?name=brief%20maart.txt&form=brief&subject=Ophalen&at=2026-03-02", letter, **kind)
    want(again.json["event"]["id"] == event["id"], "the same again is another")
    lines = w.reader.get(f"/api/v1/parties/{party}/timeline?kind=document").json["events"]
    want([one["id"] for one in lines] == [event["id"]], str(lines))
    want(w.nobody.post(place + "?name=a.txt", b"x", **kind).status == 401 and w.reader.post(place + "?name=a.txt", b"x", **kind).status == 403, "who may not")
    want(w.nobody.post(place + "?name=a.txt", letter, **kind).status == 413, "nobody sends much")
    want(w.steward.post(place, b"x", **kind).status == 400 and w.steward.post(place + "?name=a&role=x", b"x", **kind).status == 400, "no name, no role")
    want(w.steward.post(f"/api/v1/parties/{UNKNOWN_PARTY}/documents?name=a.txt", b"x", **kind).status == 404, "nobody's")
    want(w.steward.post(place + "?name=a.txt", b"", **kind).status == 422, "an empty file")
    want(w.steward.post(place + "?name=a.txt&at=gisteren", b"x", **kind).status == 422, "no date")
    want(w.steward.post(place + "?name=a.bin", b"x" * (16 * 1024 * 1024 + 1), **kind).status == 413, "too large")


def a_role_takes_the_place_of_another(w):
    person = w.find("berg", "person")["id"]
    offices = [one["id"] for one in w.admin.get("/api/v1/parties?q=b&kind=organisation&limit=20").json["parties"]]
    now = w.reader.get(f"/api/v1/parties/{person}").json["roles"]
    here = next(role["organisation"]["id"] for role in now if role["status"] == "active")
    there = next(one for one in offices if one != here)
    place = f"/api/v1/parties/{person}/ties"
    wanted = {"other": there, "kind": "role", "title": "directeur", "department": "Directie", "email": "j@daar.example", "phone": "030 1234567",
              "address": "Markt 1, Utrecht", "since": "2026-10-01", "instead_of": here, "reason": "belde zelf"}
    want(w.steward.post(place, {**wanted, "email": "geen"}).status == 422, "a mailbox without @")
    want(w.steward.post(place, {**wanted, "instead_of": there}).status == 404, "no such role")
    made = w.steward.post(place, wanted)
    want(made.status == 201, str(made.body))
    tie = next(one for one in w.reader.get(place).json["ties"] if one.get("tie") == made.json["tie"])
    want((tie["department"], tie["email"], tie["phone"], tie["address"]) == ("Directie", "j@daar.example", "030 1234567", "Markt 1, Utrecht"), str(tie))
    old = next(role for role in w.reader.get(f"/api/v1/parties/{person}").json["roles"] if role["organisation"]["id"] == here)
    want(old["status"] == "former" and old["until"] == "2026-10-01", str(old))
    for one in (made.json["tie"], old["tie"]):
        want(w.steward.post(f"/api/v1/ties/{one}/withdrawal", {"reason": "terug"}).status == 200, "taken back")
    back = w.reader.get(f"/api/v1/parties/{person}").json["roles"]
    want(back == now, str(back))


def refused_puts(w, place, good, bad):
    """What every table has in common: who may, how it is checked, and whose change it is."""
    kind = {"Content-Type": "application/json"}
    want(w.nobody.put(place, good).status == 401 and w.steward.put(place, good).status == 403, f"{place}: who may not")
    want(w.admin.put(place, "{", **kind).status == 400, f"{place}: broken JSON")
    want(w.admin.put(place, "x" * (1024 * 1024 + 1), **kind).status == 413, f"{place}: too large")
    want(w.admin.put(place, "table", **{"Content-Type": "text/plain"}).status == 415, f"{place}: no JSON")
    for body in ({}, {"table": bad}, {"table": "# nothing"} if "stage" not in place else {}, {"tabel": "x"}):
        want(w.admin.put(place, body).status == 422, f"{place}: {body}")
    want(w.admin.put(place, {**good, "version": 99}).status == 409, f"{place}: a change of another version")


def leaders_are_tried_and_put(w):
    place = "/api/v1/rules"
    found = w.reader.get(place + "?lang=nl").json
    rows = {row["field"]: row for row in found["fields"]}
    want(found["version"] == 0 and found["at"] is None and "*" in rows, str(found["version"]))
    mail = rows["email"]["stages"]
    want([cell["stage"] for cell in mail] == ["suspect", "prospect", "customer", "former"], str(mail))
    want(next(one for one in mail[1]["sources"] if one["name"] == "crm") == {"name": "crm", "trust": 80, "half_life": 48, "minimum": 25}, str(mail[1]))
    want(rows["email.invoice"]["stages"][2]["locked"] and not rows["email"]["stages"][2]["locked"], "what is locked")
    want(w.nobody.get(place).status == 401, "nobody")
    other = found["table"].replace("person\t*\tby-hand crm billing webshop address-book newsletter", "person\t*\tnewsletter by-hand crm billing webshop address-book")
    want(other != found["table"], "the table has another line now")
    trial = place + "/trial"
    kind = {"Content-Type": "application/json"}
    want(w.nobody.post(trial, {"table": other}).status == 401 and w.reader.post(trial, {"table": other}).status == 403, "who may not try")
    want(w.steward.post(trial, "{", **kind).status == 400 and w.steward.post(trial, "x", **{"Content-Type": "text/plain"}).status == 415, "no JSON")
    want(w.steward.post(trial, "x" * (1024 * 1024 + 1), **kind).status == 413, "too large")
    for body in ({"table": "adr\t*\tcrm"}, {"table": other, "first": 201}, {"table": other, "first": "x"}):
        want(w.steward.post(trial, body).status == 422, str(body))
    made = w.steward.post(trial + "?lang=en", {"table": other, "first": 1}).json
    want(made["parties"] > 5 and made["changed"] > 0 and len(made["first"]) == 1, str(made))
    want(any(one["label"] == "Name" and one["field"] == "person.full" for one in made["fields"]), str(made["fields"]))
    want(w.reader.get(place).json["version"] == 0, "a trial is kept")
    refused_puts(w, place, {"table": other}, "adr\t*\tcrm")
    put = w.admin.put(place, {"table": other, "version": 0, "resolve": True})
    want(put.json["version"] == 1 and wait_for_job(w, put.json["job"])["state"] == "done", str(put.body))
    now = w.reader.get(place).json
    want(now["version"] == 1 and now["author"] and now["at"] and now["table"] == other.strip(), str({k: now[k] for k in ("version", "author", "at")}))
    want(w.steward.post(trial, {"table": other}).json["changed"] == 0, "it is in force")
    lists = w.steward.get("/api/v1/changes?lang=en").json["changes"]
    want(any(one["kind"] == "rules" and one["sentence"] == "Rules: who leads, version 1." for one in lists), str(lists[:3]))
    put = w.admin.put(place, {"table": found["table"], "resolve": True})
    want(wait_for_job(w, put.json["job"])["state"] == "done", str(put.body))


def steps_are_told_and_put(w):
    place = "/api/v1/stage-rules"
    found = w.reader.get(place).json
    step = next(one for one in found["steps"] if (one["from"], one["to"]) == ("prospect", "customer"))
    want(step == {"from": "prospect", "to": "customer", "norms": True, "no_duplicate": True, "number": True, "hand_over": "billing"}, str(step))
    want(found["version"] == 0 and found["first"] == 100001 and w.nobody.get(place).status == 401, str(found["first"]))
    other = found["table"].replace("step\tcustomer\tformer\t-\t-", "step\tcustomer\tformer\tno-duplicate\t-")
    refused_puts(w, place, {"table": other}, "step\there\tthere\t-\t-")
    want(w.admin.put(place, {"table": other, "version": 0}).json == {"version": 1, "job": None}, "put")
    want(next(one for one in w.reader.get(place).json["steps"] if one["to"] == "former")["no_duplicate"], "in force")
    want(w.admin.put(place, {"table": found["table"]}).status == 200, "back")


def the_catalogue_is_put(w):
    place = "/api/v1/catalogue"
    found = w.admin.get(place).json
    other = found["table"] + "custom.shoe_size\textra\tnumber\ttactical\treader\tsteward\ttyped:sales\tsales\t-\t-\t24\tconsent\tSchoenmaat\tShoe size\n"
    refused_puts(w, place, {"table": other}, "email\tnowhere")
    made = w.admin.put(place, {"table": other, "version": found["version"]})
    want(made.status == 200 and made.json["version"] == found["version"] + 1, str(made.body))
    now = w.admin.get(place + "?lang=nl").json
    row = next(one for one in now["fields"] if one["field"] == "custom.shoe_size")
    want(row["label"] == "Schoenmaat" and row["custom"] and row["retention"] == 24 and row["filled"] == 0, str(row))
    want(now["table"] == other.strip() and now["author"] and now["at"], "who and when")
    want(w.admin.put(place, {"table": found["table"]}).status == 200, "back")


def looks_at_events_count_by_kind(w):
    before = {row["field"]: row["looks"] for row in w.admin.get("/api/v1/catalogue").json["fields"]}
    for party in w.admin.get("/api/v1/parties?q=a&limit=20").json["parties"]:
        w.admin.get(f"/api/v1/parties/{party['id']}")
    after = {row["field"]: row["looks"] for row in w.admin.get("/api/v1/catalogue").json["fields"]}
    want(any(field.startswith("event.") and after[field] > before.get(field, 0) for field in after), str(after))
    want("product" not in after and "participants" not in after, "a detail of an event counts as a field")


def fields_are_shown_by_role(w):
    table = w.folder / "catalogue.tsv"
    table.write_text(klantbeeld(w.store, "catalogue", "show") + "person.given\tbasic\tfact\t-\tadmin\tadmin\n")
    own = table.read_text().replace("\nemail\tbasic\tcontact\toperational\treader\tsteward", "\nemail\tbasic\tcontact\toperational\tsteward\tadmin")
    table.write_text(own)
    klantbeeld(w.store, "catalogue", "put", str(table))
    target = f"/api/v1/parties/{w.find('kaya', 'person')['id']}"
    seen = {name: visitor.get(target).json for name, visitor in (("reader", w.reader), ("steward", w.steward), ("admin", w.admin))}
    want(field_of(seen["reader"], "email") is None and "E-mail" not in seen["reader"]["records"][0]["cells"], str(seen["reader"]["records"][0]))
    want(field_of(seen["reader"], "phone.mobile") and field_of(seen["reader"], "person.full"), "more is gone than should be")
    want(field_of(seen["steward"], "email") and field_of(seen["admin"], "email"), "who may does not see")
    want(any("E-mail" in r["cells"] for r in seen["steward"]["records"]), "the column of a record")
    for visitor, sees in ((w.reader, False), (w.steward, True)):
        want((field_of(visitor.get(target + "/profile").json, "email") is not None) == sees, "the values alone")
    reply = w.steward.post(target + "/choices", {"field": "email", "value": "a@post.example", "reason": "x"})
    want(reply.status == 403, f"changed by a role that may not: {reply.status}")
    klantbeeld(w.store, "catalogue", "put", str(HERE.parent.parent / "data/catalogue.tsv"))
    want(field_of(w.reader.get(target).json, "email"), "not back")


def text_of(reply):
    packed = reply.headers.get("Content-Encoding") == "gzip"
    return (gzip.decompress(reply.body) if packed else reply.body).decode()


def hidden_values_are_in_no_reply(w):
    """Every GET of the contract, by a reader who may not see e-mail, phones, addresses and contact moments."""
    table = w.folder / "catalogue.tsv"
    text = klantbeeld(w.store, "catalogue", "show")
    for row in ("email", "phone", "addr", "event.contact"):
        start = next(line for line in text.splitlines() if line.startswith(row + "\t"))
        cells = start.split("\t")
        cells[4] = "admin"
        text = text.replace(start, "\t".join(cells))
    person = w.find("berg", "person")["id"]
    org = w.find("graan", "organisation")["id"]
    w.steward.post(f"/api/v1/parties/{person}/choices", {"field": "email", "value": "gekozen.adres@post.example", "reason": "x"})
    made = w.steward.post(f"/api/v1/parties/{person}/events",
                          {"kind": "order", "subject": "Stuur naar j.vandenberg@post.example, bel 06 - 123 456 78", "product": "meel"})
    want(made.status == 201, str(made.status))
    events = [e["id"] for e in w.admin.get(f"/api/v1/parties/{person}/timeline?limit=100").json["events"]]
    record = w.admin.get(f"/api/v1/parties/{person}").json["records"][0]["record"]
    fill = {"id": [person, org], "other": [org]}
    query = {"listParties": "?q=berg", "getExplanation": f"?a={person}&b={org}", "listChanges": "?limit=200",
             "exportProposals": "?source=crm", "getTimeline": "?limit=100", "listFollowUps": "?limit=100",
             "getPartyHistory": "?limit=100"}
    other = {"getEvent": events, "getDocument": events, "getJob": ["1"]}
    secret = ["vandenberg@", "gekozen.adres", "12345678", "123 456 78", "Kerkstraat", "3512", "Vraagt de prijs van meel", "Per honderd zakken"]

    def walk(visitor):
        for name, (method, path, _) in OPERATIONS.items():
            if method.lower() != "get" or not path.startswith("/api/v1/") or "openapi" in path:
                continue
            for one in other.get(name, fill["id"]):
                place = path.replace("{id}", one).replace("{other}", org) + query.get(name, "")
                reply = visitor.get(place)
                want(reply.status in (200, 304, 400, 403, 404, 409, 422), f"{place}: {reply.status}")
                if reply.status == 200:
                    yield place, text_of(reply)
                if "{" not in path:
                    break
        for place in (f"/api/v1/parties?q={record}", f"/api/v1/parties/{person}?as_of=2026-11-22", f"/api/v1/parties/{person}?lang=en"):
            yield place, text_of(visitor.get(place))

    seen = "".join(body for _, body in walk(w.admin))
    want(all(word in seen for word in ("j.vandenberg@post.example", "gekozen.adres", "Vraagt de prijs van meel")), "the walk sees too little")
    table.write_text(text)
    klantbeeld(w.store, "catalogue", "put", str(table))
    for visitor in (w.reader, w.steward):
        for place, body in walk(visitor):
            found = [word for word in secret if word in body]
            want(not found, f"{place} shows {found}: ...{body[max(0, body.find(found[0]) - 60):][:160] if found else ''}")
    want("Berg" in w.reader.get("/api/v1/parties?q=berg").json["parties"][0]["name"], "the name is gone too")
    klantbeeld(w.store, "catalogue", "put", str(HERE.parent.parent / "data/catalogue.tsv"))


def somebody_is_erased_and_who_stays_stays(w):
    target = w.find("kaya", "person")["id"]
    ask = {"ground": "request", "reason": "asked by letter"}
    place = f"/api/v1/parties/{target}/erasure"
    want(w.steward.post(place, ask).status == 403 and w.nobody.post(place, ask).status == 401, "who may not")
    want(w.admin.post("/api/v1/parties/X-1/erasure", ask).status == 400, "no id")
    want(w.admin.post(f"/api/v1/parties/{UNKNOWN_PARTY}/erasure", ask).status == 404, "nobody")
    want(w.admin.post(place, {"ground": "request", "reason": "Kaya asked"}).status == 422, "the reason names the person")
    want(w.admin.post(place, {"ground": "mood", "reason": "x"}).status == 422, "no ground")
    kind = {**w.admin.headers, "Content-Type": "text/plain"}
    want(w.server.send("POST", place, json.dumps(ask), kind).status == 415, "text/plain")
    kind["Content-Type"] = "application/json"
    want(w.server.send("POST", place, "x" * (1024 * 1024 + 1), kind).status == 413, "too large")
    dry = w.admin.post(place, {**ask, "dry_run": True})
    want(dry.status == 200 and dry.json["dry_run"] and dry.json["records"], str(dry.json))
    want(w.admin.get(f"/api/v1/parties/{target}").status == 200, "erased by a dry run")
    done = w.admin.post(place, ask)
    want(done.status == 201 and done.json["id"].startswith("W-"), str(done.status))
    for _ in range(100):
        if w.admin.get("/api/v1/erasures").json["erasures"][0]["done"]:
            break
        time.sleep(0.1)
    listed = w.admin.get("/api/v1/erasures")
    want(listed.json["erasures"][0]["done"] and "kaya" not in str(listed.json["erasures"]).lower(), str(listed.json))
    want(w.admin.get("/api/v1/parties?q=kaya").json["parties"] == [], "still found")
    want(w.steward.get("/api/v1/erasures").status == 403 and w.nobody.get("/api/v1/erasures").status == 401, "who may not")
    message = listed.json["messages"][0]["id"]
    told = f"/api/v1/erasures/messages/{message}/done"
    want(w.steward.post(told, {}).status == 403 and w.nobody.post(told, {}).status == 401, "who may not")
    want(w.admin.post("/api/v1/erasures/messages/X-1/done", {}).status == 400, "no id")
    reply = w.admin.post(told, {})
    want(reply.status == 200 and message not in [m["id"] for m in reply.json["messages"]], str(reply.status))
    want(w.admin.post(told, {}).status == 404, "told twice")


def what_is_beyond_its_term_is_listed_and_erased(w):
    place = "/api/v1/retention"
    firm = w.find("graan", "organisation")["id"]
    want(w.steward.post(f"/api/v1/parties/{firm}/events", {"kind": "contact", "at": "2019-05-05", "subject": "oud"}).status == 201, "long ago")
    listed = w.admin.get(place)
    want(listed.status == 200 and not listed.json["erased"] and "id" not in listed.json, str(listed.json))
    old = {one["kind"]: one for one in listed.json["events"]}
    want("contact" in old and old["contact"]["oldest"] < "2020-01-01", f"{listed.json}")
    want(w.admin.get(place + "?field=event.contact").json["fields"] == [], "that row only")
    want(w.admin.get(place + "?field=zzz").status == 400, "no such row")
    want(w.steward.get(place).status == 403 and w.nobody.get(place).status == 401, "who may not")
    erase = place + "/erasure"
    ask = {"field": "event.contact", "reason": "yearly clean-up"}
    want(w.steward.post(erase, ask).status == 403 and w.nobody.post(erase, ask).status == 401, "who may not")
    want(w.admin.post(erase, {}).status == 422 and w.admin.post(erase, {**ask, "field": "zzz"}).status == 422, "no reason, no row")
    want(w.admin.post(erase, "a=b", **{"Content-Type": "text/plain"}).status == 415, "text/plain")
    want(w.admin.post(erase, "{", **{"Content-Type": "application/json"}).status == 400, "broken")
    want(w.admin.post(erase, "x" * (1024 * 1024 + 1), **{"Content-Type": "application/json"}).status == 413, "too large")
    settled(w)
    done = w.admin.post(erase, ask)
    want(done.status == 201 and done.json["erased"] and done.json["id"].startswith("W-"), f"{done.status} {done.body}")
    settled(w)
    want(w.admin.get(place + "?field=event.contact").json["events"] == [], "still kept")
    last = next(one for one in w.admin.get("/api/v1/erasures").json["erasures"] if one["id"] == done.json["id"])
    want(last["ground"] == "retention" and last["done"] and last["events"] == 1, str(last))


def settled(w):
    """Wait until the resolve after an erasure is over."""
    for _ in range(100):
        if all(one["done"] for one in w.admin.get("/api/v1/erasures").json["erasures"]):
            return
        time.sleep(0.1)
    raise Failed("an erasure is not settled")


def somebody_gets_what_is_known_of_him(w):
    person = w.find("berg", "person")["id"]
    place = f"/api/v1/parties/{person}/export"
    reply = w.admin.get(place)
    want(reply.status == 200 and f"{person}.json" in reply.headers["Content-Disposition"], str(reply.headers))
    whole = reply.json
    want(whole["records"] and whole["records"][0]["versions"][0]["cells"] and whole["events"], "as it was delivered")
    want(any(one["what"] == "party.read" and one["by"] == "user:admin" for one in whole["seen"]), "who looked")
    want(w.admin.get(f"/api/v1/parties/{w.find('graan', 'organisation')['id']}/export").status == 200, "of an organisation too")
    want(w.admin.get(f"/api/v1/parties/{UNKNOWN_PARTY}/export").status == 404, "nobody")
    want(w.admin.get("/api/v1/parties/x/export").status == 400, "no id")
    want(w.steward.get(place).status == 403 and w.nobody.get(place).status == 401, "who may not")


def a_trait_is_given_shown_found_and_taken_back(w):
    party, org = w.find("berg", "person")["id"], w.find("graan", "organisation")["id"]
    target = f"/api/v1/parties/{party}/traits"
    made = w.steward.post(target, {"name": "segment", "value": "goud", "since": "2026-01-01"})
    want(made.status == 201 and not made.json["withdrawn"], str(made.body))
    want(w.steward.post(target, {"name": "influence", "value": "beslist", "at": org}).status == 201, "of a role")
    seen = w.reader.get(f"/api/v1/parties/{party}").json
    shown = field_of(seen, "trait.segment")
    want((shown["value"], shown["label"], shown["origin"]["rule"]) == ("goud", "Segment", "stated"), str(shown))
    want(field_of(seen, "trait.influence")["role"]["id"] == org, "which role")
    want(field_of(w.reader.get(f"/api/v1/parties/{org}").json, "trait.influence")["role"]["id"] == party, "at the organisation")
    found = w.reader.get("/api/v1/parties?trait=segment%3Dgoud").json["parties"]
    want([p["id"] for p in found] == [party], str(found))
    want(w.reader.get("/api/v1/parties?q=jansen&trait=segment%3Dgoud").json["parties"] == [], "another name")
    want(w.reader.get("/api/v1/parties?trait=segment").status == 400, "no value")
    used = w.reader.get("/api/v1/traits").json["traits"]
    want({"name": "segment", "value": "goud", "given": 1} in used, str(used))
    want(w.nobody.get("/api/v1/traits").status == 401, "nobody may look")
    want(w.reader.get("/api/v1/parties?part=decides&trait=segment%3Dgoud").json["parties"] == [], "both")
    want(w.reader.get("/api/v1/parties?part=beslist").status == 400, "no part")
    away = f"/api/v1/traits/{made.json['id']}/withdrawal"
    want(w.admin.post(away, {"reason": "x"}).json["withdrawn"] and w.admin.post(away, {"reason": "x"}).status == 409, "take back")
    want(field_of(w.reader.get(f"/api/v1/parties/{party}").json, "trait.segment") is None, "still shown")
    for body, status in (({"name": "Segment", "value": "x"}, 400), ({"name": "a", "value": ""}, 422), ({"name": "a", "value": "x", "since": "ooit"}, 400)):
        want(w.admin.post(target, body).status == status, str(body))
    want(w.admin.post(f"/api/v1/parties/{UNKNOWN_PARTY}/traits", {"name": "a", "value": "x"}).status == 404, "unknown party")
    want(w.admin.post("/api/v1/parties/x/traits", {"name": "a", "value": "x"}).status == 400, "no id")
    want(w.admin.post("/api/v1/traits/K-0000000000999/withdrawal", {"reason": "x"}).status == 404, "unknown trait")
    want(w.admin.post("/api/v1/traits/x/withdrawal", {"reason": "x"}).status == 400, "no id")
    want(w.admin.post(away, {}).status == 422, "no reason")


def choices_are_for_those_who_decide(w):
    party = w.find("kaya", "person")["id"]
    posts = ((f"/api/v1/parties/{party}/choices", {"field": "email", "value": "a@post.example", "reason": "x"}),
             (f"/api/v1/parties/{party}/changes", {"field": "email", "value": "a@post.example", "as": "crm", "reason": "x"}),
             (f"/api/v1/parties/{party}/traits", {"name": "a", "value": "x"}),
             ("/api/v1/traits/K-0000000000001/withdrawal", {"reason": "x"}),
             ("/api/v1/choices/C-0000000000001/withdrawal", {"reason": "x"}),
             ("/api/v1/proposals/V-0000000000001/steps", {"state": "accepted"}))
    for target, body in posts:
        want(w.nobody.post(target, body).status == 401, target)
        want(w.reader.post(target, body).status == 403, target)
        want(w.admin.post(target, "a=b", **{"Content-Type": "text/plain"}).status == 415, target)
        want(w.admin.post(target, "x" * (1024 * 1024 + 1), **{"Content-Type": "application/json"}).status == 413, target)
    for target in ("/api/v1/choices", "/api/v1/proposals", "/api/v1/proposals/export?source=crm"):
        want(w.nobody.get(target).status == 401, target)


# ---- jobs ----

def a_resolve_runs_once_at_a_time(w):
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
        for _ in range(20):  # the first may be done before the second comes
            started, second = sorted(pool.map(lambda _: w.steward.post("/api/v1/resolve"), range(2)), key=lambda r: r.status)
            done = wait_for_job(w, started.json["id"])
            if second.status == 202:
                done = wait_for_job(w, second.json["id"])
            else:
                break
    want((started.status, second.status) == (202, 409), f"{started.status} and {second.status}")
    want(started.headers["Location"] == f"/api/v1/jobs/{started.json['id']}", str(started.headers))
    want(done["state"] == "done" and done["result"]["records"] == 12, str(done))
    want(w.reader.post("/api/v1/resolve").status == 403, "reader")
    want(w.nobody.post("/api/v1/resolve").status == 401, "nobody")


def jobs_that_are_not_there(w):
    for wrong in ("0", "1", "99999999999999999999", "x"):
        want(w.admin.get(f"/api/v1/jobs/{wrong}").status == 404, wrong)
    want(w.nobody.get("/api/v1/jobs/1").status == 401, "nobody")


# ---- counts and service ----

def the_summary_counts(w):
    counts = w.reader.get("/api/v1/summary").json
    want(counts["records"] == 12 and len(counts["sources"]) == 3 and len(counts["imports"]) == 3, str(counts))
    want(w.nobody.get("/api/v1/summary").status == 401, "nobody")


def sources_are_listed_by_name(w):
    names = [s["name"] for s in w.reader.get("/api/v1/sources").json["sources"]]
    want(names == ["by-hand", "crm", "newsletter"], str(names))
    want(w.nobody.get("/api/v1/sources").status == 401, "nobody")


def the_contract_is_served(w):
    want(w.nobody.get("/api/v1/openapi.json").json == json.loads(json.dumps(SPEC)), "the JSON is another document")
    raw = w.nobody.get("/api/v1/openapi.yaml").body
    want(raw == (HERE.parent.parent / "spec/openapi.yaml").read_bytes(), "the YAML is another document")


def health_is_for_all_and_metrics_for_users(w):
    want(w.nobody.get("/healthz").json["store"] == ("postgres" if POSTGRES else "sqlite"), "health")
    want(w.nobody.get("/metrics").status == 401, "metrics")
    text = w.reader.get("/metrics").body.decode()
    want('klantbeeld_http_requests_total{operation="getParty",status="200"}' in text, text[:500])
    for line in text.splitlines():
        want(line.startswith("#") or len(line.split(" ")) == 2, line)


# ---- the server itself ----

def other_methods_and_places(w):
    for method, path, status in (("PUT", "/api/v1/parties", 405), ("DELETE", "/healthz", 405), ("POST", "/", 405),
                                 ("GET", "/api/v1/nothing", 404), ("GET", "/api/", 404), ("PATCH", "/api/v1/nothing", 404)):
        reply = w.server.send(method, path)
        want(reply.status == status, f"{method} {path}: {reply.status}")
        want(status != 405 or "GET" in reply.headers["Allow"], str(reply.headers))
    reply = w.server.send("OPTIONS", "/api/v1/session")
    want(reply.status == 204 and reply.headers["Allow"] == "GET, HEAD, POST, DELETE, OPTIONS", str(reply.headers))
    want(not any(name.lower().startswith("access-control") for name in reply.headers), "CORS is not for us")


def pages_are_served(w):
    page = w.nobody.get("/")
    want(page.status == 200 and b"<!doctype html>" in page.body.lower(), "index")
    want("default-src 'self'" in page.headers["Content-Security-Policy"], "policy")
    want(w.server.send("GET", "/", headers={"If-None-Match": page.headers["ETag"]}).status == 304, "ETag")
    want(w.nobody.get("/relatie/P-1").body == page.body, "a place inside the pages")
    want(w.nobody.get("/login").body == page.body, "login")
    want(w.nobody.get("/assets/nothing.js").status == 404, "an asset that is not there")
    want(w.nobody.get("/../../etc/passwd").body == page.body, "outside is nowhere")
    want(w.server.send("HEAD", "/").body == b"", "HEAD")


def long_replies_are_packed(w):
    target = f"/api/v1/parties/{w.find('berg', 'person')['id']}"
    plain = w.admin.get(target)
    packed = w.admin.get(target, **{"Accept-Encoding": "gzip"})
    want(len(plain.body) < 1024 or packed.headers["Content-Encoding"] == "gzip", "not packed")
    want(gzip.decompress(packed.body) == plain.body, "another reply")


def strangers_and_limits(w):
    send = w.server.send
    want(send("GET", "/healthz", headers={"Host": "evil.example"}).status == 421, "Host")
    want(send("GET", "/healthz", headers={"Host": f"localhost:{w.server.port}"}).status == 200, "localhost")
    want(send("GET", "/api/v1/parties?q=" + "a" * 5000).status == 414, "target")
    want(send("GET", "/healthz", headers={"X-Long": "a" * 17000}).status == 431, "headers")


def problems_come_in_dutch_and_english(w):
    dutch = w.server.send("GET", "/api/v1/session", headers={"Accept-Language": "nl-BE, en;q=0.5"}).json
    english = w.server.send("GET", "/api/v1/session?lang=en", headers={"Accept-Language": "nl"}).json
    want(dutch["title"] == "Aanmelden nodig" and english["title"] == "Login needed", f"{dutch} {english}")
    want(dutch["code"] == english["code"] == "login_needed", "the code is the same in each language")


def bytes_that_are_no_request(w):
    for rubbish in (b"\0" * 100, b"GET\r\n\r\n", b"\x16\x03\x01" * 50, b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 5000,
                    b"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", w.server.port), timeout=5) as line:
            try:
                line.sendall(rubbish)
                line.shutdown(socket.SHUT_WR)
                while line.recv(4096):
                    pass
            except OSError:
                pass
    want(w.nobody.get("/healthz").status == 200, "the server is gone")


def twenty_at_once(w):
    party = w.find("berg", "person")["id"]
    with concurrent.futures.ThreadPoolExecutor(max_workers=20) as pool:
        replies = list(pool.map(lambda i: w.admin.get(f"/api/v1/parties/{party}" if i % 2 else "/api/v1/parties?q=e"), range(200)))
    want({r.status for r in replies} == {200}, str({r.status for r in replies}))
    want(len({r.body for r in replies}) == 2, "the same question, another answer")


# ---- other servers ----

def attempts_to_log_in_are_limited(w):
    server = Server(w.store, seen=w.seen)
    try:
        statuses = [server.send("POST", "/api/v1/session", {"token": "x" * 43}).status for _ in range(11)]
        want(statuses == [401] * 10 + [429], str(statuses))
        reply = server.send("POST", "/api/v1/session", {"token": "x" * 43})
        want(0 < int(reply.headers["Retry-After"]) <= 60, str(reply.headers))
        want(server.link is None, "a link although somebody has logged in")
    finally:
        want(server.stop()[0] == 0, "exit code")


@needs_file
def a_store_that_is_gone_is_told(w):
    file = w.folder / "gone.db"
    with sqlite3.connect(w.file) as source, sqlite3.connect(file) as target:
        source.backup(target)
    server = Server(f"sqlite:{file}", seen=w.seen)
    away = w.folder / "away.db"
    try:
        file.rename(away)  # no thread of the server has opened it yet
        key = dict(w.steward.headers)
        for name, (method, path, _) in OPERATIONS.items():
            if "503" not in OPERATIONS[name][2]["responses"]:
                continue
            body = {"token": "x" * 43} if name == "createSession" else {} if method == "POST" else None
            reply = server.send(method, path.replace("{id}", UNKNOWN_PARTY) + "?q=a", body, key)
            want(reply.status == 503 and reply.code == "busy", f"{name}: {reply.status}")
            want("Retry-After" in reply.headers and str(file) not in reply.body.decode(), "it tells too much")
    finally:
        away.rename(file)
        server.stop()


def serve_says_what_is_wrong(w):
    cases = [(["--listen", f"127.0.0.1:{w.server.port}"], "in use"), (["--listen", "0.0.0.0:0"], "--allow-remote"),
             (["--listen", "nonsense"], "no address"), (["--public-url", "klanten.example"], "website")]
    for arguments, what in cases:
        done = subprocess.run([BINARY, "--store", w.store, "serve", *arguments], capture_output=True, text=True, timeout=20)
        want(done.returncode != 0 and what in done.stderr, f"{arguments}: {done.returncode} {done.stderr}")
    done = subprocess.run([BINARY, "--store", f"sqlite:{w.folder}/none.db", "serve"], capture_output=True, text=True, timeout=20)
    want(done.returncode != 0 and "init" in done.stderr, done.stderr)


def behind_a_proxy_cookies_are_secure(w):
    server = Server(w.store, "--public-url", "https://klanten.example", "--new-link", seen=w.seen)
    try:
        want(server.link.startswith("https://klanten.example/login#"), server.link)
        reply = server.send("POST", "/api/v1/session", {"token": server.link.split("#")[1]},
                            {"Host": "klanten.example", "Origin": "https://klanten.example"})
        want(reply.status == 201 and "; Secure" in reply.headers["Set-Cookie"], str(reply.headers))
        want("Strict-Transport-Security" in reply.headers, "HSTS")
    finally:
        server.stop()


# ---- at the end ----

def every_reply_of_the_contract_was_seen(w):
    told = {(name, int(status)) for name, (_, _, op) in OPERATIONS.items() for status in op["responses"]
            if status != "503" or not POSTGRES}
    missing = sorted(told - w.seen - set(UNSEEN))
    want(not missing, f"never seen: {missing}")


def a_stop_is_clean_and_the_store_whole(w):
    code, errors = w.server.stop()
    want(code == 0, f"exit {code}: {errors}")
    want("example" not in errors and "Berg" not in errors, "a value in the log")
    klantbeeld(w.store, "fsck")


@needs_file
def the_audit_chain_tells_who_saw_whom_and_no_value(w):
    rows = sqlite3.connect(w.file).execute("SELECT actor, action, object, detail FROM audit ORDER BY seq").fetchall()
    actions = {action for _, action, _, _ in rows}
    for action in ("session.begin", "session.end", "party.search", "party.read", "party.explain", "decision.add", "resolve.start", "key.add",
                   "source.add", "upload.add", "upload.map", "upload.drop", "import.start", "import.findings"):
        want(action in actions, f"no {action} in {sorted(actions)}")
    want(all("erg" not in obj + detail and "example" not in obj + detail for _, _, obj, detail in rows), "a value in the chain")
    reads = [obj for actor, action, obj, _ in rows if action == "party.read" and actor == "user:admin"]
    want(len(reads) >= 100 and all(obj[1] == "-" for obj in reads), f"{len(reads)} reads")


TESTS = [
    link_of_the_start_logs_in_once, session_tells_who_and_what, logging_out_ends_the_session, login_bodies_are_checked,
    parties_are_found, one_letter_may_be_wrong, parties_parameters_are_checked, a_party_has_its_origin,
    one_person_of_two_sources, a_party_speaks_two_languages, a_party_that_is_not_there, an_earlier_day_can_be_seen,
    a_history_tells_what_changed, changes_tell_who_did_what, a_value_of_an_earlier_day_can_be_chosen,
    a_timeline_comes_in_pages, a_timeline_of_an_earlier_day, a_role_shows_at_the_organisation, areas_have_totals, timelines_are_checked,
    what_happened_is_typed_followed_up_and_done, typed_events_are_checked, a_document_is_fetched_as_it_came,
    kinds_are_told, an_explanation_names_its_evidence, a_party_tells_how_it_was_built,
    explanations_are_checked,
    a_page_that_is_ready_is_never_an_old_one, a_profile_is_the_values_of_the_page, ties_are_kept_and_taken_back,
    somebody_is_known_before_he_is_made_again, questions_who_it_is_are_checked, reviews_are_for_those_who_decide, the_model_is_told,
    decision_bodies_are_checked, only_those_who_may_decide, a_decision_is_a_fact_and_can_be_taken_back,
    a_decision_can_resolve_at_once, a_merged_party_leads_to_its_survivor_and_comes_back,
    a_value_is_chosen_shown_and_taken_back, choices_are_checked, a_change_led_elsewhere_becomes_a_proposal,
    changes_and_proposals_are_checked, a_no_is_not_chosen_away, the_catalogue_tells_what_fields_are_for,
    norms_are_told_and_put,
    documents_are_kept_and_fetched,
    a_role_takes_the_place_of_another,
    leaders_are_tried_and_put,
    steps_are_told_and_put,
    the_catalogue_is_put,
    looks_at_events_count_by_kind,
    fields_are_shown_by_role, hidden_values_are_in_no_reply, a_trait_is_given_shown_found_and_taken_back,
    choices_are_for_those_who_decide, a_resolve_runs_once_at_a_time, jobs_that_are_not_there, the_summary_counts,
    sources_are_listed_by_name, a_record_is_kept_and_says_whose_it_is, many_records_are_kept_in_one_call,
    a_record_is_taken_back, records_are_checked,
    a_prospect_becomes_a_customer, stages_are_checked, stages_are_for_those_who_decide,
    somebody_gets_what_is_known_of_him, somebody_is_erased_and_who_stays_stays,
    what_is_beyond_its_term_is_listed_and_erased, the_contract_is_served, health_is_for_all_and_metrics_for_users,
    other_methods_and_places, pages_are_served, long_replies_are_packed, strangers_and_limits,
    problems_come_in_dutch_and_english, bytes_that_are_no_request, twenty_at_once, attempts_to_log_in_are_limited,
    a_store_that_is_gone_is_told, serve_says_what_is_wrong, behind_a_proxy_cookies_are_secure,
    *imports.TESTS,
    every_reply_of_the_contract_was_seen, a_stop_is_clean_and_the_store_whole,
    the_audit_chain_tells_who_saw_whom_and_no_value,
]


def main():
    print(f"1..{len(TESTS)}")
    try:
        world = World()
    except (Failed, OSError, subprocess.SubprocessError) as why:
        print(f"Bail out! {why}")
        return 1
    failed = 0
    for number, test in enumerate(TESTS, 1):
        if getattr(test, "skip", None):
            print(f"ok {number} - {test.__name__} # skip {test.skip}", flush=True)
            continue
        try:
            test(world)
            print(f"ok {number} - {test.__name__}", flush=True)
        except (Failed, schema.SchemaError, OSError, KeyError, ValueError, TypeError, subprocess.SubprocessError) as why:
            failed += 1
            print(f"not ok {number} - {test.__name__}\n# {why}", flush=True)
            if not isinstance(why, Failed):
                print("# " + traceback.format_exc().replace("\n", "\n# "), flush=True)
    if world.server.process.poll() is None:
        world.server.stop()
    shutil.rmtree(world.folder)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
