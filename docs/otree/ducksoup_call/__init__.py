"""A videoconference of DuckSoup in oTree (5 or later): copy this folder into your project, and see docs/embedding.md of DuckSoup."""
import base64
import hashlib
import hmac
import json
import os
import time

from otree.api import *

doc = "Participants are grouped as they arrive, and talk to each other. Whatever happens, everybody goes on."


class C(BaseConstants):
    NAME_IN_URL = "call"
    PLAYERS_PER_GROUP = None  # Grouping decides
    NUM_ROUNDS = 1
    # A session config with these keys overrides them. ducksoup_url has no default.
    DEFAULTS = dict(
        call_size=2,
        call_seconds=120,
        call_wait_seconds=300,  # somebody who has waited this long for others goes on alone
        call_effects=[],  # for each place in the group, for instance ["pitch pitch=0.8 name=voice", ""]
        call_texts={},  # sentences in your participants' language, by name
    )
    START_WITHIN = 120  # seconds for the questions of the browser, and for the others to come


class Subsession(BaseSubsession):
    pass


class Group(BaseGroup):
    pass


class Player(BasePlayer):
    # How the call ended, as docs/embedding.md describes it. The page fills these fields in.
    reason = models.StringField(initial="", blank=True)
    event = models.StringField(initial="", blank=True)
    cause = models.StringField(initial="", blank=True)
    message = models.LongStringField(initial="", blank=True)
    files = models.LongStringField(initial="", blank=True)
    planned = models.IntegerField(initial=0, blank=True)
    waited = models.IntegerField(initial=0, blank=True)
    talked = models.IntegerField(initial=0, blank=True)
    reconnections = models.IntegerField(initial=0, blank=True)
    absences = models.IntegerField(initial=0, blank=True)
    device_failures = models.IntegerField(initial=0, blank=True)
    events = models.LongStringField(initial="", blank=True)
    # The way to the recordings.
    interaction_name = models.StringField(initial="")
    waiting_since = models.FloatField(initial=0)


def setting(session, name):
    return session.config.get(name, C.DEFAULTS[name])


def is_complete(group):
    return len(group.get_players()) == setting(group.session, "call_size")


def group_by_arrival_time_method(subsession, waiting_players):
    """oTree calls it when somebody arrives, and about every half minute for each who waits."""
    size = setting(subsession.session, "call_size")
    if len(waiting_players) >= size:
        return waiting_players[:size]
    for player in waiting_players:
        if player.waiting_since == 0:
            player.waiting_since = time.time()
        elif time.time() - player.waiting_since > setting(subsession.session, "call_wait_seconds"):
            return [player]


def peer_options(player):
    """What the page says to DuckSoup, and what the token says if the server wants one."""
    session, group = player.session, player.group
    effects = setting(session, "call_effects")
    place = player.id_in_group - 1
    return dict(
        interactionName=f"{session.code}-{group.id}-{player.round_number}",
        userId=player.participant.code,
        namespace=session.config["name"],
        size=setting(session, "call_size"),
        duration=setting(session, "call_seconds"),
        audioFx=effects[place] if place < len(effects) else "",
    )


def join_token(claims):
    """A JSON Web Token. The secret is the same as the DuckSoup server's, and in no page."""

    def encoded(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=")

    parts = [dict(alg="HS256", typ="JWT"), claims]
    signed = b".".join(encoded(json.dumps(part).encode()) for part in parts)
    key = os.environ["DUCKSOUP_JOIN_TOKEN_SECRET"].encode()
    return (signed + b"." + encoded(hmac.new(key, signed, hashlib.sha256).digest())).decode()


# PAGES


class Grouping(WaitPage):
    group_by_arrival_time = True
    title_text = "Please wait"
    body_text = "You will meet another person soon. Please keep this page open."

    @staticmethod
    def after_all_players_arrive(group):
        if not is_complete(group):
            for player in group.get_players():
                player.reason = "others_missing"
                player.waited = round((time.time() - player.waiting_since) * 1000)


class Call(Page):
    form_model = "player"
    form_fields = [
        "reason", "event", "cause", "message", "files", "planned", "waited", "talked",
        "reconnections", "absences", "device_failures", "events",
    ]

    @staticmethod
    def is_displayed(player):
        return is_complete(player.group)

    @staticmethod
    def get_timeout_seconds(player):
        """For a page that was closed. Calls end by themselves, also if an experimenter extends them by some minutes."""
        return C.START_WITHIN + setting(player.session, "call_seconds") + 600

    @staticmethod
    def vars_for_template(player):
        return dict(library=player.session.config["ducksoup_url"] + "/assets/scripts/lib/ducksoup-call.js")

    @staticmethod
    def js_vars(player):
        options = peer_options(player)
        player.interaction_name = options["interactionName"]
        if os.environ.get("DUCKSOUP_JOIN_TOKEN_SECRET"):
            seconds = Call.get_timeout_seconds(player)
            options["token"] = join_token(dict(options, exp=int(time.time()) + seconds))
        options["signalingUrl"] = "ws" + player.session.config["ducksoup_url"][len("http"):] + "/ws"
        return dict(peerOptions=options, startWithin=C.START_WITHIN, texts=setting(player.session, "call_texts"))

    @staticmethod
    def before_next_page(player, timeout_happened):
        if not player.reason:
            player.reason = "page_closed"


page_sequence = [Grouping, Call]
