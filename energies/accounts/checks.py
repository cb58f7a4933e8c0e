"""What ``manage.py migrate`` looks at before it begins."""

from allauth.mfa.models import Authenticator
from django.core.checks import Error
from django.db import connections

from energies.accounts import sealing
from energies.accounts.second_factor import SECRETS

LOST = "If it is lost, they are set up again: manage.py second_factor EMAIL --reset, for each of the team."


def secrets_open(databases=None, **options) -> list:
    """Return an Error if the settings lost the key of the second factors: the team would find it out at the door."""
    for using in databases or ():
        if Authenticator._meta.db_table not in connections[using].introspection.table_names():
            continue
        for data in Authenticator.objects.using(using).values_list("data", flat=True):
            sealed = [
                data[name] for name in SECRETS if isinstance(data.get(name), str) and sealing.is_sealed(data[name])
            ]
            try:
                [sealing.unseal(one) for one in sealed]
            except sealing.CannotOpen as error:
                return [
                    Error(
                        "The second factors were encrypted with another key.",
                        hint=f"{error} {LOST}",
                        id="accounts.E001",
                    )
                ]
    return []
