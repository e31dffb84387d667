"""The flagship: a map of what drums are made of, measured: gliding partials and noise in two grids.

Nothing that can be measured is guessed: pitch, glides and phases of partials, and the loudness of all parts
in a few linear scores, are read off a sound. The network learns where on the map a drum lies and what is
typical there. A synthesiser makes the sound, so it is full-band and free of clicks at every location.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from sampler.families.base import Arrays, Capabilities, Family, FloatArray, Preset

if TYPE_CHECKING:
    from sampler.nets.parts_autoencoder import Networks
    from sampler.nets.training_model import MapModel

Tensor = Any
LEAST_SPREAD = 1e-3


def build(hyper: Mapping[str, Any]) -> "MapModel":
    """Encoder: parts -> mean and log-variance. Decoder: latent, detail, tune, shift -> audio.

    Mean and log-variance (batch, 2), latent (batch, 2), detail (batch, size), tune in semitones (batch, 1),
    shift in frames (batch, 1) int32, audio (batch, length).
    """
    from sampler.analysis.parts import layout
    from sampler.nets.parts_autoencoder import PartsAutoencoder, build_networks

    parts = layout(hyper["length_samples"])
    networks = build_networks(parts, hyper["scores"], hyper["units"])
    return PartsAutoencoder(
        networks,
        _decoder(hyper, networks),
        parts,
        map_weight=hyper["map_weight"],
        input_noise=hyper["input_noise"],
    )


def _decoder(hyper: Mapping[str, Any], networks: "Networks") -> Any:
    import keras

    from sampler.analysis.parts import EXACT
    from sampler.nets.parts_autoencoder import MAP_SIZE

    count = sum(hyper["scores"])
    latent = keras.Input((MAP_SIZE,), name="latent")
    detail = keras.Input((_detail_size(hyper),), name="detail")
    tune = keras.Input((1,), name="tune")
    shift = keras.Input((1,), dtype="int32", name="shift")
    own = networks.typical([latent, tune / 12]) + detail[:, : count + EXACT]
    gains = networks.gains(own[:, :count])
    octaves = networks.pitch(latent) + tune / 12
    audio = _synthesiser(hyper)(octaves, own[:, count:], detail[:, count + EXACT :], gains, shift)
    return keras.Model([latent, detail, tune, shift], audio, name="decoder")


def _synthesiser(hyper: Mapping[str, Any]) -> Any:
    from sampler.nets.parts import Synthesiser

    return Synthesiser(hyper["length_samples"], name="synthesiser")


def _detail_size(hyper: Mapping[str, Any]) -> int:
    from sampler.analysis.partials import PHASES
    from sampler.analysis.parts import EXACT, PARTIALS

    return int(sum(hyper["scores"])) + EXACT + PARTIALS * PHASES


def warm_start(model: "MapModel", arrays: Arrays) -> None:
    """Set the scores to the principal components of the training sounds' log gains, and gains to their
    inverse.

    Components are those of what is heard: each gain counts as much as the cells that it stands for. A score
    has a standard deviation of one.
    """
    for name, cells in model.layout.cells.items():
        measured = arrays["features"][:, model.layout.at[name]]
        scores, gains = (
            getattr(model.networks, kind).get_layer(f"{name}_{kind}") for kind in ("scores", "gains")
        )
        typical, towards, back = _components(measured, np.sqrt(cells), scores.units)
        scores.set_weights([towards, -typical @ towards])
        gains.set_weights([back, typical])


def _components(values: FloatArray, weights: FloatArray, count: int) -> tuple[Any, Any, Any]:
    """Principal components of values (m, n), weighed (n,): mean (n,), matrices to scores (n, count) and back.

    Where there are fewer components than `count`, the other scores are zero.
    """
    typical = values.mean(axis=0)
    _, spread, components = np.linalg.svd((values - typical) * weights, full_matrices=False)
    kept = min(count, len(components))
    scale = np.maximum(spread[:kept] / np.sqrt(len(values)), LEAST_SPREAD * spread[0])
    towards, back = np.zeros((len(weights), count)), np.zeros((count, len(weights)))
    towards[:, :kept] = (components[:kept] * weights / scale[:, None]).T
    back[:kept] = components[:kept] * scale[:, None] / weights
    return typical, towards, back


FAMILY = Family(
    rank=0,
    presets=(
        Preset(
            name="modal",
            description="Drum synthesiser played by measured pitch, partials and noise: with detail and tune",
            epochs=60,
            hyper={
                "length_samples": 32_768,
                "scores": (60, 48, 48),
                "units": (96, 96),
                "map_weight": 0.25,
                "input_noise": 0.1,
            },
            small={"length_samples": 8192, "scores": (8, 8, 8), "units": (16, 16)},
            steps_per_s=60.0,
            title="Drum synthesiser",
            plain="Measures what a drum is made of and learns where it lies among others. The whole range "
            "of a drum, in tune, smooth from place to place, without clicks, with detail and tune.",
            recommended=True,
            batch_size=32,
            learning_rate=2e-3,
            augmented_copies=7,
        ),
    ),
    capabilities=lambda hyper: Capabilities(
        hyper["length_samples"],
        features="parts",
        prior="normal",
        detail_size=_detail_size(hyper),
        has_tune=True,
        measures_tune=True,
        noise_frames=hyper["length_samples"] // 64 + 1,
    ),
    build=build,
    warm_start=warm_start,
)
