"""What a first visit fetches is within its budget, and every page is HTML."""

import pytest
from playwright.sync_api import Browser

from kb.assets import FONTS
from kb.node import ensure_packages
from scripts.bench import SUBJECTS, Subject
from scripts.measuring import View, traffic
from scripts.nu import html_errors
from tests.serving import ROOT, Site

pytestmark = pytest.mark.site


@pytest.mark.parametrize("subject", [subject for subject in SUBJECTS if subject.size], ids=lambda subject: subject.name)
def test_a_first_visit_fetches_little(subject: Subject, browser: Browser, site: Site) -> None:
    fetched = traffic(browser, View(site.url + subject.address, subject.ready))
    assert subject.size is not None
    assert fetched.size <= subject.size


def test_fonts_hold_only_what_is_shown(site: Site) -> None:
    whole = ensure_packages(ROOT) / "katex" / "dist" / "fonts"
    main = "KaTeX_Main-Regular.woff2"
    assert (site.folder / FONTS / main).stat().st_size < (whole / main).stat().st_size / 2


def test_every_page_is_html(site: Site) -> None:
    assert html_errors(site.folder, [site.folder]) == []
