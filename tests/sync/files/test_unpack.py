import gzip
import os
import zipfile
from pathlib import Path

import pytest
from tests.helpers.fit_writer import RunFile, run_bytes
from tests.helpers.track_writer import zip_bytes
from tests.sync.files.reading import EASY, HOME, START, item_of, outcome_of

from liftday_sync.sources.files import unpack
from liftday_sync.sources.files.reading import Outcome, read_job
from liftday_sync.sources.files.unpack import Archives
from liftday_sync.sources.files.walk import find

FIT = run_bytes(RunFile(start=START, laps=EASY))


def import_all(path: Path) -> tuple[list[Outcome], list[tuple[str, str]]]:
    found = find([path])
    with Archives() as archives:
        return [read_job(job, archives, HOME) for job in found.jobs], found.problems


def sentences(path: Path) -> list[str]:
    outcomes, problems = import_all(path)
    return [sentence for _, sentence in problems] + [remark for outcome in outcomes for remark in outcome.remarks]


def locked(data: bytes) -> bytes:
    """Mark every member as encrypted."""
    spoiled = bytearray(data)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        where = spoiled.find(signature)
        while where >= 0:
            spoiled[where + at] |= 1
            where = spoiled.find(signature, where + 4)
    return bytes(spoiled)


def test_a_zip_within_a_zip_is_read_and_a_trap_in_it_stops_nothing(tmp_path: Path) -> None:
    bomb = zip_bytes({"big.gpx": bytes(40_000_000)})
    path = tmp_path / "all.zip"
    path.write_bytes(zip_bytes({"good.fit": FIT, "inner.zip": zip_bytes({"a/b.fit": FIT}), "bomb.zip": bomb}))
    outcomes, problems = import_all(path)
    assert problems == []
    assert [outcome.path.removeprefix(str(path)) for outcome in outcomes] == [
        "/good.fit",
        "/inner.zip/a/b.fit",
        "/bomb.zip/big.gpx",
    ]
    assert [len(outcome.told) for outcome in outcomes] == [1, 1, 0]
    assert outcomes[2].remarks == (unpack.BOMB,)


def test_a_gzip_that_unpacks_to_nothing_but_zeros_is_not_unpacked(tmp_path: Path) -> None:
    assert outcome_of(tmp_path, "run.fit.gz", gzip.compress(bytes(50_000_000))).remarks == (unpack.BOMB,)


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.fit"
    with path.open("wb") as file:
        file.truncate(unpack.MAX_FILE + 1)
    assert sentences(path) == [unpack.TOO_LARGE]


def test_a_locked_archive_says_how_to_open_it(tmp_path: Path) -> None:
    (tmp_path / "locked.zip").write_bytes(locked(zip_bytes({"run.fit": FIT})))
    assert sentences(tmp_path / "locked.zip") == [unpack.LOCKED]


def test_a_name_that_leads_out_of_the_archive_is_read_and_never_written(tmp_path: Path) -> None:
    inside = tmp_path / "deep" / "er"
    inside.mkdir(parents=True)
    (inside / "evil.zip").write_bytes(zip_bytes({"../../evil.fit": FIT}))
    outcomes, _ = import_all(inside / "evil.zip")
    assert len(outcomes[0].told) == 1
    assert outcomes[0].remarks == ("Its name points outside the archive; it was read, and nothing was written there.",)
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["deep", "er", "evil.zip"]


def test_archives_within_archives_end_somewhere(tmp_path: Path) -> None:
    data = zip_bytes({"run.fit": FIT})
    for _ in range(4):
        data = zip_bytes({"inner.zip": data})
    (tmp_path / "russian.zip").write_bytes(data)
    assert sentences(tmp_path / "russian.zip") == [unpack.TOO_DEEP]


def test_a_zip_that_is_none_and_one_with_nothing_in_it_are_named(tmp_path: Path) -> None:
    (tmp_path / "none.zip").write_bytes(b"this was a zip once")
    (tmp_path / "photos.zip").write_bytes(zip_bytes({"photo.jpg": b"x"}))
    assert sentences(tmp_path / "none.zip") == [unpack.NOT_A_ZIP]
    assert sentences(tmp_path / "photos.zip") == ["It holds no FIT, TCX or GPX file."]


def test_a_member_with_a_wrong_checksum_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "bad.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.fit", FIT)
        archive.writestr("b.fit", FIT)
    data = path.read_bytes()
    path.write_bytes(data.replace(FIT[100:140], bytes(40), 1))
    outcomes, _ = import_all(path)
    assert outcomes[0].remarks == (unpack.CUT,)
    assert len(outcomes[1].told) == 1


def test_a_gzip_that_breaks_off_gives_what_it_holds(tmp_path: Path) -> None:
    packed = gzip.compress(FIT)
    outcome = outcome_of(tmp_path, "run.fit.gz", packed[: len(packed) // 2])
    assert outcome.told[0].activity is not None
    assert outcome.told[0].item.external_id.endswith(":part")
    assert outcome.remarks


def test_two_gzips_in_one_file_are_one_file(tmp_path: Path) -> None:
    halves = gzip.compress(FIT[:5000]) + gzip.compress(FIT[5000:])
    assert item_of(tmp_path, halves, "run.fit.gz") == item_of(tmp_path, FIT)


def test_a_link_that_leads_back_is_passed_over_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "run.fit").write_bytes(FIT)
    (tmp_path / "runs" / "again").symlink_to(tmp_path, target_is_directory=True)
    outcomes, problems = import_all(tmp_path)
    assert len(outcomes) == 1
    ((path, sentence),) = problems
    assert path.endswith("again")
    assert sentence == "This link leads back to a folder it lies in, so it was passed over."


def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.fit")
    assert sentences(tmp_path / "pipe.fit") == ["It is no regular file, so it was not read."]


def test_a_path_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert sentences(tmp_path / "nowhere") == ["There is no such file or folder."]


def test_folders_are_searched_and_what_is_no_recording_is_left_alone(tmp_path: Path) -> None:
    for name in ("2025/a.fit", "2025/06/b.FIT.gz", "2026/c.tcx", "notes.txt", ".hidden/d.fit", "._e.fit"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(FIT)
    names = [Path(job.place.path).name for job in find([tmp_path]).jobs]
    assert sorted(names) == ["a.fit", "b.FIT.gz", "c.tcx"]


@pytest.mark.parametrize("name", ["C:\\runs\\a.fit", "/etc/a.fit", "..\\a.fit"])
def test_names_from_other_systems_that_point_outside_are_recognised(name: str) -> None:
    assert unpack.Place("x.zip").inside(name).points_outside
