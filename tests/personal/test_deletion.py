"""``tick`` deletes by the register: each rule takes what is due, leaves what is not, and does it once."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from energies.accounts.models import HeldForm, SignInCode, User
from energies.curation import drafts, review
from energies.curation.models import Submission
from energies.curation.models import SubmissionMessage as Word
from energies.curation.proposable import get
from energies.kernel import periods, personal
from energies.operations import idempotency, opt_out
from energies.operations.counters import Counter
from energies.operations.idempotency import Received
from energies.operations.models import OptOut
from energies.site.models import ContactMessage
from gatherings.models import Registration, SignUpMessage, Visit
from tests.curation.proposing import PROJECT, sent

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)


@pytest.fixture
def people(db):
    return User.objects.create_user("autora@exemple.cat", name="Mercè")


@pytest.fixture
def make_proposal(territory, vocabulary, people, staff_user):
    """Returns a function that makes a proposal with a picture and a word of the team, in any state, of some time ago."""

    def make(state, ago):
        one = drafts.start(get("project"), people, "ca")
        one.data = PROJECT | {"image": [drafts.keep_picture(ContentFile(b"picture"))]}
        one.label = "Rec Viu"
        one.save()
        if state != "draft":
            sent(one, one.data | {"image_alt": ["El Rec"], "image_licence": ["cc-by"], "image_people": ["none"]})
            review.note(one, by=staff_user, text="Ho mirem.")
        when = timezone.now() - ago
        fields = {"state": state, "saved_at": when, "submitted_at": one.submitted_at and when}
        if state in ("approved", "declined"):
            fields |= {"decided_at": when, "decided_by": staff_user}
        if state == "approved":
            fields |= {"content_type": ContentType.objects.get_for_model(User), "object_id": 1}
        Submission.objects.filter(pk=one.pk).update(**fields)
        Word.objects.filter(submission=one).update(at=when)
        return Submission.objects.get(pk=one.pk)

    return make


def old_and_new(make, period):
    """Make two things: one whose time has just gone by, and one that has a day to go."""
    return make(period + A_DAY), make(period - A_DAY)


def purge():
    return personal.purge(timezone.now())


def letter(status, ago, text="Les teves sis xifres: 123456"):
    when = timezone.now() - ago
    row = DBTaskResult.objects.create(
        status=status,
        args_kwargs={"args": [{"body": text, "to": ["aina@exemple.cat"], "reply_to": []}], "kwargs": {}},
        task_path="energies.kernel.mail.deliver",
        queue_name="default",
        backend_name="default",
        run_after=when,
        exception_class_path="",
        traceback="",
    )
    DBTaskResult.objects.filter(pk=row.pk).update(finished_at=when)
    return row


def left(*rows):
    """Return whether each of some rows is still there."""
    return [type(row)._base_manager.filter(pk=row.pk).exists() for row in rows]


def check_drafts(make_proposal, django_capture_on_commit_callbacks, **_):
    rows = old_and_new(lambda ago: make_proposal("draft", ago), periods.DRAFT)
    names = [drafts.picture_of(row) for row in rows]
    with django_capture_on_commit_callbacks(execute=True):
        purge()
    assert left(*rows) == [False, True]
    assert [default_storage.exists(name) for name in names] == [False, True]


def check_proposals_taken_back(make_proposal, **_):
    rows = old_and_new(lambda ago: make_proposal("withdrawn", ago), periods.WITHDRAWN)
    fresh = make_proposal("pending", periods.WITHDRAWN * 2)
    fresh.withdraw()
    purge()
    assert left(*rows, fresh) == [False, True, True], "the days are counted from when it was taken back"


def check_proposals_never_answered(make_proposal, staff_user, **_):
    rows = old_and_new(lambda ago: make_proposal("asked", ago), periods.UNANSWERED)
    talked = make_proposal("asked", periods.UNANSWERED * 2)
    review.note(talked, by=staff_user, text="Els he trucat.")
    purge()
    assert left(*rows, talked) == [False, True, True]


def check_texts_of_decided_proposals(make_proposal, team, client, people, django_capture_on_commit_callbacks, **_):
    for state in ("declined", "approved"):
        old, new = old_and_new(lambda ago, state=state: make_proposal(state, ago), periods.DECIDED)
        told = [{"name": "summary", "label": "Resum", "kind": "text", "new": [{"kind": "ins", "text": "Rec Viu"}]}]
        Submission.objects.filter(pk=old.pk).update(shown={"ca": told}, previous=old.values)
        with django_capture_on_commit_callbacks(execute=True):
            purge()
        row = Submission.objects.get(pk=old.pk)
        assert row.state == state and row.decided_at and row.decided_by and row.author
        assert (
            (row.data, row.values, row.previous, row.shown) == ({}, {}, None, None)
            and not row.messages.exists()
            and row.is_emptied
        )
        assert not default_storage.exists(drafts.picture_of(old))
        assert Submission.objects.get(pk=new.pk).data and default_storage.exists(drafts.picture_of(new))
        assert "Rec Viu" not in str(row) or state == "approved"
        page = team.get(f"/gestio/{row.pk}/")
        assert page.status_code == 200 and "Se n’ha esborrat el text" in page.text
        assert "Rec Viu" not in page.text or state == "approved"


def check_messages_to_the_team(**_):
    def make(received, answered=None):
        one = ContactMessage.objects.create(about="other", text="Hola", email="aina@exemple.cat", language="ca")
        now = timezone.now()
        ContactMessage.objects.filter(pk=one.pk).update(
            received_at=now - received, answered_at=answered and now - answered
        )
        return one

    rows = old_and_new(make, periods.CONTACT)
    done = old_and_new(lambda ago: make(ago, ago), periods.CONTACT_ANSWERED)
    purge()
    assert left(*rows, *done) == [False, True, False, True]


def check_texts_of_letters_sent(**_):
    rows = [letter(TaskResultStatus.SUCCESSFUL, periods.SENT_LETTER_TEXT * factor) for factor in (2, 0.5)]
    waiting = letter(TaskResultStatus.READY, timedelta(days=3))
    purge()
    assert ["123456" in str(DBTaskResult.objects.get(pk=row.pk).args_kwargs) for row in rows] == [False, True]
    assert "123456" in str(DBTaskResult.objects.get(pk=waiting.pk).args_kwargs), "what is still to be sent stays"


def check_letters_sent(**_):
    rows = old_and_new(lambda ago: letter(TaskResultStatus.SUCCESSFUL, ago), periods.SENT_LETTER)
    waiting = letter(TaskResultStatus.READY, periods.SENT_LETTER * 2)
    purge()
    assert left(*rows, waiting) == [False, True, True]


def check_letters_that_failed(**_):
    rows = old_and_new(lambda ago: letter(TaskResultStatus.FAILED, ago), periods.FAILED_LETTER)
    purge()
    assert left(*rows) == [False, True]


def check_sign_in_codes(**_):
    def make(ago):
        until = timezone.now() - ago
        return SignInCode.objects.create(email="aina@exemple.cat", figures_hash="x", expires_at=until)

    rows = old_and_new(make, timedelta())
    purge()
    assert left(*rows) == [False, True]


def check_marks_of_connections(supper, comes, **_):
    def make(ago):
        one = comes("Aina", email=f"aina{ago.days}@exemple.cat")
        # Before the place is confirmed: then it goes at once.
        Registration.objects.filter(pk=one.pk).update(created_at=timezone.now() - ago, client="marca")
        return one

    rows = make(periods.CLIENT + A_DAY), make(periods.CLIENT / 2)
    purge()
    assert [Registration.objects.get(pk=row.pk).client for row in rows] == ["", "marca"]


def check_letters_not_wanted(**_):
    topic = next(topic for topic in opt_out.topics() if topic.lasts)

    def make(ago):
        opt_out.refuse(topic.name, "aina@exemple.cat", f"entity.{ago.days}")
        row = OptOut.objects.get(about=f"entity.{ago.days}")
        OptOut.objects.filter(pk=row.pk).update(at=timezone.now() - ago)
        return row

    rows = old_and_new(make, topic.lasts)
    purge()
    assert left(*rows) == [False, True]


def check_limits_over(**_):
    def make(ago):
        until = int((timezone.now() - ago).timestamp())
        return Counter.objects.create(name=f"prova {until}", hits=1, until=until)

    rows = old_and_new(make, timedelta())
    purge()
    assert left(*rows) == [False, True]


def check_forms_held_until_their_senders_sign_in(**_):
    def make(ago):
        until = timezone.now() - ago + periods.HELD_FORM
        return HeldForm.objects.create(whose="x", sealed="x", expires_at=until)

    rows = make(periods.HELD_FORM + timedelta(minutes=1)), make(periods.HELD_FORM - timedelta(minutes=1))
    purge()
    assert left(*rows) == [False, True]


def check_sessions_that_are_over(**_):
    old, new = SessionStore(), SessionStore()
    for one in (old, new):
        one["sign_in"] = {"email": "aina@exemple.cat"}
        one.save()
    Session.objects.filter(session_key=old.session_key).update(expire_date=timezone.now() - A_DAY)
    purge()
    assert [store.exists(store.session_key) for store in (old, new)] == [False, True]


def check_log_of_the_desk(staff_user, **_):
    def make(ago):
        return LogEntry.objects.create(
            user=staff_user, object_repr="Aina", action_flag=1, action_time=timezone.now() - ago
        )

    rows = old_and_new(make, periods.DESK_LOG)
    purge()
    assert left(*rows) == [False, True]


def check_accounts_nobody_uses(make_entity, **_):
    def make(name, ago, **fields):
        user = User.objects.create_user(f"{name}@exemple.cat", name=name, **fields)
        User.objects.filter(pk=user.pk).update(last_login=timezone.now() - ago)
        return user

    old, new = make("old", periods.ACCOUNT_UNUSED + A_DAY), make("new", periods.ACCOUNT_UNUSED - A_DAY)
    keeper, team = (make(name, periods.ACCOUNT_UNUSED * 2, is_staff=name == "team") for name in ("keeper", "team"))
    make_entity().editors.add(keeper)
    never = User.objects.create_user("never@exemple.cat")
    User.objects.filter(pk=never.pk).update(date_joined=timezone.now() - periods.ACCOUNT_UNUSED * 2)
    purge()
    erased = [User.objects.get(pk=user.pk).is_erased for user in (old, never, new, keeper, team)]
    assert erased == [True, True, False, False, False]


def check_what_people_need(supper, comes, over, **_):
    comes(
        "Aina",
        email="aina@exemple.cat",
        needs=["childcare"],
        needs_note="Cadira",
        children=2,
        children_ages="3 i 6",
        needs_agreed_at=timezone.now(),
        care_answers={"childcare": True},
        care_word="Hi serem.",
    )
    purge()
    assert Registration.objects.get().needs
    over(supper, days=2)
    purge()
    row = Registration.objects.get()
    assert (row.needs, row.needs_note, row.needs_agreed_at, row.name) == ([], "", None, "Aina")
    assert (row.children, row.children_ages, row.care_answers, row.care_word) == (None, "", {}, "")


def check_who_came(supper, comes, over, **_):
    comes("Aina", email="aina@exemple.cat", phone="600112233", entity_name="Hort Nostre")
    over(supper, days=periods.WHO_CAME.days - 1)
    purge()
    assert Registration.objects.get().name == "Aina"
    over(supper, days=periods.WHO_CAME.days + 1)
    purge()
    row = Registration.objects.get()
    assert (row.name, row.email, row.phone, row.entity_name, row.people) == ("", "", "", "", 1)


def check_who_gave_a_place_back(supper, comes, **_):
    from gatherings import places

    rows = [comes(name, email=f"{name}@exemple.cat") for name in ("old", "new", "stays")]
    for one, ago in zip(rows[:2], (periods.PLACE_GIVEN_BACK + A_DAY, periods.PLACE_GIVEN_BACK - A_DAY), strict=True):
        places.cancel(one)
        Registration.objects.filter(pk=one.pk).update(state_at=timezone.now() - ago)
    Registration.objects.filter(pk=rows[2].pk).update(state_at=timezone.now() - periods.YEAR)
    purge()
    assert [Registration.objects.get(pk=one.pk).email for one in rows] == ["", "new@exemple.cat", "stays@exemple.cat"]


def check_forms_received(**_):
    now = timezone.now()
    for key, ago in (("old", idempotency.ABANDONED + 1), ("new", idempotency.ABANDONED - 5)):
        Received.objects.create(key=key, sender="x", at=now - timedelta(seconds=ago), answer={"page": "Aina"})
    purge()
    assert [one.key for one in Received.objects.all()] == ["new"]


def check_visits_to_a_trobada(make_gathering, **_):
    def make(ago):
        day = timezone.localdate() - ago
        there = make_gathering(stage="published", starts_on=day, ends_on=day)
        return Visit.objects.create(gathering=there, email="aina@exemple.cat")

    _old, new = old_and_new(make, periods.WHO_CAME)
    purge()
    assert list(Visit.objects.all()) == [new]


def check_messages_to_those_who_sign_up(supper, over, **_):
    SignUpMessage.objects.create(activity=supper, text="Porteu plats.", letters=3)
    over(supper, days=periods.SIGN_UP_MESSAGE.days - 1)
    purge()
    assert SignUpMessage.objects.exists()
    over(supper, days=periods.SIGN_UP_MESSAGE.days + 1)
    purge()
    assert not SignUpMessage.objects.exists()


CHECKS = {name.removeprefix("check_").replace("_", " ").replace("sign in codes", "sign-in codes"): check for name, check in list(globals().items())
          if name.startswith("check_")}  # fmt: skip


def test_every_rule_of_the_register_is_tried_here():
    assert {rule.name for rule in personal.rules()} == CHECKS.keys()


@pytest.mark.parametrize("rule", CHECKS)
def test_what_is_due_goes_and_what_is_not_stays(rule, request):
    wanted = CHECKS[rule].__code__
    names = wanted.co_varnames[: wanted.co_argcount]
    CHECKS[rule](**{name: request.getfixturevalue(name) for name in names})
    assert purge() == 0, "a second time there is nothing left to do"


def test_tick_does_it():
    ContactMessage.objects.create(
        about="other", text="Hola", language="ca", received_at=timezone.now() - 3 * periods.YEAR
    )
    out = StringIO()
    call_command("tick", stdout=out)
    assert "personal data deleted: 1" in out.getvalue() and not ContactMessage.objects.exists()


def test_a_rule_that_fails_keeps_none_of_the_others_from_being_done_and_is_told(monkeypatch):
    ContactMessage.objects.create(
        about="other", text="Hola", language="ca", received_at=timezone.now() - 3 * periods.YEAR
    )
    broken = personal.Rule("broken", due=lambda now: 1 / 0)
    real = personal.rules()
    monkeypatch.setattr(personal, "rules", lambda: [broken, *real])
    with pytest.raises(ExceptionGroup):
        purge()
    assert not ContactMessage.objects.exists()


def test_much_goes_in_batches_each_committed_by_itself(monkeypatch, django_assert_num_queries):
    for _number in range(7):
        ContactMessage.objects.create(
            about="other", text="Hola", language="ca", received_at=timezone.now() - 3 * periods.YEAR
        )
    (rule,) = (rule for rule in personal.rules() if rule.name == "messages to the team")
    sizes = []

    def act(rows):
        sizes.append(len(rows))
        return personal.delete(rows)

    small = personal.Rule(rule.name, rule.due, act, batch=3)
    monkeypatch.setattr(personal, "rules", lambda: [small])
    assert purge() == 7 and sizes == [3, 3, 1]


def test_a_rule_that_leaves_its_rows_due_is_stopped(monkeypatch):
    ContactMessage.objects.create(
        about="other", text="Hola", language="ca", received_at=timezone.now() - 3 * periods.YEAR
    )
    (rule,) = (rule for rule in personal.rules() if rule.name == "messages to the team")
    monkeypatch.setattr(personal, "rules", lambda: [personal.Rule(rule.name, rule.due, len)])
    with pytest.raises(ExceptionGroup):
        purge()


def test_a_draft_taken_up_at_the_last_moment_stays(make_proposal, monkeypatch):
    draft = make_proposal("draft", periods.DRAFT + A_DAY)
    (rule,) = (rule for rule in personal.rules() if rule.name == "drafts")
    asked = []

    def due(now):
        if asked:
            Submission.objects.filter(pk=draft.pk).update(saved_at=timezone.now())
        asked.append(now)
        return rule.due(now)

    monkeypatch.setattr(personal, "rules", lambda: [personal.Rule(rule.name, due, rule.act)])
    assert purge() == 0 and left(draft) == [True]


def test_a_picture_that_something_else_names_is_not_thrown_away(
    make_proposal, make_project, django_capture_on_commit_callbacks
):
    draft = make_proposal("draft", periods.DRAFT + A_DAY)
    name = drafts.picture_of(draft)
    make_project(image=name, image_alt="El Rec", image_licence="cc-by")
    with django_capture_on_commit_callbacks(execute=True):
        purge()
    assert left(draft) == [False] and default_storage.exists(name)
