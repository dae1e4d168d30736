"""Files sent over the API: looked at, understood otherwise, imported as a job, and what comes of one that is no good."""
import json
import pathlib
import time
from types import SimpleNamespace

from server import Server, Visitor, klantbeeld, wait_for_job, want

FILE = {"Content-Type": "application/octet-stream"}
HEAD = "Klantnummer;Naam;E-mail;Plaats;Telefoon\r\n"
GOOD = HEAD + ("W1;Noor Akkerman;noor.akkerman@post.example;Zwolle;06-11223344\r\n"
               "W2;Bram Holtkamp;bram.holtkamp@post;Zwolle;12\r\n"
               "W9;Te;veel;kolommen;in;deze;regel\r\n"
               "W3;Ties Verweij;ties.verweij@post.example;Kampen;038-3344556\r\n")
EVENT_LIKE = "a;b\r\n1;2\r\n"


def send(w, body, source="webwinkel", name="klanten.csv", who=None, more=""):
    return (who or w.steward).post(f"/api/v1/uploads?source={source}&name={name}{more}", body, **FILE)


def sent(w, body, **how):
    reply = send(w, body, **how)
    want(reply.status == 201, f"{reply.status} {reply.body[:300]}")
    return reply.json


def started(w, upload, resolve=False, who=None):
    reply = (who or w.steward).post(f"/api/v1/uploads/{upload['id']}/import", {"resolve": resolve})
    want(reply.status == 202 and reply.json["kind"] == "import", f"{reply.status} {reply.body[:300]}")
    return reply.json["id"]


def imported(w, body, resolve=False, **how):
    job = wait_for_job(w, started(w, sent(w, body, **how), resolve))
    want(job["state"] == "done" and job["imported"] and job["result"] is None, str(job))
    return job


def records(w):
    return w.admin.get("/api/v1/summary").json["records"]


def a_source_is_added(w):
    place = "/api/v1/sources"
    made = w.steward.post(place, {"name": "webwinkel", "kind": "webshop", "owner": "Noor"})
    want(made.status == 201 and made.json["kind"] == "webshop" and made.json["owner"] == "Noor", str(made.body))
    want(any(one == made.json for one in w.reader.get(place).json["sources"]), "it is not in the list")
    want(w.steward.post(place, {"name": "webwinkel"}).status == 409, "twice")
    for wrong in ({}, {"name": "Web Winkel"}, {"name": "x", "kind": "anders"}, {"name": "x" * 65}, {"name": "x", "more": 1}):
        want(w.steward.post(place, wrong).status == 422, str(wrong))
    want(w.steward.post(place, "{", **{"Content-Type": "application/json"}).status == 400, "no JSON")
    want(w.steward.post(place, "name=x", **{"Content-Type": "text/plain"}).status == 415, "no JSON at all")
    want(w.reader.post(place, {"name": "x"}).status == 403 and w.nobody.post(place, {"name": "x"}).status == 401, "who may not")


def what_may_be_sent_is_told(w):
    place = "/api/v1/uploads"
    told = w.steward.get(place + "?lang=nl").json
    fields = {one["field"]: one["label"] for one in told["fields"]}
    want(told["bytes_max"] == 512 * 1024 * 1024 and "csv" in told["formats"], str(told)[:200])
    want(fields["person.family"] == "Achternaam" and "addr.visit.city" in fields and "custom" not in fields, str(fields)[:300])
    want(w.reader.get(place).status == 403 and w.nobody.get(place).status == 401, "who may not")


