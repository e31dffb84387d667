"""The model card: what a model is, what it learned from, and how well it did, for people."""

from typing import Any

from sampler.artifact import Manifest


def write_card(manifest: Manifest, command: str, credit: str) -> str:
    """Markdown, after Mitchell et al., "Model Cards for Model Reporting" (2019), in brief."""
    parts = [
        f"# {manifest.name}",
        _what(manifest),
        "## Data",
        _data(manifest),
        *([credit.strip()] if credit.strip() else []),
        "## Training",
        f"{manifest.training['steps']} steps in {manifest.training['elapsed_s'] / 60:.0f} minutes, by:",
        f"```\n{command}\n```",
        "## Measured",
        _measured(manifest),
    ]
    return "\n\n".join(parts) + "\n"


def _what(manifest: Manifest) -> str:
    x, y = manifest.axes
    seconds = manifest.length_samples / manifest.rate_hz
    return (
        f"A `{manifest.preset}` model: {seconds:.2f} s at {manifest.rate_hz} Hz, peak at sample "
        f"{manifest.peak_sample}. Across the map: {x.name}, {x.low} to {x.high}. "
        f"Up: {y.name}, {y.low} to {y.high}."
    )


def _data(manifest: Manifest) -> str:
    training = manifest.training
    return (
        f"{training['sounds']} recordings in {training['groups']} groups. It learned from "
        f"{training['trained_on']} of them; the numbers below are measured on {training['validated_on']} it "
        f"never heard, of other groups.\n\n"
        f"Licence of the data: {manifest.licence}. Fingerprint: `{training['fingerprint']}`."
    )


def _measured(manifest: Manifest) -> str:
    rows = [f"| {name} | {'none' if value is None else value} |" for name, value in _flat(manifest.metrics)]
    again = f"`python -m sampler evaluate {manifest.name} --data FOLDER` measures on other recordings."
    return "\n".join(["| what | value |", "| --- | --- |", *rows, "", again])


def _flat(metrics: Any, prefix: str = "") -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = []
    for name, value in metrics.items():
        rows += _flat(value, f"{prefix}{name} ") if isinstance(value, dict) else [(f"{prefix}{name}", value)]
    return rows
