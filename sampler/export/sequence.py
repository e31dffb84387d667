"""Filling the folder of a version of a sequence model."""

import dataclasses
import datetime as dt
from pathlib import Path

import sampler
from sampler import artifact
from sampler.errors import BadRun
from sampler.export.card import Provenance, write_sequence_card
from sampler.export.source import SequenceSource
from sampler.manifest import SequenceManifest
from sampler.measure.calibration import calibrated
from sampler.measure.golden_tape import golden_tapes, tape_faults
from sampler.measure.sequences import MEASURED_S, Compared, measured_tapes
from sampler.model.tapes import TapeModel
from sampler.nets.weights import read_named_weights, write_named_weights
from sampler.recordings.some import some_of
from sampler.training import checkpoint
from sampler.training.build import build_model

LOUDNESS_S, KNOWN_S = 300.0, 600.0
"""Seconds of training recordings whose level tapes are to have, and with which tapes are compared."""


def build_sequence(
    source: SequenceSource, name: str, folder: Path, provenance: Provenance
) -> SequenceManifest:
    """Write weights and card; return the manifest. Raises BadRun for a model that cannot be played."""
    _write_weights(source, folder / artifact.WEIGHTS)
    weights = read_named_weights(folder / artifact.WEIGHTS)
    model = TapeModel(_unmeasured(source, name, provenance.licence), source.abilities.loop(weights))
    if broken := tape_faults(model):
        raise BadRun(
            f"{source.run} made a model that cannot be played. {broken[0]} Resume it, or train anew."
        )
    division = source.division
    if source.abilities.calibrated:
        model = calibrated(model, some_of(division.training, LOUDNESS_S))
    known, unseen = some_of(division.training, KNOWN_S), some_of(division.validation, MEASURED_S)
    metrics = measured_tapes(model, Compared(unseen, known), tapes=1)
    manifest = dataclasses.replace(model.manifest, metrics=metrics, golden=golden_tapes(model))
    card = write_sequence_card(manifest, source.commands(name), provenance.credits)
    (folder / artifact.CARD).write_text(card)
    return manifest


def _write_weights(source: SequenceSource, path: Path) -> None:
    trained = build_model(source.preset)
    checkpoint.load_weights(checkpoint.newest(source.run), trained)
    write_named_weights(trained, path)


def _unmeasured(source: SequenceSource, name: str, licence: str) -> SequenceManifest:
    return SequenceManifest(
        name=name,
        version="",
        family=source.config["family"],
        preset=source.config["preset"],
        hyper=source.config["hyper"],
        rate_hz=source.recordings.rate_hz,
        epoch=checkpoint.read_counters(source.run)["epoch"],
        licence=licence,
        training={
            "chunks": len(source.recordings),
            "seconds": round(source.recordings.seconds, 1),
            "prepared": dataclasses.asdict(source.recordings.settings),
            **source.training(),
        },
        metrics={},
        code_version=sampler.__version__,
        created=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    )
