"""What is documented works: a site behind a proxy that ends TLS."""

import pytest

pytestmark = pytest.mark.production


def test_a_public_page_comes_by_https_with_what_keeps_it_safe(road):
    page = road.visitor().open("/")
    assert "Energies Comunitàries" in page.text
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
