"""The closed lists: the project's own are sound, and a wrong entry is refused."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kb.errors import ContentError
from kb.vocabulary import load_glossary, load_parts, load_reading_list, load_tags
from tests.builders import DATA, write_data

DATA_FOLDER = Path(__file__).parents[2] / "data"


def test_lists_become_models(tmp_path: Path) -> None:
    write_data(tmp_path)
    data = tmp_path / "data"
    assert [(part.part, [board.slug for board in part.boards]) for part in load_parts(data)] == [
        ("general", ["deep-learning", "python", "deployment"]),
        ("aigc", ["llm"]),
    ]
    assert {name: tag.slug for name, tag in load_tags(data).items()} == {
        "激活函数": "activation",
        "量化": "quantization",
        "Python": "python",
    }
    (term,) = load_glossary(data)
    assert (term.term, term.forms, term.english, term.question) == ("误差函数", ["erf"], None, None)
    ((reading,),) = (group.readings for group in load_reading_list(data))
    assert reading.url == "https://example.com/a"


@pytest.mark.parametrize(
    ("load", "name", "entry", "field"),
    [
        (load_tags, "tags", {"name": "甲", "slug": "A B", "meaning": "乙"}, "slug"),
        (load_tags, "tags", {"name": "甲", "slug": "a"}, "meaning"),
        (
            load_parts,
            "boards",
            {"part": "a", "title": "甲", "description": "乙", "boards": [{"slug": "a"}]},
            "boards.0.title",
        ),
        (load_glossary, "glossary", {"term": "甲", "slug": "a", "meaning": "乙", "from": "a"}, "from"),
        (load_reading_list, "reading-list", {"group": "甲", "readings": [{"title": "乙"}]}, "readings.0.url"),
    ],
)
def test_a_wrong_entry_is_named(
    tmp_path: Path, load: Callable[[Path], Any], name: str, entry: dict[str, Any], field: str
) -> None:
    write_data(tmp_path, **{name: [*DATA[name], entry]})
    with pytest.raises(ContentError) as caught:
        load(tmp_path / "data")
    assert caught.value.path.endswith(f"{name}.yml")
    assert caught.value.field == f"{len(DATA[name])}.{field}"


@pytest.mark.parametrize("key", ["name", "slug"])
def test_a_tag_stands_once(tmp_path: Path, key: str) -> None:
    write_data(
        tmp_path, tags=[*DATA["tags"], {"name": "新", "slug": "new", "meaning": "丙"} | {key: DATA["tags"][0][key]}]
    )
    with pytest.raises(ContentError, match=f"{DATA['tags'][0][key]} 出现两次"):
        load_tags(tmp_path / "data")


def test_the_projects_own_lists_are_sound() -> None:
    assert [part.part for part in load_parts(DATA_FOLDER)] == ["aigc", "general"]
    assert load_tags(DATA_FOLDER) and load_glossary(DATA_FOLDER) and load_reading_list(DATA_FOLDER)
