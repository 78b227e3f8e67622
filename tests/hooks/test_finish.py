"""What pages are made for decides whether they carry the policy."""

from typing import Any

import pytest
from mkdocs.config.defaults import MkDocsConfig

from hooks import finish

PAGE = '<html><head><meta charset="utf-8"></head></html>'


@pytest.mark.parametrize(("command", "protected"), [("build", True), ("serve", False), ("gh-deploy", True)])
def test_only_the_preview_goes_without_the_policy(
    command: Any, protected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finish, "RUN", dict(finish.RUN))
    finish.on_startup(command, dirty=False)
    page = finish.on_post_template(PAGE, "404.html", MkDocsConfig())
    assert ("Content-Security-Policy" in page) is protected
