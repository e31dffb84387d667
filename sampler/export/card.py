"""The model card: what a model is, what it learned from, and how well it did, for people."""

from dataclasses import dataclass
from typing import Any

from sampler.manifest import ClassifierManifest, Description, Manifest, SequenceManifest


@dataclass(frozen=True)
class Provenance:
    """What an export cannot know: `licence` of the data in a few words, `credits` as Markdown.

    Where the version of the same name is live that it `replaces`, it goes live without being published.
    """

    licence: str = "not stated"
    credits: str = ""
    replaces: str | None = None


NOT_STATED = Provenance()

BITS = (
    "Bits per sample: how surprising each next sample of a held-out recording is, in 256 steps; beside "
    "the counts of single codes and of pairs, and linear prediction of order 32, which learns nothing."
)


def write_card(manifest: Manifest, command: str, credit: str) -> str:
    """Markdown, after Mitchell et al., "Model Cards for Model Reporting" (2019), in brief."""
    again = f"`python -m sampler evaluate {manifest.name} --data FOLDER` measures on other recordings."
    return _card(manifest, _what(manifest), _data(manifest), command, credit, again)


def write_sequence_card(manifest: SequenceManifest, command: str, credit: str) -> str:
    """The card of a model that makes tapes."""
    training = manifest.training
    what = f"A `{manifest.preset}` model: it plays on at {manifest.rate_hz} Hz, for as long as one likes."
    data = (
        f"{training['chunks']} chunks of recordings, {training['seconds'] / 60:.1f} minutes. It learned from "
        f"{training['trained_on']} of them; the numbers below are measured on others, of other files or "
        f"parts of files.\n\n"
        f"Licence of the data: {manifest.licence}. Fingerprint: `{training['fingerprint']}`."
    )
    meaning = "" if "bits_per_sample" not in manifest.metrics else BITS
    return _card(manifest, what, data, command, credit, meaning)


def write_classifier_card(manifest: ClassifierManifest, command: str, credit: str) -> str:
    """The card of a model that tells recordings apart."""
    training = manifest.training
    what = f"A `{manifest.preset}` model: it tells apart {', '.join(manifest.classes)}."
    data = (
        f"It learned from {training['trained_on']} chunks of recordings; the numbers below are measured on "
        f"{training['validated_on']} chunks of other recordings.\n\n"
        f"Licence of the data: {manifest.licence}. Fingerprint: `{training['fingerprint']}`."
    )
    meaning = (
        "Shares of excerpts and of whole pieces that are right at each tempo, beside a logistic regression "
        "on log-mel statistics that learned from the same recordings."
    )
    return _card(manifest, what, data, command, credit, meaning)


def _card(manifest: Description, what: str, data: str, command: str, credit: str, meaning: str) -> str:
    parts = [
        f"# {manifest.name}",
        what,
        "## Data",
        data,
        *([credit.strip()] if credit.strip() else []),
        "## Training",
        f"{manifest.training['steps']} steps in {manifest.training['elapsed_s'] / 60:.0f} minutes, by:",
        f"```\n{command}\n```",
        "## Measured",
        _measured(manifest),
        meaning,
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


def _measured(manifest: Description) -> str:
    rows = [f"| {name} | {'none' if value is None else value} |" for name, value in _flat(manifest.metrics)]
    return "\n".join(["| what | value |", "| --- | --- |", *rows])


def _flat(metrics: Any, prefix: str = "") -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = []
    for name, value in metrics.items():
        rows += _flat(value, f"{prefix}{name} ") if isinstance(value, dict) else [(f"{prefix}{name}", value)]
    return rows
