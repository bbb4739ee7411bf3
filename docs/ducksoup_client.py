"""Sees and steers the interactions of a DuckSoup server, for scripts and for oTree's server. Python 3.8 or later, nothing else.

    from ducksoup_client import DuckSoup
    server = DuckSoup("https://ducksoup.example", token)
    for interaction in server.interactions():
        print(interaction["name"], interaction["state"], interaction["remaining"])
    server.extend("trial-7", 60)

Interactions are called by their name, or by the pair (namespace, name), or by the id that interactions() shows. What cannot be done
is a DuckSoupError, which says why; nothing has changed then. The operations are described by openapi.json of the API.
"""

import json
import urllib.error
import urllib.request


class DuckSoupError(Exception):
    """What the server refuses. status is that of HTTP; key and value say which member of the request is wrong."""

    def __init__(self, status, key, value, message):
        super().__init__(message)
        self.status = status
        self.key = key
        self.value = value


class DuckSoup:
    def __init__(self, url, token, timeout=10):
        """url: of the server, with its web prefix if it has one. token: of the setting DUCKSOUP_API_TOKEN."""
        self.base = url.rstrip("/") + "/api/v1/"
        self.token = token
        self.timeout = timeout

    def request(self, method, path, body=None):
        """One operation of the API; returns its document."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.base + path, data=data, method=method)
        request.add_header("Authorization", "Bearer " + self.token)
        request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as answer:
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

    def effects(self):
        """The effects that can be used, with their properties and ranges."""
        return self.request("GET", "effects")["effects"]

    def drain(self, draining=True):
        """Begins no new interactions, or begins them again."""
        return self.request("PUT", "draining", {"draining": draining})

    def interactions(self):
        """Those that wait or run, oldest first."""
        return self.request("GET", "interactions")

    def interaction(self, which):
        """One of them, with its participants."""
        return self.request("GET", "interactions/" + self._id(which))

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
