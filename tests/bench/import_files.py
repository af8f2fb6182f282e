"""How fast files and archives come in, and how much memory that takes.

The import runs in a process of its own with the real store, so that its memory can be seen from outside. The rival is
the bare FIT parser over the same files with as many processes, which keeps nothing of what it reads.
"""

import asyncio
import json
import multiprocessing
import random
import struct
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from fitdecode import CrcCheck, FitReader
from tests.bench.figure import Figure
from tests.helpers.fit_writer import RunFile, run_bytes
from tests.helpers.track_writer import csv_bytes, strava_run, zip_bytes

from liftday_sync.clock import SystemClock
from liftday_sync.importer import import_paths
from liftday_sync.sinks import StoreSink
from liftday_sync.sources.files.crc import crc16
from liftday_sync.sources.files.pool import CHUNK, workers
from liftday_sync.sources.files.source import FilesSource
from liftday_sync.store import Store

FILES, ROWS = 1000, 20_000
MODELS = 20
"""Runs that are written in full; the other files are copies with another serial number."""
START = datetime(2026, 1, 5, 6, tzinfo=UTC)
LOOK_EVERY_S = 0.05


def run(scale: float) -> list[Figure]:
    """The figures; `scale` 1 is the size that is promised, smaller is quicker and rougher."""
    files, rows = max(40, round(FILES * scale)), max(500, round(ROWS * scale))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fits = folder / "fits"
        fits.mkdir()
        _write_fits(fits, files)
        halves = [_bare_s(fits)]
        seconds, memory_mb = _import(fits, folder / "fits.db")
        halves.append(_bare_s(fits))
        bare_s = sum(halves) / len(halves)
        archive = folder / "export.zip"
        archive.write_bytes(_archive(rows))
        rows_s, rows_mb = _import(archive, folder / "rows.db")
    return [
        Figure("FIT files imported", files / seconds, "files/s", "bare fitdecode", files / bare_s),
        Figure("memory while importing them, all processes", memory_mb, "MB", "most allowed", 300),
        Figure(f"{rows} rows of a bulk export imported", rows_s, "s", "most allowed", 20 * rows / ROWS),
        Figure("memory while importing them", rows_mb, "MB", "most allowed", 300),
    ]


def _write_fits(folder: Path, count: int) -> None:
    """Runs of 40 to 60 minutes, a sample each second with all a current watch writes, each with its own identity."""
    chance = random.Random(1)  # noqa: S311 (the same runs each time)
    models = [_model(chance, number) for number in range(min(MODELS, count))]
    for number in range(count):
        model = models[number % len(models)]
        own = bytearray(model[:-2])
        at = own.index(struct.pack("<I", RunFile(start=START, laps=[]).serial))
        struct.pack_into("<I", own, at, 1_000_000 + number)
        (folder / f"{number:05}.fit").write_bytes(own + struct.pack("<H", crc16(bytes(own))))


def _model(chance: random.Random, number: int) -> bytes:
    lap_count = chance.randint(8, 12)
    laps = [(300.0, chance.uniform(2.4, 4.4), float(chance.randint(115, 178))) for _ in range(lap_count)]
    day = START + timedelta(days=number)
    return run_bytes(RunFile(start=day, laps=laps, rich_records=True, altitude_m=lambda at_s: 100 + (at_s // 30) % 40))


def _archive(rows: int) -> bytes:
    return zip_bytes(
        {"activities.csv": csv_bytes([strava_run(at, START - timedelta(hours=10 * at)) for at in range(1, rows + 1)])}
    )


def _bare_s(folder: Path) -> float:
    """Seconds that the parser alone takes."""
    paths = sorted(folder.iterdir())
    began = time.perf_counter()
    with ProcessPoolExecutor(workers(), multiprocessing.get_context("spawn")) as pool:
        for _ in pool.map(_parse, paths, chunksize=CHUNK):
            pass
    return time.perf_counter() - began


def _parse(path: Path) -> None:
    with FitReader(path, check_crc=CrcCheck.DISABLED) as reader:
        for _ in reader:
            pass


def _import(path: Path, database: Path) -> tuple[float, float]:
    """Seconds and megabytes that an import takes, in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.import_files", str(path), str(database)]
    peak_kb = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 (ourselves)
        while True:
            try:
                answer, _ = process.communicate(timeout=LOOK_EVERY_S)
                break
            except subprocess.TimeoutExpired:
                peak_kb = max(peak_kb, _tree_kb(process.pid))
    return json.loads(answer)["seconds"], peak_kb / 1024


def _tree_kb(pid: int) -> int:
    """Resident memory of a process and all below it; pages they share count once for each."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        for task in Path(f"/proc/{pid}/task").iterdir():
            if task.name != str(pid):
                children += (task / "children").read_text(encoding="ascii").split()
    except OSError:
        return 0
    own = next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")), 0)
    return own + sum(_tree_kb(int(child)) for child in children)


def _main(path: Path, database: Path) -> None:
    with Store.open(f"sqlite:///{database}") as store:
        store.ensure_athlete("runner", name="Runner", time_zone="Europe/Oslo")
        sink = StoreSink(store=store, athlete_id="runner", clock=SystemClock())
        source = FilesSource(folder=None, zone=ZoneInfo("Europe/Oslo"))
        began = time.perf_counter()
        report = asyncio.run(import_paths([path], source=source, sink=sink, progress=lambda _: None))
        seconds = time.perf_counter() - began
    assert not report.problems, report.problems[:3]
    json.dump({"seconds": seconds, "new": report.new}, sys.stdout)


if __name__ == "__main__":
    _main(Path(sys.argv[1]), Path(sys.argv[2]))
