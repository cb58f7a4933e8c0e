"""What ``manage.py check --deploy`` says of the road to the site."""

from django.conf import settings
from django.core.checks import Tags, Warning, register


@register(Tags.security, deploy=True)
def proxies_are_named(app_configs, **kwargs) -> list:
    """Production stands behind a proxy that ends TLS: unless it is named, all visitors count as one."""
    if settings.DEMO or settings.TRUSTED_PROXIES:
        return []
    words = (
        "SITE_URL is set and TRUSTED_PROXIES is not: behind a proxy, all visitors would count as one for the limits."
    )
    return [Warning(words, hint="Name the proxies, such as TRUSTED_PROXIES=127.0.0.1.", id="energies.W001")]
