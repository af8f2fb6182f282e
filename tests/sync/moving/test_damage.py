"""A file that is not whole, not ours or too new changes nothing, and the one who brings it is told what to do."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.helpers.household import NOW
from tests.helpers.lived import another, arrived, fill, home, left
from tests.helpers.remembered import ME

from liftday_sync.errors import InputError
from liftday_sync.moving import paper
from liftday_sync.moving.arrive import check
from liftday_sync.moving.leave import export
from liftday_sync.moving.merge import Merging
from liftday_sync.store import Store

type Document = dict[str, Any]


def rewritten(file: Path, change: Callable[[list[Document]], object], head: Document | None = None) -> Path:
    """The file with other records, laid out as it should be and with a checksum that fits."""
    document = json.loads(file.read_text(encoding="utf-8"))
    records = document["records"]
    change(records)
    lines = [json.dumps(one, ensure_ascii=False) for one in records]
    end = {"records": len(lines), "sha256": sha256("".join(f"{line}\n" for line in lines).encode()).hexdigest()}
    top = json.dumps(document["liftday_export"] | (head or {}))
    text = f'{{"liftday_export":{top},\n"records":[\n' + ",\n".join(lines) + f'\n],\n"end":{json.dumps(end)}}}\n'
    file.write_text(text, encoding="utf-8")
    return file


def first(records: list[Document], of: str, /, **like: Any) -> Document:
    """The first record of a kind, with these values."""
    return next(one for one in records if one["record"] == of and like.items() <= one.items())


def refused(new: Store, file: Path) -> str:
    """Why it is not taken; nothing of it is here."""
    with pytest.raises(InputError) as caught:
        arrived(new, file)
    assert is_empty(new)
    sentence = str(caught.value)
    assert "\n" not in sentence
    return sentence


def is_empty(store: Store) -> bool:
    return not (store.facts(ME) or store.activity_count(ME).total or store.source_reports(ME) or store.latest_plan(ME))


def test_what_another_program_lays_out_in_the_same_way_is_taken(new: Store, file: Path) -> None:
    arrived(new, rewritten(file, list))
    assert new.latest_plan(ME) is not None


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda all_: first(all_, "item").pop("content_hash"), "item.content_hash: Field required"),
        (lambda all_: first(all_, "session").update(status="lost"), "session.status: Input should be 'planned'"),
        (lambda all_: first(all_, "session").update(sequence="1"), "session.sequence: Input should be a valid integer"),
        (lambda all_: first(all_, "session").update(sequence=-1), "session.sequence: Input should be greater than"),
        (lambda all_: first(all_, "session").update(start_at="2026-11-27T17:00:00"), "should have timezone info"),
        (lambda all_: first(all_, "session")["content"].pop("dose"), "session.content.dose: Field required"),
        (lambda all_: first(all_, "told").update(colour="red"), "told.colour: Extra inputs are not permitted"),
        (lambda all_: first(all_, "told").update(record="spoken"), "does not match any of the expected tags"),
        (lambda all_: first(all_, "told").update(athlete="ben"), "an athlete whom the first line does not name"),
        (lambda all_: first(all_, "item")["activity"].update(elapsed_s="long"), "item.activity.elapsed_s: Input"),
        (
            lambda all_: first(all_, "item")["activity"].update(start="2026-11-27T17:00"),
            "which has no time zone; nothing",
        ),
        (
            lambda all_: first(all_, "item", external_id="m4")["meaning"]["detail"].update(start="2026-11-27T17:00"),
            "no offset",
        ),
        (lambda all_: first(all_, "item", external_id="5").update(payload="two"), "exclude each other"),
        (lambda all_: first(all_, "item", external_id="1").pop("payload"), "a stream needs its payload"),
        (
            lambda all_: first(all_, "item", external_id="m4")["meaning"]["detail"].pop("name"),
            "item.meaning.detail.name: Field required",
        ),
        (lambda all_: first(all_, "fact", kind="flag")["payload"].pop("since"), "a fact of kind 'flag' can't be read"),
        (lambda all_: first(all_, "fact", kind="flag")["payload"].update(since="2026-11-27"), "a time without offset"),
        (lambda all_: first(all_, "fact", kind="log")["payload"].update(exercise=[]), "mixes up numbers and names"),
        (lambda all_: first(all_, "fact", kind="log")["payload"]["sets"][0].update(reps="ten"), "mixes up numbers"),
        (lambda all_: first(all_, "fact", kind="flag").update(number=7), "out of order: number 1 should stand here"),
        (lambda all_: first(all_, "fact", kind="mistake").update(subject="4"), "that was not said before"),
        (lambda all_: first(all_, "fact", kind="override").update(key="one"), "has the key of an earlier one"),
        (lambda all_: first(all_, "item")["activity"].update(distance_m=1e300), "a number that is in no runner's life"),
        (lambda all_: first(all_, "item")["activity"].update(elapsed_s=float("inf")), "is in no runner's life"),
        (lambda all_: first(all_, "item")["activity"]["laps"][0].update(elapsed_s=0), "a lap takes no time"),
        (lambda all_: first(all_, "told").update(at="1066-10-14T00:00:00Z"), "should be greater than or equal to 1900"),
        (lambda all_: all_.append(dict(all_[0])), "tells of something a second time"),
        (lambda all_: all_.insert(0, all_[0] | {"external_id": "other"}), "is an activity that was there already"),
        (lambda all_: first(all_, "plan", revision=2).pop("document"), "the last plan of 'anna' itself"),
    ],
)
def test_a_record_that_cannot_be_is_refused_with_its_line(
    new: Store, file: Path, spoil: Callable[[list[Document]], object], words: str
) -> None:
    sentence = refused(new, rewritten(file, spoil))
    assert words in sentence
    assert sentence.startswith(f"{file}, line ")
    assert sentence.endswith("; nothing was changed here, export it anew.")


def test_what_stands_in_a_broken_record_is_not_repeated(new: Store, file: Path) -> None:
    def spoil(records: list[Document]) -> None:
        first(records, "item")["kind"] = "my diary"

    assert "my diary" not in refused(new, rewritten(file, spoil))


def test_a_file_of_a_newer_liftday_asks_for_an_upgrade(new: Store, file: Path) -> None:
    sentence = refused(new, rewritten(file, list, {"version": 2, "more": True}))
    assert sentence.endswith("(format 2, this one reads up to 1): bring Liftday up to date here first.")


@pytest.mark.parametrize("text", ["", "hello", "{}", '{"liftday_export":7,\n', "[1,\n2]", "\x1f\x8bnot packed at all"])
def test_a_file_of_something_else_is_told_apart(new: Store, tmp_path: Path, text: str) -> None:
    path = tmp_path / "other.json"
    path.write_bytes(text.encode("latin-1"))
    sentence = refused(new, path)
    assert "is no file of `liftday db export`" in sentence or "is damaged or breaks off" in sentence


@pytest.mark.parametrize("name", ["nowhere.json", "."])
def test_a_file_that_cannot_be_opened_is_named(new: Store, tmp_path: Path, name: str) -> None:
    assert "can't be read" in refused(new, tmp_path / name)


def test_a_file_that_was_laid_out_anew_by_another_program_is_refused(new: Store, file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([lines[0], "".join(lines[1:])]), encoding="utf-8")
    assert "line 2" in refused(new, file)


def test_an_end_that_counts_otherwise_is_refused(new: Store, file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b'"records":26', b'"records":27'))
    assert "tells of other records than the file holds" in refused(new, file)


def test_something_behind_the_end_is_refused(new: Store, file: Path) -> None:
    file.write_bytes(file.read_bytes() + b"more\n")
    assert "is followed by something else" in refused(new, file)


def test_a_file_that_changes_while_it_is_read_is_not_taken(
    new: Store, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def and_then(path: Path, corners: dict[str, str]) -> str:
        told = check(path, corners)
        rewritten(path, lambda records: records.remove(first(records, "told")))
        return told

    monkeypatch.setattr("liftday_sync.moving.arrive.check", and_then)
    assert "was changed while it was read; bring it in again." in refused(new, file)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """The same, plain and packed."""
    folder = tmp_path_factory.mktemp("files")
    with another(folder) as store:
        fill(store)
        plain, packed = left(store, folder / "anna.json"), left(store, folder / "anna.json.gz")
        return plain.read_bytes(), packed.read_bytes()


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1, exclude_max=True), which=st.sampled_from([0, 1]))
def test_wherever_a_file_breaks_off_it_is_refused(
    files: tuple[bytes, bytes], tmp_path: Path, at: float, which: int
) -> None:
    said = files[which]
    path = tmp_path / "cut.json"
    path.write_bytes(said[: int(at * len(said))])
    with pytest.raises(InputError):
        check(path, {ME: ME})


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7), which=st.sampled_from([0, 1]))
def test_wherever_a_bit_falls_over_in_a_record_it_is_noticed(
    files: tuple[bytes, bytes], tmp_path: Path, at: float, bit: int, which: int
) -> None:
    said = bytearray(files[which])
    head = 10 if which else said.index(b"\n")  # what a packed file begins with tells nothing of the records
    said[head + int(at * (len(said) - head))] ^= 1 << bit
    path = tmp_path / "bent.json"
    path.write_bytes(said)
    with pytest.raises(InputError):
        check(path, {ME: ME})


# --- interruptions -----------------------------------------------------------------------------------------------


def test_an_export_that_fails_half_way_leaves_no_file_and_the_next_one_works(
    old: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> bytes:
        raise OSError(28, "No space left on device")

    target = tmp_path / "out" / "anna.json.gz"
    with monkeypatch.context() as patch:
        patch.setattr(paper, "_line", full)
        with pytest.raises(InputError, match=r"can't be written \(No space left on device\): name another place"):
            export([home(old)], target, NOW, is_whole=True)
    assert list(target.parent.iterdir()) == []
    export([home(old)], target, NOW, is_whole=True)
    assert list(target.parent.iterdir()) == [target]


def test_an_import_that_fails_at_its_last_record_takes_all_of_it_back_and_the_next_one_works(
    new: Store, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def power_cut(*_: object) -> bool:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(Merging, "adopt", power_cut)
        with pytest.raises(RuntimeError):
            arrived(new, file)
    assert is_empty(new)
    assert arrived(new, file).added > 0


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.helpers.lived import another, arrived
from liftday_sync.moving.merge import Merging
take, calls = Merging._take, []
def then_killed(self, *given):
    take(self, *given)
    calls.append(given)
    if len(calls) == 5:
        os.kill(os.getpid(), signal.SIGKILL)
Merging._take = then_killed
with another(Path(sys.argv[1])) as store:
    arrived(store, Path(sys.argv[2]))
"""


@pytest.mark.slow
def test_killed_in_the_middle_of_an_import_nothing_of_it_is_here_and_the_next_one_works(
    file: Path, tmp_path: Path
) -> None:
    words = [sys.executable, "-c", KILLED, str(tmp_path / "there"), str(file)]
    root = Path(__file__).parents[3]
    done = subprocess.run(words, cwd=root, env=os.environ | {"PYTHONPATH": str(root)}, check=False)  # noqa: S603 (ourselves)
    assert done.returncode == -signal.SIGKILL
    with another(tmp_path / "there") as store:
        assert is_empty(store)
        arrived(store, file)
        assert left(store, tmp_path / "again.json").read_bytes() == file.read_bytes()
