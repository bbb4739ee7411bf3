# What scripts do with docs/ducksoup_client.py: every operation once, and what cannot be done.
import sys
import time

from ducksoup_client import DuckSoup, DuckSoupError

server = DuckSoup(sys.argv[1], sys.argv[2])
assert server.status()["acceptsNew"], server.status()
names = [(one["name"], one["state"]) for one in next(server.watch())]
assert ("scripted", "running") in names and ("lonely", "waiting") in names, names
assert any(one["name"] == "pitch" for one in server.effects())
assert server.effect("pitch")["properties"][0]["name"] == "pitch"
assert "muxed" in [one["name"] for one in server.recorders()]
assert {"gcc", "loss"} <= {one["name"] for one in server.estimators()}
assert "org.ducksoup.recording" in [one["bundle"] for one in server.observers()]
token = server.settings("apiToken")
assert [(one["value"], one["default"]) for one in token] == [("*" * 8, False)], token
assert len(server.settings(changed=True)) < len(server.settings())
assert {"ok"} <= {one["level"] for one in server.doctor()}

assert server.extend("scripted", 60) > 60
assert server.message(("default", "scripted"), "hello", user="ann") == 1
assert server.mark("scripted", "stimulus", data="face-12") == "stimulus"
assert server.control("scripted", "ann", "loud", "volume", 0.5, duration=100) == 0.5
assert server.interaction("scripted")["participants"][0]["controls"] == {"loud.volume": 0.5}
pipeline = server.pipelines("scripted")[0]
assert (pipeline["userId"], pipeline["kind"], pipeline["state"]) == ("ann", "audio", "running"), pipeline
assert "volume name=effect-0" in pipeline["text"] and pipeline["graph"].startswith("digraph"), pipeline
assert server.pipelines("lonely")[0]["userId"] == "eve"
assert server.drain()["draining"] and not server.drain(False)["draining"]
assert server.remove("lonely", "eve") == {"removed": "eve"}

run = server.recordings("scripted")[0]
assert run["state"] == "active", run
assert server.recording(run["id"])["directory"] == run["directory"]
assert [one["id"] for one in server.recordings("default/scripted", last=1)] == [run["id"]]
assert server.salvage() == [], "an active run is not touched"

assert [(one["name"], one["problems"]) for one in server.plans()] == [("pitch", [])], server.plans()
timetable = server.plan("pitch", condition="low", seed=17)["timetable"]
assert [(one["at"], one["acts"]) for one in timetable["steps"]] == [(30.0, ["set a.voice.pitch to 0.9"])], timetable
checked = server.check_plan("duration: soon\nroles: [a]\nconditions: {main: {}}\n")
assert not checked["passed"] and checked["findings"][0]["message"].startswith("Line 1, column 11: duration"), checked

for wrong, status, key, words in [
    (lambda: server.end("nothing"), 404, "interaction", "0 interactions are called nothing"),
    (lambda: server.extend("scripted", 0), 400, "seconds", "1 to 86400 s"),
    (lambda: server.message("scripted", " "), 400, "text", "1 to 1000 characters"),
    (lambda: server.mark("scripted", " "), 400, "name", "1 to 100 characters"),
    (lambda: server.control("scripted", "ann", "loud", "volume", 99), 400, "value", "0 to 10"),
    (lambda: server.control("scripted", "ann", "loud", "volume", 1, duration=6000), 400, "duration", "0 to 5000"),
    (lambda: server.remove("scripted", "bob"), 404, "userId", "bob"),
    (lambda: server.effect("ptich"), 404, "name", "ptich"),
    (lambda: server.recordings("walk"), 404, "interaction", "walk"),
    (lambda: server.recordings(last=-1), 400, "last", "0 or more"),
    (lambda: server.recording("walk"), 404, "run", "GET recordings"),
    (lambda: server.verify(run["id"]), 400, "run", "is active"),
    (lambda: server.plan("picth"), 404, "name", "there are: pitch"),
    (lambda: server.plan("pitch", condition="loud"), 404, "condition", "it has high, low"),
    (lambda: server.settings("prot"), 404, "name", "prot"),
    (lambda: DuckSoup(sys.argv[1], "wrong").status(), 401, "Authorization", "DUCKSOUP_API_TOKEN"),
]:
    try:
        wrong()
    except DuckSoupError as refused:
        assert (refused.status, refused.key) == (status, key), (status, key, refused.status, refused.key, refused)
        assert words in str(refused), refused
    else:
        raise AssertionError((status, key))

server.end("scripted")
deadline = time.monotonic() + 20
while server.recording(run["id"])["state"] != "complete":
    assert time.monotonic() < deadline, server.recording(run["id"])
    time.sleep(0.2)
found = server.verify(run["id"])
assert found["passed"] and len(found["files"]) == 2, found