def a_file_is_looked_at_before_it_is_imported(w):
    before = records(w)
    upload = sent(w, GOOD, more="&modified=1767225600000")
    seen = upload["preview"]
    columns = {one["header"]: one for one in seen["columns"]}
    want(seen["format"] == "csv" and seen["separator"] == ";" and seen["mapping"] == "proposed" and seen["usable"], str(seen))
    want(columns["E-mail"]["field"] == "email" and columns["Plaats"]["field"] == "addr.city", str(columns))
    want(columns["Plaats"]["examples"] == ["Zwolle", "Kampen"] and columns["Plaats"]["filled"] == 3, str(columns["Plaats"]))
    want(columns["Telefoon"]["findings"] and columns["Telefoon"]["findings"][0]["row"] > 0, str(columns["Telefoon"]))
    want((seen["created"], seen["rejected"], seen["rows"], seen["is_all"]) == (3, 1, 4, True), str(seen))
    want(seen["first"][0]["names"] == ["Noor Akkerman"] and seen["first"][0]["change"] == "created", str(seen["first"]))
    place = f"/api/v1/uploads/{upload['id']}"
    want(w.steward.get(place).json["preview"] == seen, "looked at again it is another")
    want(records(w) == before, "looking keeps something")
    # another field for a column, and a mapping that is none
    chosen = {one["header"]: one["field"] for one in seen["columns"]}
    other = w.steward.put(place + "/mapping", {"columns": {**chosen, "Telefoon": "phone.mobile", "Plaats": None}})
    columns = {one["header"]: one for one in other.json["preview"]["columns"]}
    want(other.json["preview"]["mapping"] == "given" and columns["Telefoon"]["field"] == "phone.mobile", str(columns))
    want(columns["Plaats"]["field"] is None and columns["Plaats"]["label"] == "", str(columns["Plaats"]))
    for wrong in ({"columns": {"Naam": "no.field"}}, {"columns": {"Geen": "email"}}, {"x": 1}, []):
        want(w.steward.put(place + "/mapping", wrong).status == 422, str(wrong))
    want(w.steward.get(place).json == other.json, "a wrong mapping took the place of a good one")
    none = w.steward.put(place + "/mapping", {"columns": {}}).json["preview"]
    want(not none["usable"], "a file of which no column says who is usable")
    # only who sent it; thrown away it is gone
    want(w.admin.get(place).status == 404 and w.admin.delete(place).status == 404, "somebody else's")
    want(w.admin.put(place + "/mapping", {"columns": {}}).status == 404, "somebody else's")
    for who, status in ((w.reader, 403), (w.nobody, 401)):
        replies = [who.get(place), who.delete(place), who.put(place + "/mapping", {"columns": {}}), who.post(place + "/import", {})]
        want([one.status for one in replies] == [status] * 4, str([one.status for one in replies]))
    want(w.steward.delete(place).status == 204 and w.steward.get(place).status == 404, "thrown away and there")
    want(w.steward.post(place + "/import", {}).status == 404 and w.steward.post(place + "/import", {"x": 1}).status == 422, "gone")
    want(w.steward.post(place + "/import", "{", **{"Content-Type": "application/json"}).status == 400, "no JSON")
    want(w.steward.post(place + "/import", "x", **{"Content-Type": "text/plain"}).status == 415, "no JSON at all")


def a_good_file_is_imported_and_resolved(w):
    before = records(w)
    job = imported(w, GOOD, resolve=True)
    told = job["imported"]
    want((told["rows"], told["created"], told["rejected"], told["same_file"]) == (4, 3, 1, False), str(told))
    want(job["next"] and wait_for_job(w, job["next"])["result"]["records"] == before + 3, "the resolve after it")
    want(w.find("akkerman", "person"), "who came in is not found")
    place = f"/api/v1/imports/{told['import']}"
    seen = w.reader.get(place).json
    want(seen["file"] == "klanten.csv" and seen["state"] == "done" and seen["rejected"] == 1, str(seen))
    listed = w.steward.get(place + "/findings?lang=nl").json
    want(listed["findings"][0]["row"] == 3 and "next" not in listed, str(listed))
    odd = [one for one in listed["findings"] if one["record"]]
    want({one["key"] for one in odd} == {"W2"} and all(one["label"] and one["sentence"] for one in odd), str(odd))
    paged, cursor = [], ""
    while cursor is not None:
        page = w.steward.get(f"{place}/findings?lang=nl&limit=1{cursor}").json
        paged += page["findings"]
        cursor = f"&cursor={page['next']}" if "next" in page else None
    want(paged == listed["findings"], "page by page it is another list")
    file = w.steward.get(place + "/findings/export?lang=en")
    lines = file.body.decode().split("\r\n")
    want(file.headers["Content-Type"].startswith("text/csv") and len(lines) == len(listed["findings"]) + 2, str(lines))
    # a corrected row is a new version of the same record
    job = imported(w, GOOD.replace("bram.holtkamp@post;", "bram.holtkamp@post.example;"))
    want((job["imported"]["updated"], job["imported"]["unchanged"]) == (1, 2), str(job))
    for cursor in ("x", "r", "v1", "v1.x", "q1", "v-1.0"):
        want(w.steward.get(f"{place}/findings?cursor={cursor}").status == 400, cursor)
    want(w.steward.get(f"{place}/findings?limit=0").status == 400, "limit")
    for wrong in ("0", "x", "999999"):
        for tail in ("", "/findings", "/findings/export"):
            want(w.steward.get(f"/api/v1/imports/{wrong}{tail}").status == 404, wrong + tail)
    want(w.reader.get(place + "/findings").status == 403 and w.reader.get(place + "/findings/export").status == 403, "a reader")
    replies = [w.nobody.get(place + tail).status for tail in ("", "/findings", "/findings/export")]
    want(replies == [401] * 3, str(replies))


