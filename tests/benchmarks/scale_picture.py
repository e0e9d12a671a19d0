"""Draws the curves of the benchmark of size: latency and build time over passages, log-log."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.scale_table import OURS, Results, engines

_SHOWN = {"p50": ("Top 10, median", "milliseconds", 1000.0), "build": ("Build", "seconds", 1.0)}


def draw(results: Results, path: Path) -> None:
    """Write the picture. An engine has a line over the sizes that it was measured at.

    Raises ImportError where matplotlib is not installed.
    """
    from matplotlib.figure import Figure  # noqa: PLC0415  (large, and not among what tests need)

    figure = Figure(figsize=(10, 4), layout="constrained")
    sizes = sorted(results, key=int)
    for axes, (name, (title, unit, factor)) in zip(
        figure.subplots(1, len(_SHOWN)), _SHOWN.items(), strict=True
    ):
        for engine in engines(results):
            measured = [size for size in sizes if engine in results[size]]
            axes.loglog(
                [int(size) for size in measured],
                [factor * results[size][engine][name] for size in measured],
                marker="o", linewidth=3 if engine == OURS else 1.5, label=engine,
            )  # fmt: skip
        axes.set(title=title, xlabel="passages", ylabel=unit)
        axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend()
    figure.savefig(path, dpi=120)
