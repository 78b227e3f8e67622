"""Light, dark, or as the system has it."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.addresses import HOME, QUESTION
from tests.browser.conftest import Reader

pytestmark = pytest.mark.browser
BUTTON = "form[data-md-component=palette] label:not([hidden])"
BACKGROUND = "getComputedStyle(document.body).backgroundColor"


def brightness(page: Page) -> float:
    """The mean of the background's colour channels, 0 to 255."""
    channels = [float(part) for part in page.evaluate(f"{BACKGROUND}.match(/[\\d.]+/g)")[:3]]
    return sum(channels) / 3


def test_follows_the_system_also_while_reading(visit: Reader) -> None:
    page = visit(QUESTION, scheme="light")
    assert brightness(page) > 240
    page.emulate_media(color_scheme="dark")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    assert brightness(page) < 60


def test_button_goes_through_three_states_that_last(visit: Reader) -> None:
    page = visit(HOME, scheme="dark")
    for following, dark in (
        ("__palette_1", True),
        ("__palette_2", False),
        ("__palette_0", True),
        ("__palette_1", True),
    ):
        for _ in range(2):
            expect(page.locator(BUTTON)).to_have_attribute("for", following)
            expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate" if dark else "default")
            assert (brightness(page) < 128) == dark
            page.reload()
        page.locator(BUTTON).click()


def test_choice_holds_on_other_pages(visit: Reader) -> None:
    page = visit(HOME, scheme="light")
    page.locator(BUTTON).click()
    page.locator(BUTTON).click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "slate")
    page.goto(visit.site.url + QUESTION)
    assert brightness(page) < 60
