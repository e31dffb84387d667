"""What a family declares about itself: presets, capabilities, how to build and how to compile its model.

Trainer, export, artefact, API and dashboard ask this declaration; none of them tests classes or the names of
tensors.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from sampler.errors import BadValue

if TYPE_CHECKING:
    from sampler.sequence.loop import Loop

FloatArray = NDArray[np.float32]
Arrays = Mapping[str, FloatArray]
"""Training arrays by name, float32: "audio" (n, length_samples), and "features" (n, ...) for the encoder."""

Kind = Literal["map", "sequence", "classifier"]
"""map: a landscape of hits. sequence: plays for as long as one likes. classifier: says what a sound is."""

Material = Literal["hits", "recordings"]
"""hits: prepared sounds of one drum each. recordings: long audio."""

Prior = Literal["normal", "uniform"]
Groups = list[str]
"""The group of each part of a dataset."""

LISTED_LAST = 100
SMALL_EPOCH_STEPS = 8


@dataclass(frozen=True)
class Capabilities:
    """What a family can do with given hyper-parameters."""

    length_samples: int
    """Length of every sound that it renders."""
    features: str
    """Name in `sampler.analysis.features` of what its encoder reads."""
    detail_size: int = 0
    """Numbers in its detail vector; 0: it has no detail."""
    has_tune: bool = False
    measures_tune: bool = False
    """Whether its encoder also gives the tune of a sound, after the detail."""
    noise_frames: int = 0
    """Frames after which its stored noise repeats; 0: it has no noise."""
    prior: Prior | None = None
    """The distribution that training pulls its latents towards: "normal" is the standard normal, "uniform" is
    uniform from -1 to 1, all of which the map then spans. None: training leaves the latents alone, and the
    map spans where the training sounds lie.
    """


def no_map(hyper: Mapping[str, Any]) -> Capabilities:
    """The capabilities of a family without a map. Raises BadValue: it has none."""
    raise BadValue("This kind of model has no map.")


@dataclass(frozen=True)
class Sequence:
    """What a family of sequence models can do with given hyper-parameters."""

    context_samples: int
    """Samples before a training window that its model reads as well."""
    length_samples: int
    """Samples of a training window that its model predicts."""
    loop: Callable[[Mapping[str, FloatArray]], "Loop"]
    """Its player, from the weights of an artefact by name."""
    quantisation: str | None = None
    """How it quantises the samples whose codes it predicts, which bits are measured by; None: it predicts no
    codes.
    """
    downsampling: int = 1
    """It trains and plays at the rate of its recordings divided by this."""
    calibrated: bool = False
    """Whether an export looks for the temperature at which it plays as loud as its recordings are."""


def no_sequence(hyper: Mapping[str, Any]) -> Sequence:
    """What a family can do that makes no sequences. Raises BadValue: nothing."""
    raise BadValue("This kind of model makes no tapes.")


@dataclass(frozen=True)
class Excerpts:
    """What a classifier with given hyper-parameters hears, and what it tells apart."""

    length_samples: int
    rate_hz: int
    classes: tuple[str, ...]


def no_excerpts(hyper: Mapping[str, Any]) -> Excerpts:
    """What a family hears that classifies nothing. Raises BadValue."""
    raise BadValue("This kind of model classifies nothing.")


@dataclass(frozen=True)
class Plateau:
    """What a training does when its validation loss gets no better; both limits are in epochs.

    It halves the learning rate each `halve_after` and ends after `stop_after`. It keeps the best weights.
    """

    halve_after: int
    stop_after: int


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A named set of hyper-parameters. `hyper` goes to the family's `build` and into the manifest, whole."""

    name: str
    description: str
    epochs: int
    hyper: Mapping[str, Any]
    small: Mapping[str, Any]
    """Hyper-parameters of the small form, as far as they differ: it has as many layers, but trains within
    seconds. The tests of all families train it.
    """
    steps_per_s: float
    """Steps per second on one thread of a busy server, for the dashboard's estimate:
    `benchmarks/preset_table.py` measures it.
    """
    family: str = ""
    """Name of the family's file; the registry fills it in."""
    title: str = ""
    """What a musician calls it."""
    plain: str = ""
    """What a musician can expect of it, in a sentence or two."""
    recommended: bool = False
    """True: one trains it to play it. False: one trains it to compare others with it."""
    batch_size: int = 16
    """Sounds, or readers of recordings, of a step."""
    epoch_steps: int | None = None
    """Longest epoch, in steps: a pass over hours of recordings would be too long between two checkpoints."""
    learning_rate: float = 1e-3
    augmented_copies: int = 0
    """Random variations of each training sound that are trained on beside it."""
    schedule: str = "cosine"
    """How the learning rate goes on after its warm-up: "cosine" to zero, or "constant"."""
    warmup_batches: int | None = None
    """Batches until the regularisers have their full weight, at most half of the training. None: the first
    fifth of the training.
    """
    plateau: Plateau | None = None
    """Early stopping on the validation loss. With it the learning rate is constant but for the halvings."""


