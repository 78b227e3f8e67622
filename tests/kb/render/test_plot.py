"""Figures: the same bytes each time, text as text, nothing of the machine in them."""

import ast
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kb.render.plot import COLOURS, FONT_FAMILY, kernel_environment
from kb.render.svg import INK

# Fonts that matplotlib does not bring itself, the file it takes, and whether the settings leak names into cells.
FONTS = """
import matplotlib
from matplotlib import font_manager as manager
from pathlib import Path
added = {font.name for font in manager.fontManager.ttflist if not font.fname.startswith(matplotlib.get_data_path())}
used = Path(manager.findfont(manager.FontProperties(family=["sans-serif"]))).name
(added, used, "fonts" in dir())
"""
BACKGROUNDS = ("ffffff", "1e2129")


def luminance(colour: str) -> float:
    """Relative luminance as WCAG defines it."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("background", BACKGROUNDS)
@pytest.mark.parametrize("colour", COLOURS)
def test_data_colours_are_seen_on_both_backgrounds(colour: str, background: str) -> None:
    dark, light = sorted((luminance(colour), luminance(background)))
    assert (light + 0.05) / (dark + 0.05) >= 3.6


def test_two_runs_give_the_same_bytes(figures: list[str]) -> None:
    assert figures[0] == figures[1]


def test_text_stays_text(figures: list[str]) -> None:
    assert re.search(r"<text [^>]*>输入（横轴）</text>", figures[0])


def test_ink_is_the_sentinel_and_there_is_no_background_and_no_date(figures: list[str]) -> None:
    assert INK in figures[0]
    assert "<dc:date>" not in figures[0] and "Matplotlib v" not in figures[0]
    # The two bars are white; nothing behind them is.
    assert figures[0].count("#ffffff") == 2


def test_the_kernel_sees_nothing_else_of_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KB_SECRET", "1")
    environment = kernel_environment(tmp_path)
    assert "KB_SECRET" not in environment
    paths = {environment[name] for name in ("HOME", "IPYTHONDIR", "MPLCONFIGDIR", "MATPLOTLIBRC")}
    assert all(
        Path(path).is_relative_to(tmp_path) and Path(path).exists() for path in paths - {environment["IPYTHONDIR"]}
    )


def test_notebooks_that_start_together_share_the_settings(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(kernel_environment, [tmp_path] * 32))
    assert found == [found[0]] * 32


def test_text_is_measured_with_the_pinned_font(execute: Callable[[str, Path], list[Any]], tmp_path: Path) -> None:
    (output,) = execute(FONTS, tmp_path)
    added, used, leaked = ast.literal_eval(output.data["text/plain"])
    assert FONT_FAMILY in added and all(name.startswith(FONT_FAMILY) for name in added)
    assert used == "NotoSansCJKsc-Regular.otf"
    assert not leaked
