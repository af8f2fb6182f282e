"""One's own data on the page: downloaded, brought in somewhere else, and only by who may."""

import asyncio
import gzip
import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from aiohttp import FormData, MultipartWriter
from tests.helpers.household import NOW
from tests.helpers.lived import fill
from tests.sync.page.conftest import House
from tests.sync.page.test_doors import INGRESS, behind_home_assistant

from liftday_sync.page import moving
from liftday_sync.page.visitors import make_link
from liftday_sync.publish import silence
from liftday_sync.store import NewFact
from liftday_sync.threads import in_thread

__all__ = ["behind_home_assistant"]
ANNA, BEN = "/athlete/anna/moving", "/athlete/ben/moving"
EVER = NOW - timedelta(days=3650)


@pytest.fixture
async def lived(house: House) -> House:
    """Anna has lived here for a while, and her household is signed in."""
    await in_thread(fill, house.store, "anna")
    await house.sign_in()
    return house


async def downloaded(house: House, path: str = ANNA) -> bytes:
    answer = await house.client.get(f"{path}/file")
    assert answer.status == 200
    return await answer.read()


async def sent(house: House, path: str, body: bytes, *, form_key: str | None = None, **fields: str) -> tuple[int, str]:
    """Bring a file in by the page's own form; status and text of where that leads."""
    form = FormData()
    form.add_field("form_key", form_key or house.form_key(await house.text(path)))
    for name, value in fields.items():
        form.add_field(name, value)
    form.add_field("file", body, filename="anna.json.gz", content_type="application/gzip")
    answer = await house.client.post(path, data=form)
    return answer.status, await answer.text()


def leftovers(house: House) -> list[str]:
    return [one.name for one in house.config.folder.iterdir() if one.name.startswith("moving-")]


async def test_everything_that_is_mine_is_one_packed_file_with_a_telling_name(lived: House) -> None:
    answer = await lived.client.get(f"{ANNA}/file")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="liftday-anna-2026-11-26.json.gz"'
    assert answer.headers["Content-Type"] == "application/gzip"
    assert answer.headers["Cache-Control"] == "no-store"
    document = json.loads(gzip.decompress(await answer.read()))
    assert [one["id"] for one in document["liftday_export"]["athletes"]] == ["anna"]
    assert document["end"]["records"] == len(document["records"]) > 20
    assert await in_thread(leftovers, lived) == []


async def test_what_was_downloaded_is_brought_in_elsewhere_and_twice_is_once(lived: House) -> None:
    file = await downloaded(lived)
    status, text = await sent(lived, BEN, file)
    assert (status, "It is all here: 26 records were added." in text) == (200, True)
    ours, theirs = [await in_thread(lived.store.sessions, who, since=EVER) for who in ("anna", "ben")]
    assert ours == theirs
    assert lived.decided == ["ben"]
    assert "Everything in the file was here already." in (await sent(lived, BEN, file))[1]
    assert await in_thread(leftovers, lived) == []


async def test_what_differs_is_asked_about_and_then_done_as_chosen(lived: House) -> None:
    file = await downloaded(lived)
    word = NewFact(kind="override", subject="demo:1", payload={"class": "easy"}, key="two")
    await in_thread(lived.store.add_fact, "ben", word, NOW)
    status, text = await sent(lived, BEN, file)
    assert status == 409
    assert "The file says something else than what is here (things said: 1), so nothing was changed." in text
    assert "--different" not in text
    assert await in_thread(lived.store.sessions, "ben", since=EVER) == ()
    assert "1 stayed as they were here." in (await sent(lived, BEN, file, different="keep"))[1]
    assert "1 were replaced." in (await sent(lived, BEN, file, different="replace"))[1]
    known = await in_thread(lived.store.fact_by_key, "ben", "two")
    assert known is not None
    assert known.payload == {"class": "hard"}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "Choose a file first."),
        (b"hello\n", "The file is no file of `liftday db export`: name another one."),
        (b'{"liftday_export":{"version":9},\n', "was written by a newer Liftday"),
    ],
)
async def test_another_file_is_refused_in_words_and_nothing_is_left_behind(
    lived: House, body: bytes, words: str
) -> None:
    status, text = await sent(lived, BEN, body)
    assert status == 400
    assert words in text
    assert str(lived.config.folder) not in text
    assert await in_thread(leftovers, lived) == []


