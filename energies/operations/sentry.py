"""Errors to Sentry or what speaks its protocol (GlitchTip), when ``SENTRY_DSN`` is set: the fault, and nothing of people."""

import sentry_sdk

from energies.operations import request_id

# All that may tell of whoever asked, or of what they typed.
DROPPED = ("request", "user", "breadcrumbs", "extra", "server_name", "modules")


def install(dsn: str, release: str) -> None:
    """Begin to report; what is sent passes ``strip``."""
    sentry_sdk.init(
        dsn=dsn,
        release=release,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        before_send=strip,  # type: ignore[arg-type]
    )


def strip(event: dict, hint: dict) -> dict:
    """Return the event without what may be personal: where in the program it was stays, with the request's name."""
    for name in DROPPED:
        event.pop(name, None)
    for error in event.get("exception", {}).get("values", []):
        # An exception's message may quote what somebody typed.
        error["value"] = ""
    if "logentry" in event:
        event["logentry"] = {"message": event["logentry"].get("message", "")}
    event.setdefault("tags", {})["request_id"] = request_id.current()
    return event
