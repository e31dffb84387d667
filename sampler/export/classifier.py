"""Filling the folder of a version of a classifier."""

import dataclasses
import datetime as dt
from pathlib import Path

import sampler
from sampler import artifact
from sampler.export.card import Provenance, write_classifier_card
from sampler.export.source import RecordingsSource
from sampler.families import family
from sampler.manifest import ClassifierManifest
from sampler.measure.classification import classification_metrics
from sampler.model.classifier import Classifier
from sampler.nets.weights import round_weights, write_weights
from sampler.training import checkpoint
from sampler.training.build import build_model


def build_classifier(
    source: RecordingsSource, name: str, folder: Path, provenance: Provenance
) -> ClassifierManifest:
    """Write weights and card; return the manifest."""
    trained = build_model(source.preset)
    checkpoint.load_weights(checkpoint.newest(source.run), trained)
    round_weights(trained)
    write_weights(trained, folder / artifact.WEIGHTS)
    unmeasured, division = _unmeasured(source, name, provenance.licence), source.division
    stratum = family(unmeasured.family).stratum
    metrics = classification_metrics(
        Classifier(unmeasured, trained), division.training, division.validation, stratum
    )
    manifest = dataclasses.replace(unmeasured, metrics=metrics)
    card = write_classifier_card(manifest, source.commands(name), provenance.credits)
    (folder / artifact.CARD).write_text(card)
    return manifest


def _unmeasured(source: RecordingsSource, name: str, licence: str) -> ClassifierManifest:
    config = source.config
    hears = family(config["family"]).excerpts(config["hyper"])
    return ClassifierManifest(
        name=name,
        version="",
        family=config["family"],
        preset=config["preset"],
        hyper=config["hyper"],
        rate_hz=hears.rate_hz,
        classes=hears.classes,
        licence=licence,
        training=source.training(),
        metrics={},
        code_version=sampler.__version__,
        created=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    )
