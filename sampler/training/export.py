"""From a run to a published artefact: serving networks, map, landmarks, axis names, metrics, card and
preview.
"""

import dataclasses
import datetime as dt
import json
import shlex
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import sampler
from sampler import artifact
from sampler.artifact import Axis, Manifest
from sampler.audio.analyse import descriptors, log_mel_distance
from sampler.constants import MODEL_PEAK_SAMPLE, RATE_HZ
from sampler.dataset.hits import Dataset
from sampler.errors import BadRun
from sampler.families import family, preset
from sampler.families.base import changes
from sampler.measure.golden import faults, golden_numbers
from sampler.measure.posterior import kl_metrics
from sampler.measure.preview import STEPS, draw_preview
from sampler.measure.reconstruction import decode_positions, grid_positions, measure
from sampler.model.detail import encode_detail
from sampler.model.inference import Model
from sampler.model.map import Map, fit_map, name_axes, turn_upwards
from sampler.model.runtime import LiteRTNetwork
from sampler.nets.weights import round_weights
from sampler.quiet import native_silence
from sampler.rundir import read_config
from sampler.training import checkpoint
from sampler.training.arrays import Division, frames_of
from sampler.training.augment import variations
from sampler.training.card import write_card
from sampler.training.networks import write_networks
from sampler.training.trainer import build_model, load_division

FloatArray = NDArray[np.float32]
NAMING_STEPS = 17
FIT_PERCENTILE = 95
FITTED_AT_ONCE = 256
MEASURED = 256
"""Unseen sounds that a version is measured on."""

UNIFORM_LATENTS = 4096
VARIED, MOST_VARIED = 2, 2048
"""Variations of each training sound, and of all together, that a map has room for."""

_UNMAPPED = [0.0, 1.0]


@dataclass(frozen=True)
class Provenance:
    """What the card says of the data: `licence` in a few words, `credits` as Markdown."""

    licence: str = "not stated"
    credits: str = ""


def export(
    run: Path,
    name: str,
    models_dir: Path,
    provenance: Provenance = Provenance(),
    saved_model: Path | None = None,
) -> Path:
    """Publish a run's newest checkpoint as the next version of `name`; returns its folder.

    Raises BadRun when there is nothing to export or the run's dataset has changed, BadValue for an unusable
    name.
    """
    return artifact.publish(models_dir, name, _Export(run, name, provenance, saved_model).build)


