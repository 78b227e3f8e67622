"""Adds the styles, fonts and scripts that come from npm, and the site's own script bundle."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

from kb.assets import bundle, katex_assets
from kb.components import shipped_components
from kb.errors import ContentError
from kb.node import ensure_packages
from kb.project import Project

# What Material brings for the search that this site does not use.
UNUSED = ("assets/javascripts/lunr/", "assets/javascripts/workers/")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Install the locked npm packages if need be; add what the browser gets of them, and all licences."""
    project: Project = config.extra["project"]
    try:
        packages = ensure_packages(project.root)
        assets = katex_assets(packages) | {
            "assets/javascripts/site.js": bundle(project.root / "frontend" / "main.js", packages)
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
