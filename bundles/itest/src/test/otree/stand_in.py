"""Does with one page of an app what oTree does, on standard input and output.

    stand_in.py APP page   reads {"session": …, "participant": …, "players": …, "place": …}, prints the page that oTree would send
    stand_in.py APP post   reads {"session": …, …, "form": "a=1&b=2"}, prints the fields of the player afterwards
"""
import importlib
import json
import os
import sys
import types
import urllib.parse


def player_of(app, world):
    """The participant, in a group with as many others as the world has players."""
    config = dict(name="study", **world["session"])
    session = types.SimpleNamespace(code=world.get("code", "s3ss10n"), config=config)
    group = app.Group()
    group.id, group.session = world.get("group", 7), session
    group.id_in_subsession = world.get("group_number", 1)
    group.players = [app.Player() for _ in range(world["players"])]
    for place, player in enumerate(group.players):
        player.id_in_group, player.group, player.session = place + 1, group, session
        player.participant = types.SimpleNamespace(code=world["participant"])
    return group.players[world.get("place", 1) - 1]


def page(app, page_class, player):
    import django
    from django.conf import settings
    from django.template import engines

    here = os.path.dirname(os.path.abspath(__file__))
    folders = [os.path.join(here, "templates")]
    settings.configure(TEMPLATES=[dict(BACKEND="django.template.backends.django.DjangoTemplates", DIRS=folders)])
    django.setup()
    context = dict(
        page_class.vars_for_template(player),
        player=player, group=player.group, session=player.session, participant=player.participant, C=app.C,
        js_vars=json.dumps(page_class.js_vars(player)),
        timeout=page_class.get_timeout_seconds(player),
    )
    with open(os.path.join(os.path.dirname(app.__file__), page_class.__name__ + ".html")) as file:
        # oTree puts this line before a template that does not begin with it.
        return engines["django"].from_string('{% extends "otree/Page.html" %}' + file.read()).render(context)


def post(app, page_class, player, form, timeout_happened=False):
    values = dict(urllib.parse.parse_qsl(form, keep_blank_values=True))
    errors = {}
    for name in page_class.form_fields:
        value, error = getattr(app.Player, name).parsed(values.get(name, ""))
        if error:
            errors[name] = error
        else:
            setattr(player, name, value)
    if errors and not timeout_happened:
        return dict(errors=errors)
    page_class.before_next_page(player, timeout_happened)
    return {name: getattr(player, name) for name in page_class.form_fields}


def main(folder, verb):
    sys.path.insert(0, os.path.dirname(os.path.abspath(folder)))
    sys.dont_write_bytecode = True
    app = importlib.import_module(os.path.basename(folder))
    world = json.load(sys.stdin)
    player = player_of(app, world)
    page_class = app.page_sequence[-1]
    if verb == "page":
        print(page(app, page_class, player))
    else:
        print(json.dumps(post(app, page_class, player, world["form"])))


if __name__ == "__main__":
    main(*sys.argv[1:])
