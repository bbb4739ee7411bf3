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
        call_audio_only=False,  # no camera; with a plan, it must be what the plan says
        call_plan="",  # an experiment's plan of the DuckSoup server, which then decides on size, length and effects
        call_roles=[],  # of the plan, for each place in the group; without them, oTree's own player.role
        call_conditions=[],  # codes of the plan's key file, one for each group in turn; for plans that say "by: token"
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


def creating_session(subsession):
    """oTree calls it when the session is made: the researcher reads what is wrong before anybody comes."""
    session = subsession.session
    if setting(session, "call_plan") and setting(session, "call_effects"):
        raise ValueError("call_effects is given beside call_plan; the plan decides on effects, so leave it out")
    for name in ["call_roles", "call_conditions"]:
        if setting(session, name) and not setting(session, "call_plan"):
            raise ValueError(f"{name} is given without call_plan; name the plan that has them, or leave it out")
    if setting(session, "call_conditions") and not os.environ.get("DUCKSOUP_JOIN_TOKEN_SECRET"):
        raise ValueError("call_conditions is given, and oTree's server has no DUCKSOUP_JOIN_TOKEN_SECRET; participants read"
                         " pages, so only a signed token may say a condition: set the secret, or leave call_conditions out")


def group_size(session):
    return len(setting(session, "call_roles")) or setting(session, "call_size")


def is_complete(group):
    return len(group.get_players()) == group_size(group.session)


def group_by_arrival_time_method(subsession, waiting_players):
    """oTree calls it when somebody arrives, and about every half minute for each who waits."""
    size = group_size(subsession.session)
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
    place = player.id_in_group - 1
    who = dict(
        interactionName=f"{session.code}-{group.id}-{player.round_number}",
        userId=player.participant.code,
        namespace=session.config["name"],
    )
    if setting(session, "call_audio_only"):
        who["audioOnly"] = True
    if setting(session, "call_plan"):
        roles = setting(session, "call_roles")
        return dict(who, plan=setting(session, "call_plan"), role=roles[place] if roles else player.role)
    effects = setting(session, "call_effects")
    return dict(
        who,
        size=setting(session, "call_size"),
        duration=setting(session, "call_seconds"),
        audioFx=effects[place] if place < len(effects) else "",
    )


def condition_claim(group):
    """The code of the group's condition. It is in the token alone: participants read pages, and a code is no name."""
    codes = setting(group.session, "call_conditions")
    return dict(condition=codes[(group.id_in_subsession - 1) % len(codes)]) if codes else {}


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
            options["token"] = join_token(dict(options, **condition_claim(player.group), exp=int(time.time()) + seconds))
        options["signalingUrl"] = "ws" + player.session.config["ducksoup_url"][len("http"):] + "/ws"
        return dict(peerOptions=options, startWithin=C.START_WITHIN, texts=setting(player.session, "call_texts"))

    @staticmethod
    def before_next_page(player, timeout_happened):
        if not player.reason:
            player.reason = "page_closed"


page_sequence = [Grouping, Call]
