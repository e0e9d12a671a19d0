"""The bot's numbers in Prometheus' text format, made when they are asked for.

Left out on purpose: anything about users, servers or questions, in names and labels alike.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, ProcessCollector, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from bot.answering.replies import ReplyKind
from bot.discord_app.runtime import Runtime
from bot.discord_app.tally import BOUNDS, Unmet
from bot.library import Library
from bot.version import __version__

_KINDS = (*ReplyKind, *Unmet)


class Metrics:
    """All numbers of a bot, and of its process."""

    def __init__(self, runtime: Runtime, library: Library) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(_Figures(runtime, library))
        ProcessCollector(registry=self._registry)

    def text(self) -> bytes:
        """Everything as it is now."""
        return generate_latest(self._registry)


class _Figures(Collector):
    def __init__(self, runtime: Runtime, library: Library) -> None:
        self._runtime, self._library = runtime, library

    def collect(self) -> Iterator[Metric]:
        """The numbers as they are now; called by prometheus-client."""
        yield InfoMetricFamily("citebot", "What runs", {"version": __version__})
        yield self._questions()
        yield self._seconds()
        yield from self._connection()
        yield from self._corpus()

    def _questions(self) -> Metric:
        family = CounterMetricFamily(
            "citebot_questions", "Questions by what became of them", labels=["reply"]
        )
        counted = self._runtime.tally.replies
        for kind in _KINDS:
            family.add_metric([kind.value], counted.get(kind.value, 0))
        return family

    def _seconds(self) -> Metric:
        tally = self._runtime.tally
        bounds = [*map(str, BOUNDS), "+Inf"]
        return HistogramMetricFamily(
            "citebot_response_seconds",
            "From a question, command or press to its response",
            buckets=[*zip(bounds, tally.responses, strict=True)],
            sum_value=tally.seconds,
        )

    def _connection(self) -> Iterator[Metric]:
        runtime, tally = self._runtime, self._runtime.tally
        yield GaugeMetricFamily("citebot_serving", "People being served now", runtime.served)
        yield GaugeMetricFamily(
            "citebot_connected", "Whether the gateway is connected", runtime.connected
        )
        yield GaugeMetricFamily(
            "citebot_gateway_latency_seconds", "From a heartbeat to its answer", runtime.latency
        )
        for name, count in (
            ("sessions", tally.sessions),
            ("resumes", tally.resumes),
            ("disconnects", tally.disconnects),
        ):
            yield CounterMetricFamily(f"citebot_gateway_{name}", f"{name} of the gateway", count)

    def _corpus(self) -> Iterator[Metric]:
        library = self._library
        age = max(time.time() - library.indexed_at, 0)
        yield GaugeMetricFamily("citebot_index_age_seconds", "Since the documents were read", age)
        yield GaugeMetricFamily("citebot_documents", "Documents", len(library.documents))
        yield GaugeMetricFamily("citebot_passages", "Passages", len(library))
        yield GaugeMetricFamily(
            "citebot_unreadable_documents", "Files that cannot be read", len(library.unreadable)
        )
