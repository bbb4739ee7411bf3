"""What an app imports of oTree: base classes that do nothing, and fields that remember how they were made."""


class Field:
    def __init__(self, kind, initial=None, blank=False):
        self.kind, self.initial, self.blank = kind, initial, blank

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner):
        if instance is None:
            return self
        value = instance.__dict__.get(self.name, self.initial)
        if value is None:
            raise TypeError(f"{self.name} is None")
        return value

    def __set__(self, instance, value):
        instance.__dict__[self.name] = value

    def parsed(self, text):
        """The value of what a form sends, and an error's text or None."""
        if text == "":
            return self.initial, None if self.blank else "This field is required."
        if self.kind is str:
            return text, None
        try:
            value = self.kind(text)
        except ValueError:
            return None, "Not a valid number."
        return value, None if value >= 0 else "Number must be at least 0."


class models:
    @staticmethod
    def StringField(**properties):
        return Field(str, **properties)

    LongStringField = StringField

    @staticmethod
    def IntegerField(**properties):
        return Field(int, **properties)

    @staticmethod
    def FloatField(**properties):
        return Field(float, **properties)


class BaseConstants:
    pass


class BaseSubsession:
    pass


class BaseGroup:
    def get_players(self):
        return self.players


class BasePlayer:
    round_number = 1
    # What a constant such as SPEAKER_ROLE = "speaker" gives; empty without such constants.
    role = ""


class Page:
    form_model = None
    form_fields = []
    timeout_seconds = None


class WaitPage:
    group_by_arrival_time = False


__all__ = ["models", "BaseConstants", "BaseSubsession", "BaseGroup", "BasePlayer", "Page", "WaitPage"]
