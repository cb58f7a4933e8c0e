"""What two sides agree on: somebody joins a network, two projects or entities have a relation."""

from datetime import timedelta

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from energies.entries import parties, party_kinds
from energies.kernel.forms import ValuesForm
from energies.kernel.rules import words_of
from networks.models import Membership, Network, Relation
from networks.parties import networks_of
from networks.proposals.fields import named

AGAIN_AFTER = timedelta(days=365)


class PartyField(forms.CharField):
    """One side, as «project.5»: a menu of one's own, or hidden when it was chosen by where one came from."""

    def __init__(self, *, among=None, **options):
        """``among`` are the models of the kinds, those that join when it is None."""
        super().__init__(**options)
        self.among = among

    def offer(self, those):
        """Make it a menu of the parties ``those``."""
        rows = [(parties.ref(one), str(one)) for one in those]
        self.widget = forms.Select(choices=rows if len(rows) == 1 else [("", _("Choose one")), *rows])
        self.allowed = {value for value, _words in rows}

    def clean(self, value):
        value = super().clean(value)
        if not value:
            return ""
        if parties.party(value, self.among) is None or value not in getattr(self, "allowed", {value}):
            raise ValidationError(_("It is no longer in the directory, or it is not yours to speak for."))
        return value

    def in_words(self, value):
        return named(value, party_kinds.joining() if self.among is None else self.among)


def objection(same, from_us):
    """Return why something may not be asked now, in words, or "".

    ``same`` are the earlier submissions that ask the same, from either side; ``from_us`` is the Q of those of our side:
    who said no may still ask.
    """
    if same.filter(state__in=["pending", "asked"]).exists():
        return _("This has been asked already, by you or by them, and waits for an answer.")
    declined = same.filter(from_us, state="declined", decided_at__gte=timezone.now() - AGAIN_AFTER)
    last = declined.order_by("-decided_at").first()
    if last is None:
        return ""
    again = timezone.localdate(last.decided_at + AGAIN_AFTER)
    return _("They said no. You may ask again from %(when)s.") % {"when": date_format(again, "DATE_FORMAT")}


class AskingForm(ValuesForm):
    """What both kinds share; ``publishes`` is set when the yes has come, and then the network has agreed."""

    publishes = False

    def __init__(self, *args, user=None, target=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def value_typed(self, name):
        """Return what the form holds for a field, bound or not."""
        return (self.data.get(name) if self.is_bound else self.initial.get(name)) or ""

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            self.check_whole(cleaned)
            if not self.publishes:
                self.check_somebody_answers(cleaned)
        return cleaned

    def check_somebody_answers(self, cleaned):
        """A question that nobody would get waits for ever: say so now."""
        other = parties.party(cleaned[self.other_field(cleaned)], party_kinds.kinds())
        if not parties.answerers(other):
            raise ValidationError(
                _(
                    "Nobody keeps up %(name)s yet, and we have no e-mail of theirs. If you know how to reach them, write to us."
                )
                % {"name": other}
            )


class MembershipForm(AskingForm):
    """Somebody asks to join a network, or a network invites."""

    asked_by = forms.ChoiceField(
        label=_("Who asks?"),
        choices=[("member", _("Whoever would join")), ("network", _("The network"))],
        widget=forms.HiddenInput,
    )
    network = PartyField(among=[Network], label=_("Network"), error_messages={"required": _("Choose the network.")})
    member = PartyField(label=_("Who joins it?"), error_messages={"required": _("Choose who joins it.")})
    role = forms.ChoiceField(label=_("As what?"), choices=Membership.Role)
    words = forms.CharField(
        label=_("A few words for them"), required=False, max_length=500, widget=forms.Textarea({"rows": 3})
    )
    sections = (("ask", _("Join"), ["asked_by", "network", "member", "role", "words"]),)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Copies: the fields of a form are its own, but a menu set on one must not be another's.
        if self.user is None or self.publishes:
            return
        invites = self.value_typed("asked_by") == "network"
        self.fields["network" if invites else "member"].offer(
            networks_of(self.user) if invites else parties.edited_by(self.user)
        )
        self.fields["member" if invites else "network"].widget = forms.HiddenInput()

    @property
    def about(self):
        if self.value_typed("asked_by") == "network":
            return _("You invite %(name)s.") % {"name": self.fields["member"].in_words(self.value_typed("member"))}
        return _("You ask to join %(name)s.") % {"name": self.fields["network"].in_words(self.value_typed("network"))}

    def check_whole(self, cleaned):
        network = parties.party(cleaned["network"], [Network])
        member = parties.party(cleaned["member"])
        if network.has_ended:
            raise ValidationError(_("This network has ended: nobody joins it any more."))
        if not self.publishes and cleaned["asked_by"] == "member" and network.joining != network.Joining.OPEN:
            raise ValidationError(_("This network does not take requests now: its members invite."))
        if Membership.everything.current().of(member).filter(network=network).exists():
            raise ValidationError(_("%(name)s belongs to it already.") % {"name": member})

    def other_field(self, cleaned):
        return "member" if cleaned["asked_by"] == "network" else "network"


class RelationForm(AskingForm):
    """A project or an entity tells of a relation with another."""

    mine = PartyField(label=_("Who are you?"), error_messages={"required": _("Choose who you are.")})
    verb = forms.ChoiceField(label=_("What ties you?"), choices=Relation.verbs)
    other = PartyField(
        widget=forms.HiddenInput,
        label=_("With whom?"),
        error_messages={"required": _("Find them in the directory, and begin from their page.")},
    )
    since = forms.DateField(
        label=_("Since when?"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write a date, such as 31/12/2027.")},
    )
    words = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=280,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("What you do together, so that anybody understands it. It is public, as yours."),
    )
    lang = forms.ChoiceField(label=_("In what language do you write?"), choices=settings.LANGUAGES, initial="ca")
    sections = (("ask", _("Relation"), ["mine", "verb", "other", "since", "words", "lang"]),)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.user is not None:
            self.fields["mine"].offer(parties.edited_by(self.user))

    @property
    def about(self):
        return _("With %(name)s.") % {"name": self.fields["other"].in_words(self.value_typed("other"))}

    def clean_since(self):
        since = self.cleaned_data["since"]
        if since and since > timezone.localdate():
            raise ValidationError(_("Write a date that has come already."))
        return since

    def check_whole(self, cleaned):
        if cleaned["mine"] == cleaned["other"]:
            raise ValidationError(words_of(Relation, "relation_not_with_itself"))
        kind, start, end = self.ends(cleaned)
        if Relation.everything.between(start, end, kind).filter(until=None).exists():
            raise ValidationError(words_of(Relation, "relation_once"))

    @staticmethod
    def ends(values):
        """Return (kind, from, to) of values: the verb may be said from the other side."""
        kind, _dot, back = values["verb"].partition(".")
        sides = [parties.party(values["mine"]), parties.party(values["other"])]
        return kind, *(reversed(sides) if back else sides)

    def other_field(self, cleaned):
        return "other"
