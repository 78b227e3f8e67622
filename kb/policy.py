"""The Content-Security-Policy of a page: only the site's own files run, are shown or are asked for.

It stands in the page, because the host of the site sends no headers of ours.
"""

import re
from base64 import b64encode
from hashlib import sha256

CHARSET = '<meta charset="utf-8">'
META = '<meta http-equiv="Content-Security-Policy" content="{}">'
OLD_META = re.compile(re.escape(META).replace(r"\{\}", '[^"]*'))
SCRIPT = re.compile(r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script>", re.DOTALL)
# Data is never run, so it needs no hash.
NOT_INLINE = re.compile(r"\s(?:src=|type=\"application/(?:ld\+)?json\")")


def set_policy(page: str, *, from_files: bool = False) -> str:
    """Put the policy into a finished page, in the place of one that is there.

    Pages whose inline scripts are the same get the same policy. They should be: instant navigation adds the
    next page's policy to this page's, and from then on both hold.

    Args:
        page: A finished page; one that does not declare its charset is left as it is.
        from_files: Whether the page is opened from the file system, where browsers differ on what `'self'` is.
    """
    meta = META.format(policy(page, "'self' file:" if from_files else "'self'"))
    return OLD_META.sub("", page).replace(CHARSET, CHARSET + meta, 1)


def policy(page: str, own: str = "'self'") -> str:
    """The policy for a page.

    Args:
        page: The page with its inline scripts as they are served.
        own: The source expression for the site's own files.
    """
    directives = {
        "default-src": ["'none'"],
        "script-src": [own, *script_hashes(page)],
        "style-src": [own, "'unsafe-inline'"],  # Formulas and figures carry their measures with them.
        "img-src": [own, "data:"],  # Figures made of pixels, and the icons of the theme.
        "font-src": [own],
        "connect-src": [own],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    return "; ".join(" ".join([name, *sources]) for name, sources in directives.items())


def script_hashes(page: str) -> list[str]:
    """The source expressions that allow the inline scripts of a page, sorted."""
    inline = (match["text"] for match in SCRIPT.finditer(page) if not NOT_INLINE.search(match["attributes"]))
    return sorted({f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in inline})
