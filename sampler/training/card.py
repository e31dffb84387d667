"""The model card: what a model is, what it learned from, and how well it did, for people."""

from typing import Any

from sampler.artifact import Manifest


def write_card(manifest: Manifest, command: str, credits: str) -> str:
    """Markdown, after Mitchell et al., "Model Cards for Model Reporting" (2019), in brief."""
    training, x, y = manifest.training, *manifest.axes
    lines = [
        f"# {manifest.name}",
        "",
        f"A `{manifest.preset}` model: {manifest.length_samples / manifest.rate_hz:.2f} s at {manifest.rate_hz} Hz, "
        f"peak at sample {manifest.peak_sample}. Across: {x.name}, {x.low} to {x.high}. Up: {y.name}, {y.low} to {y.high}.",
        "",
        "## Data",
        "",
        f"{training['sounds']} recordings in {training['groups']} groups. It learned from {training['trained_on']} of "
        f"them; the numbers below are measured on {training['validated_on']} that it never heard, of other groups.",
        f"Licence of the data: {manifest.licence}. Fingerprint: `{training['fingerprint']}`.",
        *(["", credits.strip()] if credits.strip() else []),
        "",
        "## Training",
        "",
        f"{training['steps']} steps in {training['elapsed_s'] / 60:.0f} minutes, by:",
        "",
        "```",
        command,
        "```",
        "",
        "## Measured",
        "",
        "| what | value |",
        "| --- | --- |",
        *[f"| {name} | {value} |" for name, value in _flat(manifest.metrics)],
        "",
        f"Measured by `python -m sampler export`, on the held-out sounds; `python -m sampler evaluate {manifest.name} "
        "--data FOLDER` measures on others.",
        "",
    ]
    return "\n".join(lines)


def _flat(metrics: Any, prefix: str = "") -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = []
    for name, value in metrics.items():
        rows += _flat(value, f"{prefix}{name} ") if isinstance(value, dict) else [(f"{prefix}{name}", value)]
    return rows
