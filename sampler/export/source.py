"""What an export reads of a run: its configuration, its sounds, and what its family can do."""

import shlex
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from sampler.dataset.hits import Dataset
from sampler.families import family, preset
from sampler.families.base import Capabilities, FloatArray, Preset, Sequence, changes
from sampler.recordings.store import Recordings
from sampler.rundir import read_config
from sampler.training import checkpoint
from sampler.training.arrays import frames_of
from sampler.training.division import Division
from sampler.training.material import RecordingsDivision
from sampler.training.plan import load_division, require_form

MEASURED = 256
"""Unseen sounds that a version is measured on: `evaluate` measures all, which takes minutes."""


@dataclass
class RunSource:
    """A run of any kind, read when needed. Raises BadRun where its dataset has changed since."""

    run: Path

    @cached_property
    def config(self) -> dict[str, Any]:
        return read_config(self.run)

    @cached_property
    def preset(self) -> Preset:
        """The preset with the hyper-parameters of the run. Raises BadRun for an earlier form of it."""
        require_form(self.run, self.config)
        return replace(preset(self.config["preset"]), hyper=self.config["hyper"])

    @cached_property
    def _divided(self) -> tuple[Any, Any]:
        return load_division(self.config)

    def training(self) -> dict[str, Any]:
        """What a manifest says of the training, whatever the run trained on."""
        dataset, division = self._divided
        counters = checkpoint.read_counters(self.run)
        return {
            "trained_on": len(division.training),
            "validated_on": len(division.validation),
            "fingerprint": dataset.fingerprint(),
            "steps": counters["step"],
            "elapsed_s": round(counters["spent_s"], 1),
            "seed": self.config["seed"],
            "settings": self.config["training"],
        }

    def commands(self, name: str) -> str:
        """The command lines that train and export such a model again."""
        settings = self.config["training"]
        minutes = f" --minutes {settings['minutes']:g}" if settings["minutes"] else ""
        clock = " --clock processor" if settings.get("clock") == "processor" else ""
        validation = " --validation OTHER_DATA" if self.config["validation"] else ""
        changed = changes(preset(self.config["preset"]), self.config["hyper"])
        sets = "".join(f" --set {shlex.quote(change)}" for change in changed)
        return (
            f"python -m sampler train {self.config['preset']} --data DATA{validation} --run RUN "
            f"--epochs {settings['epochs']}{minutes}{clock} --seed {self.config['seed']}{sets}\n"
            f"python -m sampler export RUN --name {shlex.quote(name)}"
        )


class Source(RunSource):
    """A run of a family with a map."""

    @cached_property
    def capabilities(self) -> Capabilities:
        return family(self.config["family"]).capabilities(self.config["hyper"])

    @property
    def dataset(self) -> Dataset:
        dataset: Dataset = self._divided[0]
        return dataset

    @property
    def division(self) -> Division:
        division: Division = self._divided[1]
        return division

    @cached_property
    def training_frames(self) -> FloatArray:
        """Frames of all sounds that it trained on: (n, length)."""
        return frames_of(self.division.training, self.capabilities.length_samples)

    def unseen_frames(self) -> FloatArray:
        """Frames of at most `MEASURED` sounds that it validated on, evenly spread over them: (n, length)."""
        unseen = self.division.validation
        evenly = np.linspace(0, len(unseen) - 1, min(len(unseen), MEASURED)).astype(int)
        return frames_of([unseen[index] for index in evenly], self.capabilities.length_samples)


class RecordingsSource(RunSource):
    """A run of a family that trains on recordings."""

    @property
    def recordings(self) -> Recordings:
        """All recordings of the run."""
        recordings: Recordings = self._divided[0]
        return recordings

    @property
    def division(self) -> RecordingsDivision:
        """The recordings that trained and those that did not."""
        division: RecordingsDivision = self._divided[1]
        return division


class SequenceSource(RecordingsSource):
    """A run of a family that makes tapes."""

    @property
    def recordings(self) -> Recordings:
        """All recordings of the run, at the rate of the model."""
        return super().recordings.slower(self.abilities.downsampling)

    @property
    def division(self) -> RecordingsDivision:
        """The recordings that trained and those that did not, at the rate of the model."""
        return super().division.slower(self.abilities.downsampling)

    @cached_property
    def abilities(self) -> Sequence:
        """What its family can do with its hyper-parameters."""
        return family(self.config["family"]).sequence(self.config["hyper"])
