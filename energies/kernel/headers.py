"""What every answer says to browsers besides its content, and what one to HEAD leaves out."""

# https://www.w3.org/TR/permissions-policy/: the site asks where somebody is (when they press for it), shows codes and
# takes passkeys; pages of others in ours, of which there are none, could do nothing.
from django.http import HttpResponse

PERMISSIONS = {
    "geolocation": "self",
    "publickey-credentials-create": "self",
    "publickey-credentials-get": "self",
    **dict.fromkeys(
        ("accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen", "gyroscope",
         "magnetometer", "microphone", "midi", "payment", "screen-wake-lock", "usb", "xr-spatial-tracking"),
        "",
    ),
}  # fmt: skip
HEADERS = {
    "Permissions-Policy": ", ".join(f"{name}=({who})" for name, who in PERMISSIONS.items()),
    # Nobody else's page holds ours, nor our pictures (https://fetch.spec.whatwg.org/#cross-origin-resource-policy-header).
    "Cross-Origin-Resource-Policy": "same-origin",
}


class SecurityHeadersMiddleware:
    """Closes to browsers what no page of ours needs; an answer may say otherwise itself."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class HeadMiddleware:
    """Answers HEAD with the head alone, its Content-Length that of the body it would have: servers complain of more."""

    def __init__(self, get_response) -> None:
        self.get_response = get_response

    def __call__(self, request) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "HEAD":
            if response.streaming:
                response.streaming_content = []
            else:
                response.content = b""
        return response
