"""The Python part of docs/otree/ducksoup_call, with what stands for oTree. Run by OTreeTest."""
import base64
import json
import os
import re
import sys
import time
import types
import unittest
from unittest import mock

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True
DOCS = os.path.join(HERE, "../../../../../docs")
sys.path.insert(0, os.path.join(DOCS, "otree"))

import ducksoup_call as app
import stand_in

URL = "https://ducksoup-host.com"


def player_of(players=2, **config):
    world = dict(session=dict(ducksoup_url=URL, **config), participant="p4rt1c", players=players)
    return stand_in.player_of(app, world)


class GuideTest(unittest.TestCase):
    def setUp(self):
        with open(os.path.join(DOCS, "embedding.md")) as file:
            self.guide = file.read()

    def test_its_settings_are_those_of_the_app(self):
        code = re.search(r"<!-- example: settings.py -->\n```python\n(.*?)```", self.guide, re.DOTALL).group(1)
        names = {}
        exec(code, names)
        [config] = names["SESSION_CONFIGS"]
        own = {key for key in config if key.startswith("call_")}
        self.assertLessEqual(own, set(app.C.DEFAULTS))
        self.assertEqual(config["app_sequence"], [app.__name__])
        player = player_of(**{key: config[key] for key in own})
        self.assertEqual(app.Call.js_vars(player)["peerOptions"]["audioFx"], "pitch pitch=0.8 name=voice")

    def test_it_explains_each_setting(self):
        for key in ["ducksoup_url", *app.C.DEFAULTS]:
            self.assertIn(f"`{key}`", self.guide)


class GroupingTest(unittest.TestCase):
    def arrive(self, waiting, **config):
        session = types.SimpleNamespace(config=config)
        return app.group_by_arrival_time_method(types.SimpleNamespace(session=session), waiting)

    def test_who_arrives_first_is_grouped_first(self):
        players = [app.Player() for _ in range(3)]
        self.assertEqual(self.arrive(players), players[:2])
        self.assertEqual(self.arrive(players, call_size=3), players)

    def test_who_has_waited_too_long_goes_on_alone(self):
        player = app.Player()
        self.assertIsNone(self.arrive([player]))
        self.assertIsNone(self.arrive([player]), "not at once")
        player.waiting_since -= 301
        self.assertEqual(self.arrive([player]), [player])

    def test_who_is_alone_skips_the_call_and_has_a_reason(self):
        player = player_of(players=1)
        player.waiting_since = time.time() - 300
        app.Grouping.after_all_players_arrive(player.group)
        self.assertFalse(app.Call.is_displayed(player))
        self.assertEqual(player.reason, "others_missing")
        self.assertAlmostEqual(player.waited, 300_000, delta=5_000)

    def test_a_complete_group_talks(self):
        player = player_of()
        app.Grouping.after_all_players_arrive(player.group)
        self.assertTrue(app.Call.is_displayed(player))
        self.assertEqual(player.reason, "")

    def test_oTree_groups_only_on_the_first_page(self):
        self.assertTrue(app.page_sequence[0].group_by_arrival_time)


class CallTest(unittest.TestCase):
    def test_the_page_is_told_where_to_meet_whom(self):
        player = player_of(call_effects=["pitch pitch=0.8 name=voice", ""])
        told = app.Call.js_vars(player)
        self.assertEqual(told["peerOptions"], dict(
            signalingUrl="wss://ducksoup-host.com/ws", interactionName="s3ss10n-7-1", userId="p4rt1c", namespace="study",
            size=2, duration=120, audioFx="pitch pitch=0.8 name=voice",
        ))
        self.assertEqual(player.interaction_name, "s3ss10n-7-1")
        second = app.Call.js_vars(player.group.players[1])
        self.assertEqual(second["peerOptions"]["audioFx"], "")
        self.assertEqual(second["peerOptions"]["interactionName"], "s3ss10n-7-1")

    def test_with_a_secret_the_page_gets_a_token_for_the_same_values(self):
        with mock.patch.dict(os.environ, DUCKSOUP_JOIN_TOKEN_SECRET="a secret of two servers, quite long"):
            options = app.Call.js_vars(player_of())["peerOptions"]
        payload = options["token"].split(".")[1]
        claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        self.assertGreater(claims.pop("exp"), time.time() + 120)
        for name, value in claims.items():
            self.assertEqual(options[name], value, name)
        self.assertEqual(set(options) - set(claims), {"token", "signalingUrl"})

    def test_the_timeout_is_longer_than_any_call(self):
        self.assertGreater(app.Call.get_timeout_seconds(player_of(call_seconds=600)), 600 + app.C.START_WITHIN + 60)

    def test_a_page_that_was_closed_has_a_reason_too(self):
        result = stand_in.post(app, app.Call, player_of(), "", timeout_happened=True)
        self.assertEqual((result["reason"], result["talked"], result["event"]), ("page_closed", 0, ""))

    def test_the_page_has_an_input_for_each_field_and_no_other(self):
        with open(os.path.join(os.path.dirname(app.__file__), "Call.html")) as file:
            template = file.read()
        for name in app.Call.form_fields:
            self.assertEqual(template.count(f'<input type="hidden" name="{name}">'), 1, name)
        self.assertEqual(template.count('type="hidden"'), len(app.Call.form_fields))

    def test_every_field_may_be_empty_so_that_no_form_is_sent_back(self):
        self.assertNotIn("errors", stand_in.post(app, app.Call, player_of(), ""))


if __name__ == "__main__":
    unittest.main()