def the_same_file_is_known_again(w):
    store = f"sqlite:{w.folder}/again.db"  # in which nobody was erased
    klantbeeld(store, "init")
    klantbeeld(store, "source", "add", "webwinkel")
    key = json.loads(klantbeeld(store, "token", "add", "program", "--role", "steward", "--json"))["key"]
    server = Server(store, seen=w.seen)
    try:
        here = SimpleNamespace(server=server, steward=Visitor(server, key=key), admin=Visitor(server, key=key))
        first = imported(here, GOOD)["imported"]
        want(not first["same_file"] and first["created"] == 3, str(first))
        again = sent(here, GOOD)
        want(again["preview"]["same_file"] and again["preview"]["mapping"] == "saved", str(again)[:300])
        job = wait_for_job(here, started(here, again, True))
        want(job["imported"]["same_file"] and job["imported"]["unchanged"] == 3 and job["next"] is None, str(job))
        want(job["imported"]["import"] == first["import"], "another import")
        want(not sent(here, GOOD + "W4;Een Ander;;;\r\n")["preview"]["same_file"], "another file is the same")
    finally:
        want(server.stop()[0] == 0, "exit code")


def a_row_that_was_refused_is_shown_to_whom_it_is_of(w):
    twice = HEAD + "W8;Anna Een;;Zwolle;\r\nW8;Anna Twee;;Zwolle;\r\n"
    place = f"/api/v1/imports/{imported(w, twice, name='dubbel.csv')['imported']['import']}/findings"
    raw = [one["raw"] for one in w.steward.get(place).json["findings"] if one["row"]]
    want(len(raw) == 1 and "Anna Een" in raw[0], str(raw))
    key = json.loads(klantbeeld(w.store, "token", "add", "other-steward", "--role", "steward", "--json"))["key"]
    theirs = [one["raw"] for one in Visitor(w.server, key=key).get(place).json["findings"] if one["row"]]
    want(theirs == [""], f"another steward sees {theirs}")
    want([one["raw"] for one in w.admin.get(place).json["findings"] if one["row"]] == raw, "an administrator sees it")


def a_file_that_is_no_good_changes_nothing(w):
    before = records(w)
    for body, name in ((b"%PDF-1.7\n1 0 obj\n", "brief.pdf"), (b"\x89PNG\r\n\x1a\n\0\0", "foto.png"), (b"", "leeg.csv"), (b"\0" * 500, "nullen.csv")):
        reply = send(w, body, name=name)
        want(reply.status == 422 and name in reply.json["detail"], f"{name}: {reply.status} {reply.body[:200]}")
    # one that breaks off after more rows than go in at once
    many = ",\n".join(json.dumps({"id": f"B{i}", "naam": f"Persoon {i}", "email": f"p{i}@post.example"}) for i in range(60000))
    upload = sent(w, "[" + many + ',\n{"id": "B60000", "naam": "Nooit', name="stuk.json")
    job = wait_for_job(w, started(w, upload, True))
    want(job["state"] == "failed" and "stuk.json" in job["error"] and job["imported"] is None and job["next"] is None, str(job))
    want(records(w) == before, f"{records(w) - before} records of a file that breaks off")
    want(w.steward.get(f"/api/v1/uploads/{upload['id']}").status == 404, "the file is still here")
    want(send(w, EVENT_LIKE, source="geen-bron").status == 404, "no source")
    for query in ("", "?source=webwinkel", "?name=a.csv", "?source=webwinkel&name=a.csv&modified=x"):
        want(w.steward.post("/api/v1/uploads" + query, b"a", **FILE).status == 400, query)


def a_file_is_only_taken_of_who_may_send_it(w):
    want(send(w, GOOD, who=w.nobody).status == 401 and send(w, GOOD, who=w.reader).status == 403, "who may not")
    foreign = w.steward.post("/api/v1/uploads?source=webwinkel&name=a.csv", GOOD, **FILE, Origin="http://evil.example")
    want(foreign.status == 403 and foreign.code == "bad_origin", "from another site")
    link = json.loads(klantbeeld(w.store, "token", "link", "sanne", "--role", "steward", "--json"))["login"]
    sanne = Visitor(w.server, link=link)
    want(send(w, GOOD, who=sanne).status == 201, "by the page")
    del sanne.headers["X-CSRF-Token"]
    want(send(w, GOOD, who=sanne).code == "bad_csrf", "without the form key")