@dataclass
class _Export:
    run: Path
    name: str
    provenance: Provenance
    saved_model: Path | None

    def build(self, folder: Path) -> Manifest:
        self._write_networks(folder)
        model = self._map(folder)
        (folder / artifact.LANDMARKS).write_text(json.dumps(self._landmarks(model), separators=(",", ":")))
        draw_preview(decode_positions(model, grid_positions(STEPS)), folder / artifact.PREVIEW)
        unseen = self._unseen_frames()
        metrics = measure(model, unseen) | kl_metrics(model.manifest, folder, unseen)
        if broken := faults(model, folder):
            raise BadRun(
                f"{self.run} made a model that cannot be played. {broken[0]} Resume it, or train anew."
            )
        manifest = dataclasses.replace(model.manifest, metrics=metrics, golden=golden_numbers(model))
        (folder / artifact.CARD).write_text(write_card(manifest, self._command, self.provenance.credits))
        return manifest

    @cached_property
    def config(self) -> dict[str, Any]:
        return read_config(self.run)

    @cached_property
    def sounds(self) -> tuple[Dataset, Division]:
        return load_division(self.config)

    @cached_property
    def training_frames(self) -> FloatArray:
        return frames_of(self.sounds[1].training, self.config["hyper"]["length_samples"])

    def _unseen_frames(self) -> FloatArray:
        """Frames to measure on: `evaluate` takes all there are, and minutes."""
        unseen = self.sounds[1].validation
        evenly = np.linspace(0, len(unseen) - 1, min(len(unseen), MEASURED)).astype(int)
        return frames_of([unseen[index] for index in evenly], self.config["hyper"]["length_samples"])

    @cached_property
    def _command(self) -> str:
        settings = self.config["training"]
        minutes = f" --minutes {settings['minutes']:g}" if settings["minutes"] else ""
        clock = " --clock processor" if settings.get("clock") == "processor" else ""
        validation = " --validation OTHER_DATA" if self.config["validation"] else ""
        told = changes(preset(self.config["preset"]), self.config["hyper"])
        sets = "".join(f" --set {shlex.quote(change)}" for change in told)
        return (
            f"python -m sampler train {self.config['preset']} --data DATA{validation} --run RUN "
            f"--epochs {settings['epochs']}{minutes}{clock} --seed {self.config['seed']}{sets}\n"
            f"python -m sampler export RUN --name {shlex.quote(self.name)}"
        )

    def _write_networks(self, folder: Path) -> None:
        chosen = dataclasses.replace(preset(self.config["preset"]), hyper=self.config["hyper"])
        trained = build_model(chosen)
        checkpoint.load_weights(checkpoint.newest(self.run), trained)
        round_weights(trained)
        write_networks(trained, folder)
        if self.saved_model is not None:
            trained.decoder.export(self.saved_model, format="tf_saved_model", verbose=False)

    def _map(self, folder: Path) -> Model:
        """The model with its map fitted and its axes named, by listening to it."""
        with native_silence():
            encoder, decoder = (
                LiteRTNetwork(folder / artifact.ENCODER),
                LiteRTNetwork(folder / artifact.DECODER),
            )
            unmapped = Model(self._manifest(), encoder, decoder)
            unmapped.sounds(np.zeros((1, 2), np.float32))  # native code speaks on the first call
        means, details = unmapped.encode(self.training_frames)
        if not np.all(np.isfinite(means)):
            raise BadRun(f"{self.run} holds weights that are not finite; resume it from an earlier state.")
        fitted, axes = self._named(fit_map(self._spread(unmapped, means), unmapped.sounds), unmapped)
        made = unmapped.sounds(fitted.to_latent(fitted.to_position(means)), details)
        fit_db = np.percentile(log_mel_distance(made, self.training_frames), FIT_PERCENTILE)
        manifest = dataclasses.replace(
            unmapped.manifest,
            map_tables=(fitted.tables[0].tolist(), fitted.tables[1].tolist()),
            fit_limit_db=round(float(fit_db), 3),
            axes=axes,
        )
        return Model(manifest, encoder, decoder)

    def _spread(self, model: Model, means: FloatArray) -> FloatArray:
        """Latents (n, 2) whose percentiles the map runs between: where the training sounds and variations of
        them lie, if it learned from any, or all there are.
        """
        rng = np.random.default_rng(0)
        if family(self.config["family"]).capabilities(self.config["hyper"]).prior == "uniform":
            return rng.uniform(-1, 1, (UNIFORM_LATENTS, 2)).astype(np.float32)
        division, copies = self.sounds[1], min(VARIED, self.config["training"]["augmented_copies"])
        count = min(copies * len(division.training), MOST_VARIED)
        varied = variations(division.training, division.training_groups, count, rng)
        length = self.config["hyper"]["length_samples"]
        return np.concatenate([means, *(model.encode(frames_of([sound], length))[0] for sound in varied)])

    def _named(self, fitted: Map, model: Model) -> tuple[Map, tuple[Axis, Axis]]:
        positions = grid_positions(NAMING_STEPS)
        heard = descriptors(model.sounds(fitted.to_latent(positions)))
        return turn_upwards(fitted, name_axes(positions, heard))

    def _landmarks(self, model: Model) -> dict[str, Any]:
        """Where every training sound lies, with its measured properties, its detail and how far off the model
        is from it there.
        """
        dataset = self.sounds[0]
        frames = frames_of(list(dataset), model.manifest.length_samples)
        latents, details = model.encode(frames)
        positions = model.map.to_position(latents)
        heard = descriptors(frames)
        fits_db = _fits_db(model, positions, details, frames)
        points = [
            {
                "name": dataset.names[index],
                "x": round(float(x), 4),
                "y": round(float(y), 4),
                "detail": encode_detail(detail) if detail.size else None,
                "fit_db": round(float(fits_db[index]), 2),
                **{name: round(float(values[index]), 4) for name, values in heard._asdict().items()},
            }
            for index, ((x, y), detail) in enumerate(zip(positions, details, strict=True))
        ]
        return {"points": points}

    def _manifest(self) -> Manifest:
        config, counters = self.config, checkpoint.read_counters(self.run)
        dataset, division = self.sounds
        hyper = config["hyper"]
        can = family(config["family"]).capabilities(hyper)
        return Manifest(
            name=self.name,
            version="",
            family=config["family"],
            preset=config["preset"],
            hyper=hyper,
            rate_hz=RATE_HZ,
            length_samples=hyper["length_samples"],
            peak_sample=MODEL_PEAK_SAMPLE,
            latent_size=2,
            features=can.features,
            detail_size=can.detail_size,
            has_tune=can.has_tune,
            noise_frames=can.noise_frames,
            axes=(Axis("x", "0", "1"), Axis("y", "0", "1")),
            map_tables=(_UNMAPPED, _UNMAPPED),
            fit_limit_db=0.0,
            licence=self.provenance.licence,
            training={
                "sounds": len(dataset),
                "groups": len(set(dataset.groups)),
                "trained_on": len(division.training),
                "validated_on": len(division.validation),
                "fingerprint": dataset.fingerprint(),
                "steps": counters["step"],
                "elapsed_s": round(counters["spent_s"], 1),
                "seed": config["seed"],
                "settings": config["training"],
            },
            metrics={},
            code_version=sampler.__version__,
            created=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        )


def _fits_db(
    model: Model, positions: NDArray[np.float64], details: FloatArray, frames: FloatArray
) -> NDArray[np.float64]:
    """(n,) log-mel distances of frames (n, length) to what the model makes of them, a few at a time."""
    parts = [slice(start, start + FITTED_AT_ONCE) for start in range(0, len(frames), FITTED_AT_ONCE)]
    return np.concatenate(
        [
            log_mel_distance(model.sounds(model.map.to_latent(positions[part]), details[part]), frames[part])
            for part in parts
        ]
    )
