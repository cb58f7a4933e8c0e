"""What allauth asks of the site: how it writes to people, and how it keeps secrets."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from energies.accounts import sealing
from energies.kernel import mail
from energies.kernel.client import address_of


class AccountAdapter(DefaultAccountAdapter):
    def send_mail(self, template_prefix, email, context) -> None:
        """Queue a plain letter, like every other."""
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", context).split())
        body = render_to_string(f"{template_prefix}_message.txt", context)
        # What allauth tells of it has written already; the queue is a transaction of its own.
        with transaction.atomic():
            mail.queue(subject, body, to=[email])

    def add_message(self, request, level, message_template=None, *args, **kwargs) -> None:
        # Being in says enough by itself.
        if message_template != "account/messages/logged_in.txt":
            super().add_message(request, level, message_template, *args, **kwargs)

    def is_open_for_signup(self, request) -> bool:
        # People become known by a right code only (codes.py).
        return False

    def get_client_ip(self, request) -> str:
        return address_of(request)

    def get_from_email(self) -> str:
        return settings.DEFAULT_FROM_EMAIL


class MFAAdapter(DefaultMFAAdapter):
    """Secrets of second factors are sealed before they are kept."""

    def encrypt(self, text) -> str:
        return sealing.seal(text)

    def decrypt(self, encrypted_text) -> str:
        return sealing.unseal(encrypted_text)
