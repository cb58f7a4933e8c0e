"""«Continua com a xarxa»: a working group founds a network that keeps its people, its papers and where it comes from."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from energies.curation import drafts, letters
from energies.curation.history import record
from energies.curation.models import Change
from energies.curation.proposable import CannotApply, CannotBegin, WithPage, get
from energies.entries import parties
from energies.kernel.forms import as_query, flat
from gatherings import groups
from gatherings.models import WorkingGroup
from networks.models import Network
from networks.proposals.forms import NetworkForm

WHO = gettext_lazy("Only who is in a working group, or organises its Trobada, can carry it on as a network.")
ALREADY = gettext_lazy("This working group goes on as a network already.")
FIRST, *REST = NetworkForm.sections
GONE = gettext_lazy("Go to the page of its Trobada, and go on from the working group.")


class GroupField(forms.CharField):
    """The working group, chosen by where one came from."""

    widget = forms.HiddenInput

    def in_words(self, value):
        group = groups.find(value)
        return f"{group} · {group.gathering}" if group else _("one that is no longer there")


class GroupNetworkForm(NetworkForm):
    group = GroupField(label=gettext_lazy("Working group"), error_messages={"required": GONE})

    sections = ((*FIRST[:2], ["group", *FIRST[2]]), *REST)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.chosen = groups.find(str((self.data if self.is_bound else self.initial).get("group") or ""))
        if not self.target and self.chosen and self.user:
            self.mine, self.invited, self.unreached = groups.sides(self.chosen, self.user)
            self._offer(self.mine)

    def _offer(self, mine):
        """Those of the group found it; whoever only organises its Trobada, as they do any network."""
        rows = [(parties.ref(one), str(one)) for one in mine]
        if rows:
            self.fields["founder"].choices = rows if len(rows) == 1 else [("", _("Choose one")), *rows]

    @property
    def about(self):
        """What will become of the group and of its people."""
        if not self.chosen:
            return ""
        words = {"group": self.chosen, "edition": self.chosen.gathering.edition}
        told = [_("Born of the working group «%(group)s» of %(edition)s. It keeps its papers.") % words]
        for those, said in (
            (self.mine, _("Members from the first day: %(names)s.")),
            (self.invited, _("We will invite these, and they will be members when they say yes: %(names)s.")),
            (self.unreached, _("We cannot write to these, so invite them yourselves: %(names)s.")),
        ):
            if those:
                told.append(said % {"names": ", ".join(str(one) for one in those)})
        return "\n\n".join(told)

    def clean(self):
        cleaned = super().clean()
        if self.chosen is None:
            raise ValidationError(GONE)
        if self.chosen.network_id:
            raise ValidationError(ALREADY)
        if not groups.carried_by(self.user).filter(pk=self.chosen.pk).exists():
            raise ValidationError(WHO)
        return cleaned


class GroupNetworkProposable(WithPage):
    """It makes a network, which is changed as networks are."""

    kind, label = "group_network", gettext_lazy("a network of a working group")
    heading = gettext_lazy("Go on as a network")
    model, form = Network, GroupNetworkForm

    @property
    def of_network(self):
        return get("network")

    def begin_with(self, request):
        group = groups.find(request.GET.get("group", request.POST.get("group", "")))
        if group is None:
            raise CannotBegin(GONE)
        if group.network_id:
            raise CannotBegin(ALREADY)
        data = self.of_network.begin_with(request)
        if not groups.carried_by(request.user).filter(pk=group.pk).exists():
            raise CannotBegin(WHO)
        mine, _invited, _unreached = groups.sides(group, request.user)
        said = {
            "group": group.pk,
            "name": group.name,
            "summary": group.summary,
            "meets": group.meets,
            "lang": group.lang,
        }
        founder = {"founder": parties.ref(mine[0])} if mine else {}
        return data | flat(said | founder | groups.place(group))

    def values_of(self, target):
        return self.of_network.values_of(target) | {
            "group": str(WorkingGroup.objects.filter(network=target).values_list("pk", flat=True).first() or "")
        }

    def keepers(self, target):
        return self.of_network.keepers(target)

    def similar(self, values, *, but=()):
        return self.of_network.similar(values, but=but)

    def page(self, request, target):
        return self.of_network.page(request, target)

    def apply(self, form, target, *, author, by, why=""):
        group = WorkingGroup.objects.visible().filter(pk=form.chosen.pk).select_for_update(of=("self",)).first()
        if group is None:
            raise CannotApply(GONE)
        if group.network_id:
            raise CannotApply(ALREADY)
        network = self.of_network.apply(form, target, author=author, by=by, why=why)
        for one in form.mine:
            if parties.ref(one) != form.cleaned_data["founder"]:
                network.memberships.create(since=timezone.localdate(), party=one.party)
        with record(group, by=by, route=Change.Route.SUBMISSION, why=why):
            group.network = network
            group.full_clean()
            group.save(update_fields=["network"])
        if form.publishes:
            for one in form.invited:
                invite(network, one, author=author)
        return network


def invite(network, party, *, author):
    """Ask a party to join, in the name of whoever founds the network: it shows when they say yes."""
    proposable = get("membership")
    draft = drafts.start(proposable, author, author.language)
    values = {"asked_by": "network", "network": parties.ref(network), "member": parties.ref(party), "role": "member"}
    draft.data = flat(values)
    form = proposable.form(data=as_query(draft.data), user=author)
    if not form.is_valid():
        raise CannotApply(" ".join(error for errors in form.errors.values() for error in errors))
    draft.label = proposable.name_of(draft.data)[:200]
    draft.save()
    draft.submit(form.values())
    letters.to_answer(draft, proposable)
