"""Adds the styles, fonts and scripts that come from npm, and the site's own script bundle."""

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

from kb.assets import bundle, katex_assets
from kb.errors import ContentError
from kb.node import ensure_packages
from kb.project import Project


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Install the locked npm packages if need be, and add what the browser gets of them."""
    project: Project = config.extra["project"]
    try:
        packages = ensure_packages(project.root)
        assets = katex_assets(packages) | {
            "assets/javascripts/site.js": bundle(project.root / "frontend" / "main.js", packages)
        }
    except ContentError as error:
        raise PluginError(str(error)) from error
    for src, content in assets.items():
        files.append(File.generated(config, src, content=content))
    return files
