"""Figures for Prometheus, counted when they are asked for: about those athletes only whom the token may see."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import accumulate
from typing import TYPE_CHECKING

from aiohttp import web

from liftday_sync import __version__
from liftday_sync.contract import API, Snapshot, SourceState
from liftday_sync.publish.auth import may_see
from liftday_sync.publish.health import STEPS_S, Health
from liftday_sync.publish.route import Call, Desk, Route, Scope
from liftday_sync.threads import in_thread

if TYPE_CHECKING:
    from prometheus_client import Metric

MEDIA = "text/plain; version=0.0.4"


class Metrics:
    """`GET /metrics`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> Sequence[Route]:
        """Its row of the table."""
        return (
            Route(
                method="GET",
                path=f"{API}/metrics",
                answer=self.get,
                says="Figures for Prometheus, about those whom the token may see.",
                scope=Scope.READ,
                media="text/plain",
            ),
        )

    async def get(self, call: Call) -> web.Response:
        """All figures, in Prometheus's text format."""
        assert call.token is not None
        desk = self._desk
        documents = [desk.hub.latest(one.id) for one in desk.config.athletes if may_see(call.token, one.id)]
        figures = Figures(desk.health, [one.snapshot for one in documents if one], desk.streams.total, desk.clock.now())
        body = await in_thread(figures.write)
        return web.Response(body=body, headers={"Content-Type": f"{MEDIA}; charset=utf-8", "Cache-Control": "no-store"})


class Figures:
    """A collector of prometheus_client, in a registry of its own."""

    def __init__(self, health: Health, snapshots: Sequence[Snapshot], listeners: int, now: datetime) -> None:
        self._now = now
        self._health = health
        self._snapshots = snapshots
        self._listeners = listeners

    def write(self) -> bytes:
        """The text. Loads the library with the first look."""
        from prometheus_client import CollectorRegistry, generate_latest  # noqa: PLC0415 (paid by who looks)

        registry = CollectorRegistry(auto_describe=False)
        registry.register(self)
        return generate_latest(registry)

    def collect(self) -> Iterator[Metric]:
        """All families."""
        from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily  # noqa: PLC0415 (as above)

        yield InfoMetricFamily("liftday", "Which Liftday this is.", value={"version": __version__})
        listeners = "Open streams of server-sent events, of everybody."
        yield GaugeMetricFamily("liftday_sse_clients", listeners, value=self._listeners)
        yield from self._cycles()
        yield from self._plans()
        yield from self._sources()

    def _cycles(self) -> Iterator[Metric]:
        from prometheus_client.core import (  # noqa: PLC0415 (as above)
            CounterMetricFamily,
            GaugeMetricFamily,
            HistogramMetricFamily,
        )

        took = HistogramMetricFamily("liftday_cycle_duration_seconds", "How long plans take.", labels=["athlete"])
        last = GaugeMetricFamily(
            "liftday_last_cycle_timestamp_seconds", "When the last plan was made.", labels=["athlete"]
        )
        sent = CounterMetricFamily("liftday_notifications", "Messages that went out.", labels=["athlete"])
        for athlete_id in self._athletes():
            if durations := self._health.durations.get(athlete_id):
                ends = [*(str(step) for step in STEPS_S), "+Inf"]
                buckets = list(zip(ends, accumulate(durations.counts), strict=True))
                took.add_metric([athlete_id], buckets, durations.total_s)
            if at := self._health.last_cycle.get(athlete_id):
                last.add_metric([athlete_id], at.timestamp())
            sent.add_metric([athlete_id], self._health.messages[athlete_id])
        yield from (took, last, sent)

    def _plans(self) -> Iterator[Metric]:
        from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily  # noqa: PLC0415 (as above)

        revision = CounterMetricFamily("liftday_plan_revision", "Rises with every plan.", labels=["athlete"])
        changes = GaugeMetricFamily(
            "liftday_plan_changes", "Changes that the document tells of.", labels=["athlete", "change"]
        )
        for one in self._snapshots:
            revision.add_metric([one.athlete.id], one.revision)
            kinds = [change.change for change in one.changes]
            for kind in sorted(set(kinds)):
                changes.add_metric([one.athlete.id, kind], kinds.count(kind))
        yield from (revision, changes)

    def _sources(self) -> Iterator[Metric]:
        from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415 (as above)

        labels = ["athlete", "source"]
        state = GaugeMetricFamily(
            "liftday_source_state", "1 for the state that a source is in.", labels=[*labels, "state"]
        )
        age = GaugeMetricFamily("liftday_source_last_ok_age_seconds", "Since its last good look.", labels=labels)
        aside = GaugeMetricFamily("liftday_source_quarantined", "Items that could not be read.", labels=labels)
        for one in self._snapshots:
            for source in one.sources:
                where = [one.athlete.id, source.name]
                for name in SourceState:
                    state.add_metric([*where, name], float(source.state is name))
                if source.last_ok_at is not None:
                    age.add_metric(where, max(0.0, (self._now - source.last_ok_at).total_seconds()))
                aside.add_metric(where, source.quarantined)
        yield from (state, age, aside)

    def _athletes(self) -> list[str]:
        return [one.athlete.id for one in self._snapshots]
