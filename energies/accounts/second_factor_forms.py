"""The second factor's figures, tried a few times and no more: counted for the person, whoever tries."""

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm

from energies.kernel import limits

TRIES = limits.declare("second-factor", "person", 10, 15 * limits.MINUTE, away="closed")


class RateLimitedCode:
    def clean_code(self) -> str:
        # Before it is looked at, so that tries at the same instant count each.
        limits.count(TRIES, self.user.pk)
        return super().clean_code()


class SecondFactorForm(RateLimitedCode, AuthenticateForm):
    pass


class SecondFactorAgainForm(RateLimitedCode, ReauthenticateForm):
    pass
