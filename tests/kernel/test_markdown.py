"""Links of a text lead where they say, or nowhere."""

import pytest

from energies.kernel.markdown import render


@pytest.mark.parametrize(
    "link",
    [
        *("//evil.example", "///evil.example", "\\/\\/evil.example", "&#47;&#47;evil.example", "<\t//evil.example>"),
        *(
            "\u00a0//evil.example",
            "https:evil.example",
            "HTTPS:/evil.example",
            "http:///evil.example",
        ),
        *(
            "https://bo.cat@evil.example",
            "https://[::1",
            "ftp://evil.example",
            "tel:1",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
        ),
        *(
            "javascript&colon;alert(1)",
            "java&#115;cript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
        ),
        *("blob:https://evil.example", "file:///etc/passwd", "x:y"),
    ],
)
def test_what_leads_elsewhere_is_no_link(link):
    for text in (f"[text]({link})", f"[text][1]\n\n[1]: {link}", f"<{link}>"):
        assert "href" not in render(text)


@pytest.mark.parametrize(
    "link",
    [
        "https://exemple.cat",
        "http://exemple.cat/a?b=1#c",
        "mailto:a@exemple.cat",
        "/projectes/",
        "#dalt",
        "?page=2",
        "/a//b",
    ],
)
def test_whole_addresses_and_pages_of_ours_are(link):
    assert f'href="{link}"' in render(f"[text]({link})")
