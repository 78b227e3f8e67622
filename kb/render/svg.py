"""SVG as it stands inside a page: unique ids, a name, the page's own text colour and font."""

import re
from collections.abc import Iterator

from lxml import etree  # type: ignore[import-untyped, unused-ignore]

SVG = "http://www.w3.org/2000/svg"
HREF = "{http://www.w3.org/1999/xlink}href"
# kb.render.plot draws text and axes in this colour and nothing else, so that black data stays black.
INK = "#010203"
PX_PER_PT = 4 / 3
WHITE = frozenset({"#ffffff", "white", "none"})
REFERENCE = re.compile(r"url\(#([^)]+)\)")
LONG_NUMBER = re.compile(r"-?\d+\.\d{2,}")
# A scale of 0.015 must not become 0.02; a tenth of a pixel more or less in a line cannot be seen.
DIGITS = {"transform": 4, "d": 1}
NO_TURN = re.compile(r"rotate\(-?0(?:[ ,][^)]*)?\)")
LAYOUT = re.compile(r"\s*\n\s*")


def theme_svg(svg: str, uid: str, alt: str) -> str:
    """Turn a matplotlib figure into SVG that stands inside a page and follows its colours.

    Args:
        svg: What matplotlib wrote under the settings of `kb.render.plot`.
        uid: Prefix of all ids, unique in the page.
        alt: What the figure shows.

    Returns:
        An `<svg>` element. Text, axes and grid have the colour and font of the page; data keeps its colours.

    Raises:
        ValueError: The text is not SVG.
    """
    root = parse_svg(svg)
    for background in list(_backgrounds(root)):
        _remove(background)
    _take_style(root)
    for element in root.iter():
        for name, value in element.attrib.items():
            element.set(name, value.replace(INK, "currentColor"))
        if "style" in element.attrib:
            _inherit_font(element)
    width, height = (float(size) * PX_PER_PT for size in root.get("viewBox", "").split()[2:])
    for name in ("version", "width", "height"):
        root.attrib.pop(name, None)
    return finish_svg(root, uid, alt, "plot", (width, height))


def parse_svg(svg: str) -> etree._Element:
    """Parse SVG, leaving out prolog, comments, metadata and the space between elements.

    Raises:
        ValueError: The text is not SVG.
    """
    parser = etree.XMLParser(remove_comments=True, remove_pis=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(svg.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"不是 SVG：{error}") from error
    etree.strip_elements(root, f"{{{SVG}}}metadata", with_tail=False)
    for element in root.iter():
        if LAYOUT.fullmatch(element.text or ""):
            element.text = None
        if LAYOUT.fullmatch(element.tail or ""):
            element.tail = None
    return root


def finish_svg(root: etree._Element, uid: str, alt: str, kind: str, size: tuple[float, float]) -> str:
    """Give an SVG its name, size and unique ids, round its numbers, and write it.

    Args:
        root: The `<svg>` element.
        uid: Prefix of all ids, unique in the page.
        alt: What the figure shows.
        kind: Its class.
        size: Natural width and height in CSS pixels.
    """
    _prefix_ids(root, f"{uid}-")
    title = etree.Element(f"{{{SVG}}}title", id=f"{uid}-title")
    title.text = alt
    root.insert(0, title)
    width, height = (f"{length:.0f}" for length in size)
    # What is not drawn until it is near has no shape of its own.
    shape = f"aspect-ratio:{width}/{height}"
    for name, value in {
        "class": kind,
        "role": "img",
        "aria-labelledby": f"{uid}-title",
        "width": width,
        "height": height,
        "style": ";".join(filter(None, [root.get("style"), shape])),
    }.items():
        root.set(name, value)
    for element in root.iter():
        if NO_TURN.fullmatch(element.get("transform", "")):
            element.attrib.pop("transform")
        for name, value in element.attrib.items():
            element.set(name, value if name == HREF else _rounded(" ".join(value.split()), DIGITS.get(name, 2)))
    etree.cleanup_namespaces(root)
    return str(etree.tostring(root, encoding="unicode"))


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def _backgrounds(root: etree._Element) -> Iterator[etree._Element]:
    """The patches behind the figure and behind each of its axes: white, or not painted at all."""
    for group in root.iter(f"{{{SVG}}}g"):
        if re.match(r"(figure|axes)_\d+$", group.get("id", "")) and len(group):
            patch = group[0]
            if patch.get("id", "").startswith("patch_") and len(patch) == 1:
                style = _declarations(patch[0].get("style", ""))
                if style.get("fill") in WHITE and style.get("stroke", "none") == "none":
                    yield patch


def _take_style(root: etree._Element) -> None:
    """Move matplotlib's `*{…}` rule, which would hold for the whole page, to the element itself."""
    for style in list(root.iter(f"{{{SVG}}}style")):
        match = re.fullmatch(r"\s*\*\s*\{([^}]*)\}\s*", style.text or "")
        if match:
            root.set("style", match[1].strip())
        _remove(style)


def _inherit_font(element: etree._Element) -> None:
    kept = {name: value for name, value in _declarations(element.get("style", "")).items() if name != "font-family"}
    element.set("style", ";".join(f"{name}:{value}" for name, value in kept.items()))


def _declarations(style: str) -> dict[str, str]:
    pairs = (part.partition(":") for part in style.split(";") if ":" in part)
    return {name.strip(): value.strip() for name, _, value in pairs}


def _prefix_ids(root: etree._Element, prefix: str) -> None:
    """Prefix the ids that something refers to; drop the others."""
    used = set()
    for element in root.iter():
        # Material's instant navigation fails on a plain `href` in `<use>`.
        target = element.attrib.pop("href", None) or element.get(HREF)
        if target and target.startswith("#"):
            used.add(target[1:])
            element.set(HREF, f"#{prefix}{target[1:]}")
        elif target:
            element.set(HREF, target)
        for name, value in element.attrib.items():
            used.update(REFERENCE.findall(value))
            element.set(name, REFERENCE.sub(rf"url(#{prefix}\1)", value))
    for element in root.iter():
        old = element.attrib.pop("id", None)
        if old in used:
            element.set("id", prefix + old)


def _rounded(text: str, digits: int) -> str:
    def shorten(match: re.Match[str]) -> str:
        number = f"{float(match[0]):.{digits}f}".rstrip("0").rstrip(".")
        return "0" if number == "-0" else number

    return LONG_NUMBER.sub(shorten, text)