def small_form(preset: Preset, **hyper: Any) -> Preset:
    """The small form of a preset, with further changes `hyper`: batches of four, no variations."""
    small = {**preset.hyper, **preset.small, **hyper}
    steps = preset.epoch_steps and SMALL_EPOCH_STEPS
    return replace(preset, hyper=small, augmented_copies=0, batch_size=4, epoch_steps=steps)


def compile_guarded(model: Any, preset: Preset) -> None:
    """Compile for one optimiser of all weights: Adam behind the guard, gradients clipped to a norm of 1."""
    from sampler.steps.guarded_adam import GuardedAdam, compile_model

    compile_model(model, GuardedAdam(preset.learning_rate, clipnorm=1.0))
    model.optimizer.build(model.trainable_variables)


def compile_sequence(model: Any, preset: Preset) -> None:
    """`compile_guarded` for a sequence model: with states for the readers of a batch, `beta_2`, and by XLA
    where the hyper-parameter `xla` is "yes".
    """
    from sampler.steps.guarded_adam import GuardedAdam, compile_model

    model.begin(preset.batch_size)
    optimizer = GuardedAdam(preset.learning_rate, beta_2=preset.hyper["beta_2"], clipnorm=1.0)
    compile_model(model, optimizer, xla=preset.hyper.get("xla") == "yes")
    model.optimizer.build(model.trainable_variables)


@dataclass(frozen=True, kw_only=True)
class Family:
    """A kind of model. Its file is its declaration, and the file's name is its name."""

    presets: tuple[Preset, ...]
    capabilities: Callable[[Mapping[str, Any]], Capabilities] = no_map
    """What it can do with these hyper-parameters, if it has a map."""
    sequence: Callable[[Mapping[str, Any]], Sequence] = no_sequence
    """What it can do with these hyper-parameters, if it makes sequences."""
    excerpts: Callable[[Mapping[str, Any]], Excerpts] = no_excerpts
    """What it hears with these hyper-parameters, if it is a classifier."""
    stratum: Callable[[str], str] = lambda group: ""
    """The part of a dataset that a group is of; some groups of each part are held out."""
    from_data: Callable[[Mapping[str, Any], Groups], Mapping[str, Any]] = lambda hyper, groups: hyper
    """The hyper-parameters as the groups of the data complete them. Raises BadDataset."""
    build: Callable[[Mapping[str, Any]], Any]
    """A fresh model of these hyper-parameters, its loss included: of the training model of its kind."""
    compile: Callable[[Any, Preset], None] = compile_guarded
    """Gives a built model its optimisers and its train step."""
    warm_start: Callable[[Any, Arrays], None] | None = None
    """Sets weights from the training arrays before the first step."""
    kind: Kind = "map"
    trains_on: Material = "hits"
    rank: int = LISTED_LAST
    """Where its presets stand in lists: the smallest rank first, equal ranks by name."""
    name: str = ""
    """Name of its file; the registry fills it in."""

    @property
    def has_map(self) -> bool:
        """Whether its sounds lie on a map of two dimensions."""
        return self.kind == "map"

    def named(self, name: str) -> "Family":
        """The family with its name, which its presets get as well."""
        return replace(self, name=name, presets=tuple(replace(one, family=name) for one in self.presets))
