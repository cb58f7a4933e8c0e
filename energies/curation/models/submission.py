"""What somebody proposes, until somebody else says yes: no public page reads these tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from energies.curation import decisions
from energies.curation.querysets import SubmissionQuerySet
from energies.kernel.models import Manager
from energies.kernel.transitions import TransitionNotAllowed, Transitions


class DeclineReason(models.Model):
    """Why proposals are declined, in words the team chooses."""

    text = models.CharField(_("reason"), max_length=160, help_text=_("As the author will read it."))
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    in_use = models.BooleanField(_("in use"), default=True, db_default=True)

    objects = Manager()

    class Meta:
        verbose_name = _("reason to decline")
        verbose_name_plural = _("reasons to decline")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class Submission(models.Model):
    """A proposal to make or to change one object: the values of its form, whose yes it awaits, and where it stands.

    ``data`` is what the author's form holds, typed and perhaps not sent yet; ``values`` what was sent last. The author
    may go on writing while the team looks at ``values``; each sending raises ``revision``, and who decides says which
    revision they saw.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PENDING = "pending", _("waiting for an answer")
        CHANGES_REQUESTED = "asked", _("something is missing")
        APPROVED = "approved", _("approved")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Awaits(models.TextChoices):
        STAFF = "staff", _("the team")
        ENTITY = "entity", _("the entity")
        # A correction of facts: put in place at once, and told to whoever keeps it up.
        NOBODY = "nobody", _("nobody")

    OPEN = (State.DRAFT, State.PENDING, State.CHANGES_REQUESTED)

    kind = models.CharField(_("what"), max_length=20)
    version = models.PositiveSmallIntegerField()  # of the form
    label = models.CharField(_("name"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT, db_default=State.DRAFT)
    awaits = models.CharField(max_length=6, default=Awaits.STAFF, db_default=Awaits.STAFF)  # the key of its Decision
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="submissions", verbose_name=_("who")
    )  # None: whoever answered by the link of a letter has no account
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="ca")
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, null=True)
    object_id = models.PositiveBigIntegerField(null=True)
    target = GenericForeignKey("content_type", "object_id")
    data = models.JSONField(default=dict)  # {name of the input: [str…]}
    values = models.JSONField(default=dict, encoder=DjangoJSONEncoder)  # {name of the field: value}
    base = models.JSONField(null=True, encoder=DjangoJSONEncoder)  # the target's values when the author began
    revision = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=22, null=True)  # of the page it began on, which begins no other
    pages = models.JSONField(default=list)  # [[key, turn, {unit: digests}]…]: what each page sent last (tabs.py)
    clashes = models.JSONField(default=dict)  # {unit: {key of the page: its inputs}}: written on two pages at once
    marks = models.JSONField(default=list)  # codes of what looks suspicious
    marks_read = models.JSONField(default=list)  # those that the team has read: they are not shown again
    others = models.JSONField(default=list)  # look-alikes that the author says are something else: [[model, pk]…]
    problem = models.TextField(blank=True)  # why it could not be put in place
    taken = models.JSONField(null=True)  # the fields that were approved, when not all were
    # What being put in place did to the target: only while that is the last, it can be taken back.
    change = models.ForeignKey("curation.Change", on_delete=models.SET_NULL, null=True, related_name="+")
    # What was decided, in words as they were then: {language: [described.Told as a dict…]}.
    shown = models.JSONField(null=True)
    asked_fields = models.JSONField(default=list)  # names of the fields that the team asked about last
    previous = models.JSONField(null=True, encoder=DjangoJSONEncoder)  # the values that the team saw before these
    reason = models.ForeignKey(DeclineReason, on_delete=models.PROTECT, null=True, verbose_name=_("reason"))
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("taken on by")
    )
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField(null=True)  # when its author first saw the form, if that is known
    created_at = models.DateTimeField(db_default=Now())
    saved_at = models.DateTimeField(db_default=Now())
    submitted_at = models.DateTimeField(null=True)
    waiting_since = models.DateTimeField(
        null=True
    )  # sending again what nobody has answered does not begin the wait anew
    decided_at = models.DateTimeField(null=True)

    objects = Manager.from_queryset(SubmissionQuerySet)()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-saved_at", "-pk"]
        indexes = [models.Index(fields=["state", "waiting_since"], name="submission_queue")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "pending", "asked", "approved", "declined", "withdrawn"]),
                name="submission_state",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "withdrawn"])
                | models.Q(revision__gt=0, submitted_at__isnull=False),
                name="submission_was_sent",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state__in=["approved", "declined"], decided_at__isnull=False, decided_by__isnull=False
                )
                | ~models.Q(state__in=["approved", "declined"]) & models.Q(decided_at=None, decided_by=None),
                name="submission_decided",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="approved") | models.Q(object_id__isnull=False), name="submission_in_place"
            ),
            models.CheckConstraint(
                condition=models.Q(content_type=None, object_id=None)
                | models.Q(content_type__isnull=False, object_id__isnull=False),
                name="submission_whole_target",
            ),
            models.UniqueConstraint(fields=["author", "key"], name="submission_of_one_page"),
        ]

    def __str__(self) -> str:
        return self.label or str(_("without a name yet"))

    def get_absolute_url(self) -> str:
        return reverse("submission", args=[self.pk])

    def _stand(self, before, *, by=None) -> None:
        """Fill in since when it waits, or who decided and when."""
        if self.state == self.State.PENDING and before != self.state:
            self.waiting_since = timezone.now()
        if self.is_decided:
            self.decided_at, self.decided_by = timezone.now(), by

    transitions = Transitions(
        "state",
        {
            None: {State.DRAFT},
            State.DRAFT: {State.PENDING, State.WITHDRAWN},
            State.PENDING: {State.PENDING, State.CHANGES_REQUESTED, State.APPROVED, State.DECLINED, State.WITHDRAWN},
            State.CHANGES_REQUESTED: {State.PENDING, State.DECLINED, State.WITHDRAWN},
            State.WITHDRAWN: {State.DRAFT},
            State.APPROVED: set(),
            State.DECLINED: set(),
        },
        entering=_stand,
    )
    # A decision is taken back by ``reopening.reopen`` alone, which also undoes what it did.
    transitions_back = Transitions(
        "state",
        {
            State.DECLINED: {State.PENDING},
            State.APPROVED: {State.PENDING, State.WITHDRAWN},
        },
        entering=_stand,
    )

    @property
    def decision(self) -> decisions.Decision:
        """The decisions.Decision that it waits for, or was decided by."""
        return decisions.decision_of(self)

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_decided(self) -> bool:
        return self.state in (self.State.APPROVED, self.State.DECLINED)

    @property
    def is_change(self) -> bool:
        """Whether it changes something that exists, and does not make something new."""
        return self.object_id is not None and self.base is not None

    @property
    def is_emptied(self) -> bool:
        """Whether its text is gone, because it was decided long ago (``personal.empty``)."""
        return self.decided_at is not None and not self.values

    @property
    def was_sent(self) -> bool:
        return self.revision > 0

    @property
    def may_be_deleted(self) -> bool:
        """Whether it is its author's alone: never sent, so that nobody else has read it."""
        return not self.was_sent and self.state in (self.State.DRAFT, self.State.WITHDRAWN)

    def write(self, data, label, **also) -> None:
        """Keep what the author has typed so far, and ``also`` other columns.

        Raises TransitionNotAllowed when it is no longer theirs to write in.
        """
        open_ones = type(self).objects.filter(pk=self.pk, state__in=self.OPEN)
        written = {"data": data, "label": label[:200], "saved_at": timezone.now(), **also}
        if not open_ones.update(**written):
            raise TransitionNotAllowed(row=type(self).objects.get(pk=self.pk))
        for name, value in written.items():
            setattr(self, name, value)

    def submit(self, values, *, marks=()) -> bool:
        """Send ``values`` to whoever has to say yes; return False when they wait for it already, and nothing is done.

        Raises TransitionNotAllowed when it was decided meanwhile.
        """
        with self.transition(self.State.PENDING) as row:
            if row.state == self.State.PENDING and row.values == values and not row.problem:
                return False
            if row.state == self.State.CHANGES_REQUESTED or (row.revision and row.previous is None):
                # What somebody may have read already: the next review says what is new since.
                row.previous = row.values
            row.values, row.problem = values, ""
            row.marks = [mark for mark in marks if mark not in row.marks_read]
            row.revision += 1
            row.submitted_at = timezone.now()
        return True

    def marks_were_read(self) -> None:
        """Whoever reviews has seen why it was marked, and lets it be: also when it is sent again."""
        self.marks_read = sorted({*self.marks_read, *self.marks})
        self.marks = []

    @transaction.atomic
    def read_marks(self) -> None:
        """Let the marks be, on the row as it stands."""
        row = type(self).objects.select_for_update(of=("self",)).get(pk=self.pk)
        row.marks_were_read()
        row.save(update_fields=["marks", "marks_read"])

    def withdraw(self) -> None:
        """Take it back; ``resume`` makes it a draft again."""
        with self.transition(self.State.WITHDRAWN) as row:
            row.saved_at = timezone.now()

    def resume(self) -> None:
        with self.transition(self.State.DRAFT) as row:
            row.saved_at = timezone.now()

    def take_on(self, user) -> None:
        """Say that ``user`` looks after it, or nobody (None)."""
        type(self).objects.filter(pk=self.pk).update(assigned_to=user)
        self.assigned_to = user

    def send_back(self, problem, revision) -> None:
        """It cannot be put in place as it is: keep it waiting, saying why."""
        type(self).objects.filter(pk=self.pk, state=self.State.PENDING, revision=revision).update(problem=problem)
        self.problem = problem

    @contextmanager
    def transition(self, state, *, revision=None, by=None, back=False) -> Iterator[Any]:
        """Hold the row, yield it to be filled in, and save it in the state ``state``.

        Raises TransitionNotAllowed when it may not become that any more, or when ``revision`` is given and is not its
        own. With ``back``, a decision is taken back.
        """
        table = self.transitions_back if back else self.transitions
        with table.step(self, state, by=by) as row:
            if revision not in (None, row.revision):
                raise TransitionNotAllowed(row=row)
            yield row


class SubmissionMessage(models.Model):
    """A word between the author and the team about a proposal; an internal one is for the team alone."""

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="messages")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who"))
    text = models.TextField(_("message"), max_length=4000)
    fields = models.JSONField(default=list)  # names of those it asks about
    internal = models.BooleanField(default=False, db_default=False)
    from_team = models.BooleanField(default=False, db_default=False)
    at = models.DateTimeField(db_default=Now())

    objects = Manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""), name="thread_text", violation_error_message=_("Write your message.")
            ),
            models.CheckConstraint(
                condition=models.Q(internal=False) | models.Q(from_team=True), name="thread_internal_is_the_teams"
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