def a_file_that_is_too_large_is_told(w):
    server = Server(w.store, "--upload-max", "1", seen=w.seen)
    try:
        key = w.steward.headers
        target = "/api/v1/uploads?source=webwinkel&name=groot.csv&lang="
        want(server.send("GET", "/api/v1/uploads", headers=key).json["bytes_max"] == 1024 * 1024, "what may be sent")
        row = b"W1;Noor Akkerman;noor.akkerman@post.example;Zwolle;\r\n"
        body = HEAD.encode() + row * ((1024 * 1024 - len(HEAD)) // len(row))
        body += b"\n" * (1024 * 1024 - len(body))
        for extra, status in ((b"", 201), (b"\n", 413), (b"x" * 5_000_000, 413)):
            reply = server.send("POST", target + "nl", body + extra, {**key, **FILE})
            want(reply.status == status, f"{len(body + extra)}: {reply.status} {reply.body[:200]}")
        want(reply.code == "too_large" and "1 MiB" in reply.json["detail"] and "Hoogstens" in reply.json["detail"], str(reply.json))
        reply = server.send("POST", target + "en", (body[at:at + 65536] for at in range(0, len(body), 65536)), {**key, **FILE})
        want(reply.status == 201, f"in pieces, without a length: {reply.status} {reply.body[:200]}")
    finally:
        want(server.stop()[0] == 0, "exit code")


def one_is_at_work_at_a_time(w):
    the_server_ends_in_an_import(w, "V", Server.stop)


def a_server_that_is_killed_leaves_nothing(w):
    the_server_ends_in_an_import(w, "K", lambda server: (server.process.kill(), server.process.communicate()))


def the_server_ends_in_an_import(w, key_of, end):
    many = HEAD + "".join(f"{key_of}{i};Persoon Nummer{i};{key_of}{i}@post.example;Zwolle;\r\n" for i in range(150000))
    server = Server(w.store, seen=w.seen)
    key = dict(w.steward.headers)
    send_to = lambda method, path, body=None, more=None: server.send(method, path, body, {**key, **(more or {})})  # noqa: E731
    try:
        first, second = (send_to("POST", f"/api/v1/uploads?source=webwinkel&name={name}", many, FILE).json["id"] for name in ("a.csv", "b.csv"))
        job = send_to("POST", f"/api/v1/uploads/{first}/import", {}).json["id"]
        busy = [send_to("GET", f"/api/v1/uploads/{first}"), send_to("DELETE", f"/api/v1/uploads/{first}"),
                send_to("PUT", f"/api/v1/uploads/{first}/mapping", {"columns": {}}), send_to("POST", f"/api/v1/uploads/{first}/import", {}),
                send_to("POST", f"/api/v1/uploads/{second}/import", {}), send_to("POST", "/api/v1/resolve")]
        want([one.status for one in busy] == [409] * 6, str([one.status for one in busy]))
        for _ in range(400):  # into the second batch
            seen = send_to("GET", f"/api/v1/jobs/{job}").json
            if seen["step"] == "import" and seen["done"] > 20000 or seen["state"] != "running":
                break
            time.sleep(0.01)
    finally:
        end(server)
    after = Server(w.store, seen=w.seen)
    try:
        for place in (f"/api/v1/jobs/{job}", f"/api/v1/uploads/{first}", f"/api/v1/uploads/{second}"):
            want(after.send("GET", place, headers=key).status == 404, f"{place} is still there")
    finally:
        after.stop()
    folder = pathlib.Path(w.folder)
    want(not [one.name for one in folder.iterdir() if "scratch" in one.name], "a file was left behind")
    done = imported(w, many, name="a.csv")["imported"]
    want(done["created"] + done["unchanged"] == 150000, f"the same file finishes it: {done}")
    cut = [one["state"] for one in w.admin.get("/api/v1/summary").json["imports"] if one["file"] == "a.csv"]
    want("running" not in cut, f"an import that was cut off says {cut}")


TESTS = [
    a_source_is_added, what_may_be_sent_is_told, a_file_is_looked_at_before_it_is_imported,
    a_good_file_is_imported_and_resolved, the_same_file_is_known_again, a_row_that_was_refused_is_shown_to_whom_it_is_of,
    a_file_that_is_no_good_changes_nothing, a_file_is_only_taken_of_who_may_send_it, a_file_that_is_too_large_is_told,
    one_is_at_work_at_a_time, a_server_that_is_killed_leaves_nothing,
]
