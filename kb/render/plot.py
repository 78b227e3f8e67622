"""Under which settings notebooks run, so that their figures are deterministic SVG that a page can theme."""

import os
import threading
from importlib.metadata import distribution
from pathlib import Path

from kb.files import write_if_changed
from kb.render.svg import INK

FONT = "mplfonts/fonts/NotoSansCJKsc-Regular.otf"
FONT_FAMILY = "Noto Sans CJK SC"
# Each at least 3.6:1 on white and on the dark scheme's #1e2129.
COLOURS = ("2f7fd1", "d1603d", "2e9464", "a565c4", "b07d12", "1d93a5", "d1477f")
_WRITING = threading.Lock()  # Notebooks run side by side.
INHERITED = ("PATH", "PYTHONHOME", "LD_LIBRARY_PATH", "SYSTEMROOT")

_INK = INK.removeprefix("#")  # In a matplotlibrc, `#` begins a comment.
MATPLOTLIBRC = f"""\
figure.figsize: 5.4, 3.4
figure.facecolor: none
figure.edgecolor: none
axes.facecolor: none
savefig.facecolor: none
svg.fonttype: none
svg.hashsalt: kb
font.family: sans-serif
font.sans-serif: {FONT_FAMILY}, DejaVu Sans
font.size: 11
axes.prop_cycle: cycler("color", {list(COLOURS)})
axes.spines.top: False
axes.spines.right: False
text.color: {_INK}
axes.edgecolor: {_INK}
axes.labelcolor: {_INK}
xtick.color: {_INK}
ytick.color: {_INK}
grid.color: {_INK}
grid.alpha: 0.2
legend.edgecolor: {_INK}
legend.frameon: False
patch.edgecolor: {_INK}
hatch.color: {_INK}
boxplot.boxprops.color: {_INK}
boxplot.whiskerprops.color: {_INK}
boxplot.capprops.color: {_INK}
boxplot.flierprops.color: {_INK}
boxplot.flierprops.markeredgecolor: {_INK}
"""

# IPython runs this before the first cell, outside of the notebook's names. The machine's own fonts are
# forgotten: text measured with another font would move the figure's margins.
KERNEL_CONFIG = """\
from matplotlib import font_manager, get_data_path

fonts = font_manager.fontManager
fonts.ttflist = [font for font in fonts.ttflist if font.fname.startswith(get_data_path())]
fonts.addfont({font!r})

c = get_config()
c.IPKernelApp.log_level = "ERROR"
c.HistoryManager.enabled = False
c.InlineBackend.figure_formats = {{"svg"}}
c.InlineBackend.print_figure_kwargs = {{
    "bbox_inches": "tight",
    "metadata": {{"Date": None, "Creator": None}},
}}
"""


def kernel_environment(cache: Path) -> dict[str, str]:
    """Write the settings under which notebooks run, and say how a kernel finds them.

    Args:
        cache: The project's `.cache`.

    Returns:
        The whole environment of a kernel: nothing else of the machine's reaches it but where Python is.
    """
    home = (cache / "kernel").resolve()
    rc = home / "matplotlib" / "matplotlibrc"
    config = home / "ipython" / "profile_default" / "ipython_kernel_config.py"
    with _WRITING:
        write_if_changed(rc, MATPLOTLIBRC)
        write_if_changed(config, KERNEL_CONFIG.format(font=str(font_path())))
    return {name: os.environ[name] for name in INHERITED if name in os.environ} | {
        "HOME": str(home),
        "IPYTHONDIR": str(home / "ipython"),
        "MPLCONFIGDIR": str(rc.parent),
        "MATPLOTLIBRC": str(rc),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "SOURCE_DATE_EPOCH": "0",
        "PYTHONHASHSEED": "0",
        # Sums over threads come out in another order each time.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


def font_path() -> Path:
    """The pinned font with which text is measured; mplfonts itself is never imported."""
    return Path(str(distribution("mplfonts").locate_file(FONT)))
