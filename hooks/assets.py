"""Adds the styles, fonts and scripts that come from npm, and the site's own script bundle."""

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

from kb.assets import FONTS, STYLES, bundle, styles
from kb.components import shipped_components
from kb.errors import ContentError
from kb.node import ensure_packages
from kb.pages import Fragments
from kb.project import Project
from kb.render.fonts import subset_fonts

# What Material brings for the search that this site does not use.
UNUSED = ("assets/javascripts/lunr/", "assets/javascripts/workers/")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Install the locked npm packages if need be; add what the browser gets of them, and all licences."""
    project: Project = config.extra["project"]
    try:
        packages = ensure_packages(project.root)
        frontend = project.root / "frontend"
        assets = styles(frontend / "styles" / "main.css", packages) | {
            "assets/javascripts/site.js": bundle(frontend / "main.js", packages),
            "assets/javascripts/search.js": bundle(frontend / "search" / "engine.js", packages, "kbEngine"),
        }
        components = shipped_components(project.root / "data", packages)
    except ContentError as error:
        raise PluginError(str(error)) from error
    config.extra["components"] = components
    assets |= {shipped.link: shipped.licence.encode() for shipped in components if shipped.licence}
    for file in [file for file in files if file.src_uri.startswith(UNUSED)]:
        files.remove(file)
    for src, content in assets.items():
        files.append(File.generated(config, src, content=content))
    return files


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Cut KaTeX's fonts to the letters that all pages, which are typeset by now, show."""
    if any(file.page is None or file.page.content is None for file in files.documentation_pages()):
        return  # `mkdocs serve --dirty` typesets only what has changed.
    fragments: Fragments = config.extra["fragments"]
    fonts = {uri: files.src_uris[uri] for uri in files.src_uris if uri.startswith(FONTS)}
    css = files.src_uris[STYLES].content_string
    letters = fragments.letters.by_family(css)
    for uri, content in subset_fonts({uri: file.content_bytes for uri, file in fonts.items()}, letters).items():
        fonts[uri].content_bytes = content
