"""A programme of one's own: read, tried out in every way, and told by line what is wrong with it."""

from pathlib import Path

import pytest
import yaml

from liftday_rules.content import PROGRAMMES, Programme
from liftday_rules.content.programmes.wilson import WILSON
from liftday_sync.config.programme import find_programme


def test_every_programme_of_ours_is_known_by_its_name() -> None:
    assert [find_programme(name) for name in PROGRAMMES] == list(PROGRAMMES)
    assert {"liftday", "wilson", "reid", "carry-over", "full-extension", "hall"} == set(PROGRAMMES)


def test_a_name_that_is_none_gets_the_list() -> None:
    with pytest.raises(ValueError, match="choose liftday, wilson"):
        find_programme("wilsn")


def test_a_sound_file_is_a_programme(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(yaml.safe_dump({**WILSON, "name": "mine", "article": "own"}), encoding="utf-8")

    found = find_programme(str(file))

    assert isinstance(found, Programme)
    assert found.name == "mine"


def test_what_is_wrong_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(
        "name: mine\nsessions:\n  - kind: full\n    slots:\n      - {role: main, pattern: SQ, moves: [no_such]}\n",
        encoding="utf-8",
    )

    with pytest.raises(ValueError, match=r"mine\.yaml, line 5: Session 1, line 1: there is no exercise 'no_such'"):
        find_programme(str(file))


def test_a_file_that_is_missing_or_no_yaml_says_so(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="give its whole path"):
        find_programme(str(tmp_path / "none.yaml"))
    broken = tmp_path / "broken.yaml"
    broken.write_text("name: [", encoding="utf-8")
    with pytest.raises(ValueError, match="is no YAML"):
        find_programme(str(broken))
