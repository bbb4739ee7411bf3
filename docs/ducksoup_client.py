"""Sees and steers the interactions, the recordings and the settings of a DuckSoup server, for scripts and for oTree's server. Python 3.8 or later, nothing else.

    from ducksoup_client import DuckSoup
    server = DuckSoup("https://ducksoup.example", token)
    for interaction in server.interactions():
        print(interaction["name"], interaction["state"], interaction["remaining"])
    server.extend("trial-7", 60)

Interactions are called by their name, or by the pair (namespace, name), or by the id that interactions() shows. What cannot be done
is a DuckSoupError, which says why; nothing has changed then. The operations are described by openapi.json of the API.

A server that receives webhooks asks verified_webhook(secret, headers, body) for the message.
"""

import base64
import hashlib
import hmac
import json
import time
import urllib.error
import urllib.parse
import urllib.request


class DuckSoupError(Exception):
    """What the server refuses. status is that of HTTP; key and value say which member of the request is wrong."""

    def __init__(self, status, key, value, message):
        super().__init__(message)
        self.status = status
        self.key = key
        self.value = value


def verified_webhook(secret, headers, body, tolerance=300, now=None):
    """The message of a webhook, if it is from who knows the secret and is new; otherwise a ValueError.

    headers: of the request, by name in lower case. body: bytes, as they came. tolerance: seconds between the clocks of both servers.
    A message may come twice, with the same "id": who has had an id ignores it.
    """
    try:
        message_id, timestamp = headers["webhook-id"], headers["webhook-timestamp"]
        signatures = headers["webhook-signature"].split(" ")
        age = (time.time() if now is None else now) - int(timestamp)
    except (KeyError, ValueError):
        raise ValueError("this is no webhook") from None
    signed = f"{message_id}.{timestamp}.".encode() + body
    right = "v1," + base64.b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest()).decode()
    if not any(hmac.compare_digest(right.encode(), one.encode()) for one in signatures):
        raise ValueError("the signature is wrong")
    if abs(age) > tolerance:
        raise ValueError(f"the message is of {age:.0f} seconds ago")
    return json.loads(body)


