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


SECRET = "a secret of two servers, quite long"


def player_of(players=2, place=1, group_number=1, **config):
    world = dict(
        session=dict(ducksoup_url=URL, **config), participant="p4rt1c", players=players, place=place, group_number=group_number,
    )
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


def signed(player):
    """What the page is told, and what its token claims."""
    with mock.patch.dict(os.environ, DUCKSOUP_JOIN_TOKEN_SECRET=SECRET):
        options = app.Call.js_vars(player)["peerOptions"]
    payload = options["token"].split(".")[1]
    return options, json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))


class PlanTest(unittest.TestCase):
    PLAN = dict(call_plan="voice-dyad", call_roles=["speaker", "listener"])

    def test_the_page_names_plan_and_role_and_nothing_that_the_plan_decides_on(self):
        for place, role in [(1, "speaker"), (2, "listener")]:
            told = app.Call.js_vars(player_of(place=place, **self.PLAN))["peerOptions"]
            self.assertEqual(told, dict(
                signalingUrl="wss://ducksoup-host.com/ws", interactionName="s3ss10n-7-1", userId="p4rt1c", namespace="study",
                plan="voice-dyad", role=role,
            ))

    def test_for_a_plan_without_pictures_no_camera_is_asked_for(self):
        options, claims = signed(player_of(call_audio_only=True, **self.PLAN))
        self.assertIs(options["audioOnly"], True)
        self.assertIs(claims["audioOnly"], True)
        self.assertIs(app.Call.js_vars(player_of(call_audio_only=True))["peerOptions"]["audioOnly"], True)

    def test_without_roles_oTrees_own_role_counts(self):
        player = player_of(call_plan="voice-dyad")
        player.role = "listener"
        self.assertEqual(app.Call.js_vars(player)["peerOptions"]["role"], "listener")

    def test_the_token_has_the_same_and_the_code_of_the_condition_which_the_page_has_not(self):
        codes = ["k3x9c0f7qa", "m8r2d4w6ze"]
        for number, code in [(1, codes[0]), (2, codes[1]), (3, codes[0])]:
            options, claims = signed(player_of(group_number=number, call_conditions=codes, **self.PLAN))
            self.assertEqual(claims.pop("condition"), code)
            self.assertGreater(claims.pop("exp"), time.time() + 120)
            self.assertEqual(set(claims), {"interactionName", "userId", "namespace", "plan", "role"})
            self.assertEqual({key: options[key] for key in claims}, claims)
            self.assertEqual(set(options) - set(claims), {"token", "signalingUrl"})
        self.assertNotIn("condition", signed(player_of(**self.PLAN))[1])

    def test_a_group_has_as_many_as_the_plan_has_roles(self):
        self.assertTrue(app.is_complete(player_of(players=3, call_plan="triad", call_roles=["a", "b", "c"]).group))
        self.assertFalse(app.is_complete(player_of(players=2, call_plan="triad", call_roles=["a", "b", "c"]).group))

    def refusal(self, **config):
        subsession = types.SimpleNamespace(session=player_of(**config).session)
        with self.assertRaises(ValueError) as refused:
            app.creating_session(subsession)
        return str(refused.exception)

    def test_what_does_not_fit_is_said_when_the_session_is_made(self):
        self.assertIn("leave it out", self.refusal(call_effects=["pitch", ""], **self.PLAN))
        self.assertIn("without call_plan", self.refusal(call_roles=["a", "b"]))
        self.assertIn("DUCKSOUP_JOIN_TOKEN_SECRET", self.refusal(call_conditions=["k3x9c0f7qa"], **self.PLAN))
        with mock.patch.dict(os.environ, DUCKSOUP_JOIN_TOKEN_SECRET=SECRET):
            session = player_of(call_conditions=["k3x9c0f7qa"], **self.PLAN).session
            app.creating_session(types.SimpleNamespace(session=session))
        app.creating_session(types.SimpleNamespace(session=player_of().session))

    def test_the_guides_settings_fit(self):
        with open(os.path.join(DOCS, "embedding.md")) as file:
            code = re.search(r"<!-- example: settings-plan.py -->\n```python\n(.*?)```", file.read(), re.DOTALL).group(1)
        names = {}
        exec(code, names)
        [config] = names["SESSION_CONFIGS"]
        own = {key: config[key] for key in config if key.startswith("call_")}
        self.assertLessEqual(set(own), set(app.C.DEFAULTS))
        with mock.patch.dict(os.environ, DUCKSOUP_JOIN_TOKEN_SECRET=SECRET):
            app.creating_session(types.SimpleNamespace(session=player_of(**own).session))
        self.assertEqual(app.Call.js_vars(player_of(**own))["peerOptions"]["role"], "speaker")


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
        options, claims = signed(player_of())
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