async def test_a_file_that_breaks_off_is_refused_and_the_whole_one_is_taken_afterwards(lived: House) -> None:
    file = await downloaded(lived)
    plain = gzip.decompress(file)
    status, text = await sent(lived, BEN, plain[: len(plain) // 2])
    assert status == 400
    assert "In the file, line" in text
    assert await in_thread(lived.store.facts, "ben") == ()
    assert (await sent(lived, BEN, file))[0] == 200


async def test_only_who_is_signed_in_gets_or_brings_anything(house: House) -> None:
    await in_thread(fill, house.store, "anna")
    for ask in (house.client.get(f"{ANNA}/file", allow_redirects=False), house.client.get(ANNA, allow_redirects=False)):
        assert (await ask).headers["Location"] == "/sign-in"
    form = FormData({"form_key": "0" * 64})
    form.add_field("file", b"x", filename="a")
    answer = await house.client.post(ANNA, data=form, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/sign-in")


async def test_a_link_of_one_athlete_moves_nobody_else(house: House) -> None:
    link = await in_thread(make_link, house.store, NOW, "anna")
    await house.client.post(link)
    assert (await house.client.get(f"{ANNA}/file")).status == 200
    assert (await house.client.get(f"{BEN}/file")).status == 404
    assert (await house.client.post(BEN, data=FormData({"form_key": "0" * 64}))).status == 404


async def test_a_form_of_another_page_is_not_listened_to(lived: House) -> None:
    file = await downloaded(lived)
    assert (await sent(lived, BEN, file, form_key="0" * 64))[0] == 403
    with MultipartWriter("form-data") as late:  # the file comes before the key
        late.append(file).set_content_disposition("form-data", name="file", filename="a")
        late.append(lived.form_key(await lived.text(BEN))).set_content_disposition("form-data", name="form_key")
    assert (await lived.client.post(BEN, data=late)).status == 403
    assert (await lived.client.post(BEN, data={"form_key": lived.form_key(await lived.text(BEN))})).status == 415
    assert await in_thread(lived.store.facts, "ben") == ()
    assert await in_thread(leftovers, lived) == []


async def test_nothing_else_takes_files(lived: House) -> None:
    form = FormData()
    form.add_field("file", b"x", filename="a")
    assert (await lived.client.post("/athlete/anna/say", data=form)).status == 415


@pytest.mark.parametrize(
    "spoil",
    [
        lambda form: form.add_field("different", "x" * 500),
        lambda form: form.add_field("different", BytesIO(b"\xff\xfe")),
    ],
)
async def test_a_field_that_is_none_of_ours_is_refused(lived: House, spoil: Any) -> None:
    form = FormData({"form_key": lived.form_key(await lived.text(BEN))})
    spoil(form)
    form.add_field("file", b"x", filename="a")
    assert (await lived.client.post(BEN, data=form)).status == 400


async def test_a_file_without_end_is_cut_off(lived: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moving, "LARGEST", 100_000)
    assert (await sent(lived, BEN, b"x" * 100_001))[0] == 413
    assert await in_thread(leftovers, lived) == []


async def test_who_falls_silent_in_the_middle_of_a_file_is_not_waited_for(
    lived: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "PATIENCE_S", 0.05)
    key = lived.form_key(await lived.text(BEN))
    head = f'--x\r\nContent-Disposition: form-data; name="form_key"\r\n\r\n{key}\r\n--x\r\n'
    head += 'Content-Disposition: form-data; name="file"; filename="a"\r\n\r\nhello'
    reader, writer = await asyncio.open_connection("127.0.0.1", lived.client.port)
    writer.write(
        f"POST {BEN} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {lived.cookie()}\r\nContent-Length: 100000\r\n"
        f"Content-Type: multipart/form-data; boundary=x\r\n\r\n{head}".encode()
    )
    assert b" 408 " in await reader.readline()
    writer.close()
    assert await in_thread(leftovers, lived) == []
    assert silence.PATIENCE_S > 1


async def test_one_file_at_a_time(lived: House, monkeypatch: pytest.MonkeyPatch) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    receive = moving._receive

    async def slowly(*given: Any) -> Any:
        begun.set()
        await go_on.wait()
        return await receive(*given)

    file = await downloaded(lived)
    monkeypatch.setattr(moving, "_receive", slowly)
    async with asyncio.TaskGroup() as group:
        first = group.create_task(sent(lived, BEN, file))
        await begun.wait()
        assert (await lived.client.get(f"{ANNA}/file")).status == 409
        assert "try again in a moment" in (await sent(lived, BEN, file))[1]
        go_on.set()
    assert first.result()[0] == 200
    assert (await lived.client.get(f"{ANNA}/file")).status == 200


async def test_what_somebody_left_who_was_killed_is_cleared_away(lived: House) -> None:
    left = lived.config.folder / "moving-killed.unfinished"
    await in_thread(left.mkdir)
    await in_thread((left / "own.json.gz").write_bytes, b"half")
    assert len(await downloaded(lived)) > 1000
    assert await in_thread(leftovers, lived) == []


async def test_a_file_of_the_household_is_for_who_may_see_all_of_it(lived: House) -> None:
    text = gzip.decompress(await downloaded(lived)).decode()
    people = '[{"id":"anna","name":"Anna","time_zone":"Europe/Berlin"},{"id":"%s","name":"Ben","time_zone":"UTC"}]'
    start = text.index('"athletes":') + len('"athletes":')
    both, strangers = (
        f"{text[:start]}{people % name}{text[text.index('}', text.index(']')) :]}".encode() for name in ("ben", "cleo")
    )
    assert "Everything in the file was here already." in (await sent(lived, ANNA, both))[1]
    assert "name them in the configuration first" in (await sent(lived, ANNA, strangers))[1]
    lived.client.session.cookie_jar.clear()
    await lived.client.post(await in_thread(make_link, lived.store, NOW, "anna"))
    assert "sign in for the whole household" in (await sent(lived, ANNA, both))[1]


async def test_without_room_the_download_says_so(lived: House, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("liftday_sync.moving.paper._line", full)
    answer = await lived.client.get(f"{ANNA}/file")
    assert answer.status == 507
    assert "No space left on device" in await answer.text()


async def test_behind_home_assistant_both_ways_stand_below_its_path(behind_home_assistant: House) -> None:
    house = behind_home_assistant
    await in_thread(fill, house.store, "anna")
    page = await (await house.client.get(ANNA, headers=INGRESS)).text()
    assert 'href="/api/hassio_ingress/abc-1/athlete/anna/moving/file"' in page
    assert 'action="/api/hassio_ingress/abc-1/athlete/anna/moving"' in page
    file = await (await house.client.get(f"{ANNA}/file", headers=INGRESS)).read()
    page = await (await house.client.get(BEN, headers=INGRESS)).text()
    form = FormData({"form_key": house.form_key(page)})
    form.add_field("file", file, filename="anna.json.gz")
    answer = await house.client.post(BEN, data=form, headers=INGRESS, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/api/hassio_ingress/abc-1/athlete/ben")
