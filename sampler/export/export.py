"""`export`: publish a run as the next version of a model."""

import dataclasses
import json
from pathlib import Path

from sampler import artifact
from sampler.errors import BadRun
from sampler.export.card import NOT_STATED, Provenance, write_card
from sampler.export.classifier import build_classifier
from sampler.export.landmarks import landmarks
from sampler.export.manifest import unmapped_manifest
from sampler.export.mapping import mapped_model
from sampler.export.networks import write_networks
from sampler.export.sequence import build_sequence
from sampler.export.source import RecordingsSource, SequenceSource, Source
from sampler.families import family
from sampler.manifest import Description, Manifest
from sampler.measure.golden import faults, golden_numbers
from sampler.measure.posterior import kl_metrics
from sampler.measure.preview import STEPS, draw_preview
from sampler.measure.reconstruction import decode_positions, grid_positions, measure
from sampler.model.inference import Model
from sampler.nets.weights import round_weights
from sampler.training import checkpoint
from sampler.training.build import build_model


def export(
    run: Path,
    name: str,
    models_dir: Path,
    provenance: Provenance = NOT_STATED,
    saved_model: Path | None = None,
) -> Path:
    """Publish a run's newest checkpoint as the next version of `name`; return its folder.

    `saved_model` is a folder into which the decoder of a model with a map is written as a SavedModel as well.

    Raises BadRun when there is nothing to export, the run's dataset has changed or the model cannot be
    played, and BadValue for an unusable name.
    """

    def build(folder: Path) -> Description:
        source = Source(run)
        kind = family(source.config["family"]).kind
        if kind == "sequence":
            return build_sequence(SequenceSource(run), name, folder, provenance)
        if kind == "classifier":
            return build_classifier(RecordingsSource(run), name, folder, provenance)
        return _build_map(source, name, folder, provenance, saved_model)

    return artifact.publish(models_dir, name, build)


def _build_map(
    source: Source, name: str, folder: Path, provenance: Provenance, saved_model: Path | None
) -> Manifest:
    """Fill the folder of a version with all files but the manifest, which is returned."""
    _write_networks(source, folder, saved_model)
    model = mapped_model(source, unmapped_manifest(source, name, provenance), folder)
    known = landmarks(model, source.dataset)
    (folder / artifact.LANDMARKS).write_text(json.dumps(known, separators=(",", ":")))
    draw_preview(decode_positions(model, grid_positions(STEPS)), folder / artifact.PREVIEW)
    manifest = _measured(source, model, folder)
    (folder / artifact.CARD).write_text(write_card(manifest, source.commands(name), provenance.credits))
    return manifest


def _write_networks(source: Source, folder: Path, saved_model: Path | None) -> None:
    trained = build_model(source.preset)
    checkpoint.load_weights(checkpoint.newest(source.run), trained)
    round_weights(trained)
    write_networks(trained, folder)
    if saved_model is not None:
        trained.decoder.export(saved_model, format="tf_saved_model", verbose=False)


def _measured(source: Source, model: Model, folder: Path) -> Manifest:
    """The manifest with metrics and golden numbers. Raises BadRun for a model that cannot be played."""
    unseen = source.unseen_frames()
    metrics = measure(model, unseen, known=source.training_frames)
    metrics |= kl_metrics(model.manifest, folder, unseen)
    if broken := faults(model, folder):
        raise BadRun(
            f"{source.run} made a model that cannot be played. {broken[0]} Resume it, or train anew."
        )
    return dataclasses.replace(model.manifest, metrics=metrics, golden=golden_numbers(model))
