"""What is kept of whoever has an account, and of what the libraries of signing in and of the desk keep of them."""

import json
from importlib import import_module

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from energies.accounts import codes, held_forms
from energies.accounts import erasing as accounts
from energies.accounts.models import HeldForm, SignInCode, User
from energies.kernel import erasing, periods
from energies.kernel.erasing import Part, deleting, rows_of
from energies.kernel.mail import NOBODY
from energies.kernel.personal import Basis, Personal, Rule, in_words, not_personal, register


def expired_sessions(now) -> QuerySet:
    return Session.objects.filter(expire_date__lte=now)


def old_log(now) -> QuerySet:
    return LogEntry.objects.filter(action_time__lte=now - periods.DESK_LOG)


def _sessions(person) -> list:
    """Return the sessions of somebody's account, and those in which their address was typed."""
    mine = str(person.user.pk) if person.user else None
    decoded = ((one, one.get_decoded()) for one in Session.objects.iterator())
    return [
        one
        for one, data in decoded
        if (mine and data.get("_auth_user_id") == mine) or f'"{person.key}"' in json.dumps(data).lower()
    ]


def _end_sessions(person, by) -> int:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    sessions = _sessions(person)
    for one in sessions:
        store(one.session_key).delete()
    return len(sessions)


def _codes(person) -> QuerySet:
    return rows_of(SignInCode.objects.all(), person.key)


def _held(person) -> QuerySet:
    return HeldForm.objects.filter(whose=held_forms.whose(person.key))


def _second_factors(person) -> QuerySet:
    return Authenticator.objects.filter(user=person.user) if person.user else Authenticator.objects.none()


def _addresses_of(person) -> QuerySet:
    return EmailAddress.objects.filter(user=person.user) if person.user else EmailAddress.objects.none()


def _logged(person) -> QuerySet:
    """Return what the desk's log says of somebody: of their account, or with their address."""
    about = Q(object_repr__icontains=person.key) | Q(change_message__icontains=person.key)
    if person.user:
        about |= Q(content_type=ContentType.objects.get_for_model(User), object_id=str(person.user.pk))
    return LogEntry.objects.filter(about)


def _account(person) -> list:
    return [person.user] if person.user and not person.user.is_erased else []


def _erase_account(person, by) -> int:
    for user in _account(person):
        accounts.erase_account(user)
        return 1
    return 0


def declare() -> None:
    team = _("The team")
    register(
        Personal(
            key="accounts",
            order=1,
            what=_("Your account: e-mail, name and language"),
            where={
                "accounts.User": ("email", "email_key", "name", "password"),
                "account.EmailAddress": ("user", "email"),
                "account.EmailConfirmation": ("key",),
            },
            purpose=_("To let you in and to write to you about what you do here"),
            basis=Basis.TASK,
            seen_by=team,
            retention=lambda: (
                gettext("Until you ask us to erase it, or %(time)s without signing in if you keep no entry up")
                % {"time": in_words(periods.ACCOUNT_UNUSED)}
            ),
            rules=(Rule("accounts nobody uses", accounts.unused, accounts.erase_unused, batch=20),),
        ),
        Personal(
            key="codes",
            order=2,
            what=_("The figures that you sign in with, and the e-mail they went to"),
            where={"accounts.SignInCode": ("email", "figures_hash")},
            purpose=_("To know that whoever comes in reads that e-mail"),
            basis=Basis.TASK,
            seen_by=_("Nobody"),
            retention=lambda: gettext("%(n)s minutes") % {"n": codes.LASTS.seconds // 60},
            rules=(Rule("sign-in codes", codes.over),),
        ),
        Personal(
            key="second_factor",
            order=2,
            what=_("The second factor of whoever is on the team"),
            where={"mfa.Authenticator": ("user", "data")},
            purpose=_("So that nobody gets in with a stolen e-mail (Spain’s National Security Framework)"),
            basis=Basis.DUTY,
            seen_by=_("Nobody"),
            retention=lambda: gettext("While they are on the team"),
        ),
        Personal(
            key="sessions",
            order=3,
            what=_("That you are signed in on a device, or are about to"),
            where={"sessions.Session": ("session_key", "session_data")},
            purpose=_("So that you need not sign in on each page"),
            basis=Basis.TASK,
            seen_by=_("Nobody"),
            retention=lambda: (
                gettext("Until you sign out, or %(n)s days") % {"n": settings.SESSION_COOKIE_AGE // 86400}
            ),
            rules=(Rule("sessions that are over", expired_sessions),),
        ),
        Personal(
            key="held_forms",
            order=3,
            what=_("What you sent when your session had ended, encrypted, until you are back"),
            where={"accounts.HeldForm": ("whose", "sealed")},
            purpose=_("So that you do not lose what you had written"),
            basis=Basis.TASK,
            seen_by=_("Nobody"),
            retention=lambda: gettext("%(n)s minutes") % {"n": periods.HELD_FORM.seconds // 60},
            rules=(Rule("forms held until their senders sign in", held_forms.expired),),
        ),
        Personal(
            key="desk_log",
            order=4,
            what=_("What each person of the team does at its desk"),
            where={"admin.LogEntry": ("user", "object_id", "object_repr", "change_message")},
            purpose=_("To know who did what (Spain’s National Security Framework)"),
            basis=Basis.DUTY,
            seen_by=team,
            retention=lambda: in_words(periods.DESK_LOG),
            rules=(Rule("log of the desk", old_log),),
        ),
        Personal(
            key="erasures",
            order=90,
            what=_("That somebody was erased, and when, without saying who"),
            where={"accounts.Erasure": ("key", "by", "person", "counts")},
            purpose=_("To be able to show that it was done, and so that a backup does not bring them back"),
            basis=Basis.DUTY,
            seen_by=_("Whoever runs the site"),
            retention=lambda: gettext("As long as the site"),
        ),
    )
    not_personal("auth.Group", "name", because="names of rights")
    not_personal("auth.Permission", "name", "codename", because="names of rights")
    not_personal("contenttypes.ContentType", "app_label", "model", because="names of models")
    erasing.register(
        Part(
            key="sessions",
            words=_("Open sessions: they end"),
            find=_sessions,
            erase=_end_sessions,
            order=80,
        ),
        Part(
            key="codes",
            words=_("Figures to sign in with: they are deleted"),
            find=_codes,
            erase=deleting(_codes),
            order=80,
        ),
        Part(
            key="held_forms",
            words=_("Forms that wait for this person to sign in: they are deleted"),
            find=_held,
            erase=deleting(_held),
            order=80,
        ),
        Part(
            key="second_factors",
            words=_("Second factors: they are deleted"),
            find=_second_factors,
            erase=deleting(_second_factors),
            order=81,
        ),
        Part(
            key="desk_log",
            words=_("Lines of the desk’s log about this person: they are deleted"),
            find=_logged,
            erase=deleting(_logged),
            order=82,
        ),
        Part(
            key="addresses",
            words=_("E-mail addresses of the account: they are deleted"),
            find=_addresses_of,
            erase=deleting(_addresses_of),
            order=83,
        ),
        Part(
            key="account",
            words=_("Account: nobody can sign in with it, and it names nobody any more"),
            find=_account,
            erase=_erase_account,
            addresses=lambda: User.objects.exclude(email_key__endswith=f"@{NOBODY}").values_list("email", flat=True),
            order=99,
        ),
    )