class DuckSoup:
    def __init__(self, url, token, timeout=10):
        """url: of the server, with its web prefix if it has one. token: of the setting DUCKSOUP_API_TOKEN."""
        self.base = url.rstrip("/") + "/api/v1/"
        self.token = token
        self.timeout = timeout

    def request(self, method, path, body=None, query=None, timeout=None):
        """One operation of the API; returns its document. query: a dictionary. timeout: seconds, where it takes longer."""
        data = None if body is None else json.dumps(body).encode()
        given = "?" + urllib.parse.urlencode(query) if query else ""
        request = urllib.request.Request(self.base + path + given, data=data, method=method)
        request.add_header("Authorization", "Bearer " + self.token)
        request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=timeout or self.timeout) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as refused:
            try:
                error = json.load(refused)["error"]
            except (ValueError, KeyError):
                raise DuckSoupError(refused.code, "", "", f"HTTP {refused.code} from {self.base}{path}") from None
            raise DuckSoupError(refused.code, error["key"], error["value"], error["message"]) from None

    def status(self):
        """Whether participants can join (acceptsNew, obstacle), and how many are there."""
        return self.request("GET", "status")

    def nodes(self):
        """The servers of the cluster; none on a server that is alone."""
        return self.request("GET", "nodes")

    def effects(self):
        """The effects that can be used, with their properties and ranges."""
        return self.request("GET", "effects")["effects"]

    def effect(self, name):
        """One effect, and for a lab's effect the bundles that have it."""
        return self.request("GET", "effects/" + urllib.parse.quote(name, safe=""))

    def recorders(self):
        """The registered recorders: the bundle of each, and which one is used."""
        return self.request("GET", "recorders")

    def estimators(self):
        """The registered bandwidth estimators."""
        return self.request("GET", "estimators")

    def observers(self):
        """The registered observers."""
        return self.request("GET", "observers")

    def settings(self, name=None, changed=False):
        """The settings in effect, and where each value comes from; name: a part of theirs, changed: without defaults."""
        query = {"changed": "true" if changed else "false"}
        return self.request("GET", "settings", query=query if name is None else dict(query, name=name))

    def doctor(self):
        """What the server needs, whether it is in order ("level"), and if not, what to do ("remedy")."""
        return self.request("GET", "doctor", timeout=60)

    def recordings(self, interaction=None, last=0):
        """The recorded runs, oldest first: of one interaction, or only so many of the newest."""
        query = {"last": last}
        return self.request("GET", "recordings", query=query if interaction is None else dict(query, interaction=interaction))

    def recording(self, run):
        """One recorded run, by its id."""
        return self.request("GET", "recordings/" + urllib.parse.quote(run, safe=""))

    def verify(self, run, timeout=3600):
        """Compares the files of a run with their manifest; "passed" says whether nothing is wrong. Reads all of them."""
        return self.request("POST", f"recordings/{urllib.parse.quote(run, safe='')}/verify", {}, timeout=timeout)

    def salvage(self, timeout=3600):
        """Completes the runs that a crash left unfinished; returns what was done to each."""
        return self.request("POST", "salvage", {}, timeout=timeout)

    def plans(self):
        """The plans of experiments in the server's directory."""
        return self.request("GET", "plans")

    def plan(self, name, condition=None, seed=None):
        """Checks a plan of the directory, and makes its timetable; "passed" says whether it can be used."""
        query = {key: value for key, value in [("condition", condition), ("seed", seed)] if value is not None}
        return self.request("GET", "plans/" + urllib.parse.quote(name, safe=""), query=query, timeout=60)

    def check_plan(self, text, condition=None, seed=None):
        """The same for the text of a plan."""
        body = {key: value for key, value in [("text", text), ("condition", condition), ("seed", seed)] if value is not None}
        return self.request("POST", "plans/check", body, timeout=60)

    def watch(self, interval=2):
        """The interactions again and again, every few seconds, for as long as the caller takes them."""
        while True:
            yield self.interactions()
            time.sleep(interval)

    def drain(self, draining=True):
        """Begins no new interactions, or begins them again."""
        return self.request("PUT", "draining", {"draining": draining})

    def interactions(self):
        """Those that wait or run, oldest first."""
        return self.request("GET", "interactions")

    def interaction(self, which):
        """One of them, with its participants."""
        return self.request("GET", "interactions/" + self._id(which))

    def pipelines(self, which):
        """The pipelines that change its voices and pictures: "text", and "graph" for Graphviz."""
        return self.request("GET", f"interactions/{self._id(which)}/pipelines")

    def end(self, which):
        """Ends an interaction in order: files are completed, pages are told."""
        return self._post(which, "end", {})

    def extend(self, which, seconds):
        """Moves the end; returns the seconds that remain."""
        return self._post(which, "extend", {"seconds": seconds})["remaining"]

    def message(self, which, text, user=None):
        """Sends a text to all pages, or to one; returns how many got it."""
        body = {"text": text} if user is None else {"text": text, "userId": user}
        return self._post(which, "message", body)["receivers"]

    def mark(self, which, name, data=None):
        """Marks a moment, for the log and for steps of a plan that wait for this marker."""
        body = {"name": name} if data is None else {"name": name, "data": data}
        return self._post(which, "mark", body)["marked"]

    def reveal(self, which):
        """An interaction with the effects and values of its plan. The log of the run tells of it."""
        return self._post(which, "reveal", {})

    def remove(self, which, user):
        """Takes a participant out for good."""
        return self._post(which, "remove", {"userId": user})

    def control(self, which, user, effect, prop, value, duration=0):
        """Sets a property of a participant's effect; duration: milliseconds of a linear way there."""
        body = {"userId": user, "effect": effect, "property": prop, "value": value, "duration": duration}
        return self._post(which, "control", body)["value"]

    def _post(self, which, what, body):
        return self.request("POST", f"interactions/{self._id(which)}/{what}", body)

    def _id(self, which):
        found = [
            one["id"]
            for one in self.interactions()
            if which in (one["id"], one["name"], (one["namespace"], one["name"]))
        ]
        if len(found) != 1:
            raise DuckSoupError(404, "interaction", str(which), f"{len(found)} interactions are called {which}")
        return found[0]
