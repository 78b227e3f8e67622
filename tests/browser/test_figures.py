"""Figures and formulas in the colours of the page."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.addresses import BITMAPS, NOTEBOOK, OTHER_QUESTION, QUESTION
from tests.browser.conftest import Reader

pytestmark = pytest.mark.browser

# Colours may have any syntax and be translucent: a canvas mixes them as the screen does.
MEASURE = """
() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const paint = (...colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const background = getComputedStyle(document.body).backgroundColor;
  const contrast = (a, b) => (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  return [...document.querySelectorAll("figure svg.plot text")].map((text) => {
    const colour = getComputedStyle(text).fill;
    const [drawn, behind] = [paint(background, colour), paint(background)].map(luminance);
    return { text: text.textContent, colour, contrast: contrast(drawn, behind) };
  });
}
"""


def labels(page: Page) -> list[dict[str, Any]]:
    """Text, colour and contrast of each label of the page's plots."""
    measured: list[dict[str, Any]] = page.evaluate(MEASURE)
    return measured


@pytest.mark.parametrize("url", [QUESTION, OTHER_QUESTION, BITMAPS, NOTEBOOK])
def test_labels_follow_the_scheme_and_stay_legible(url: str, visit: Reader) -> None:
    light, dark = labels(visit(url, scheme="light")), labels(visit(url, scheme="dark"))
    assert light and len(light) == len(dark)
    assert all(a["colour"] != b["colour"] for a, b in zip(light, dark, strict=True))
    assert [label for label in light + dark if label["contrast"] < 4.5] == []


def test_data_keeps_its_colours(visit: Reader) -> None:
    strokes = "paths => paths.map(path => path.style.stroke).filter(colour => colour.startsWith('rgb'))"
    light, dark = (visit(QUESTION, scheme=scheme).locator("svg.plot path") for scheme in ("light", "dark"))
    colours = light.evaluate_all(strokes)
    assert len(set(colours)) >= 3
    assert dark.evaluate_all(strokes) == colours


def test_bitmaps_are_scaled_without_smoothing(visit: Reader) -> None:
    page = visit(BITMAPS)
    pictures = page.locator("img.kb-pixelated")
    assert pictures.count() >= 3
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        picture.evaluate("image => image.decode()")
        assert picture.evaluate("image => getComputedStyle(image).imageRendering") == "pixelated"
        assert picture.evaluate("image => image.naturalWidth === Number(image.getAttribute('width'))")
