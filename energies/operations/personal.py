"""Letters of the queue: they hold codes, links and addresses, and are no archive."""

from django.tasks import TaskResultStatus
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from energies.accounts import erasing as accounts
from energies.kernel import erasing, mail, periods
from energies.kernel.erasing import Part, deleting, is_same
from energies.kernel.personal import Basis, Personal, Rule, in_words, not_personal, register
from energies.operations import counters, idempotency, opt_out
from energies.operations.models import OptOut
from energies.operations.queue import NOTHING


def empty(rows):
    return rows.update(args_kwargs=NOTHING)


def sent_with_text(now):
    done = DBTaskResult.objects.filter(
        status=TaskResultStatus.SUCCESSFUL, finished_at__lte=now - periods.SENT_LETTER_TEXT
    )
    return done.exclude(args_kwargs=NOTHING)


def sent(now):
    return DBTaskResult.objects.filter(status=TaskResultStatus.SUCCESSFUL, finished_at__lte=now - periods.SENT_LETTER)


def failed(now):
    return DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, finished_at__lte=now - periods.FAILED_LETTER)


def _letters(person):
    """Return the letters of the queue to somebody, from them or with their address, but those being sent right now."""
    rows = DBTaskResult.objects.exclude(status=TaskResultStatus.RUNNING).exclude(args_kwargs=NOTHING)
    return [
        row for row in rows.filter(task_path=mail.deliver.module_path) if _tells_of(row.args_kwargs["args"], person)
    ]


def _tells_of(args, person):
    letter = args[0] if args and isinstance(args[0], dict) else {}
    addresses = [*letter.get("to", ()), *letter.get("reply_to", ())]
    return any(is_same(address, person.key) for address in addresses) or person.key in letter.get("body", "").lower()


def _delete_letters(person, by):
    keys = [row.pk for row in _letters(person)]
    return DBTaskResult.objects.filter(pk__in=keys).exclude(status=TaskResultStatus.RUNNING).delete()[0]


def _opt_outs(person):
    return OptOut.objects.filter(email_key=person.key)


def erase_again(made_at):
    """Take out again whoever was taken out after the copy that was put back was made; the record of it has survived."""
    accounts.erase_again(accounts.ledger(), since=made_at)


def declare():
    register(
        Personal(
            key="letters",
            order=80,
            what=_("The letters that the site sends"),
            where={"django_tasks_database.DBTaskResult": ("args_kwargs", "return_value", "traceback")},
            purpose=_("To send them, and to try again when the mail server does not answer"),
            basis=Basis.TASK,
            seen_by=_("Whoever runs the site"),
            retention=lambda: (
                gettext("The text, until it is sent; that it was sent, %(sent)s; what could not be sent, %(failed)s")
                % {"sent": in_words(periods.SENT_LETTER), "failed": in_words(periods.FAILED_LETTER)}
            ),
            rules=(
                Rule("texts of letters sent", sent_with_text, empty),
                Rule("letters sent", sent),
                Rule("letters that failed", failed),
            ),
        ),
        Personal(
            key="opt_outs",
            order=81,
            what=_("That an e-mail wants no more letters of a kind"),
            where={"operations.OptOut": ("topic", "about", "email_key")},
            purpose=_("So as not to send them"),
            basis=Basis.TASK,
            seen_by=_("Whoever runs the site"),
            retention=lambda: gettext("As long as such letters could be sent"),
            rules=(Rule("letters not wanted", opt_out.over),),
        ),
        Personal(
            key="limits",
            order=82,
            what=_("How often something is sent from one connection or with one e-mail: a mark, and a figure"),
            where={"operations.Counter": ("name",)},
            purpose=_("To slow machines down"),
            basis=Basis.TASK,
            seen_by=_("Nobody"),
            retention=lambda: gettext("A day at most"),
            rules=(Rule("limits over", counters.over),),
        ),
        Personal(
            key="received",
            order=83,
            what=_("That a form was sent a moment ago: a mark of what it held, and the page that answered it"),
            where={"operations.Received": ("key", "sender", "answer")},
            purpose=_("So that what is sent twice by mistake is done once"),
            basis=Basis.TASK,
            seen_by=_("Nobody"),
            retention=lambda: gettext("Some seconds"),
            rules=(Rule("forms received", idempotency.over),),
        ),
    )
    not_personal("operations.LastRun", "name", "failed_jobs", because="names of jobs")
    not_personal(
        "operations.CacheRow", "cache_key", "value", because="what libraries remember for minutes: a figure was used"
    )
    not_personal(
        "django_tasks_database.DBTaskResult",
        "task_path", "worker_ids", "queue_name", "backend_name", "exception_class_path",
        because="names of programs",
    )  # fmt: skip
    not_personal(
        "operations.Failure",
        "fingerprint", "kind", "place", "route", "trace", "request_id",
        because="a fault of the program, without anything of whom it happened to",
    )  # fmt: skip
    erasing.register(
        Part(
            key="letters",
            words=_("Letters in the queue to this person or with their e-mail: they are deleted"),
            find=_letters,
            erase=_delete_letters,
            order=70,
        ),
        Part(
            key="opt_outs",
            words=_("Letters that this person does not want: it is forgotten"),
            find=_opt_outs,
            erase=deleting(_opt_outs),
            order=71,
        ),
    )
