"""LSTM with a variational autoencoder on recordings: frames of coefficients, one drawn after another.

Loss: half of the mean negative log likelihood of the normalised coefficients of each next frame, plus the
divergence of its latents from what the network expected of them. `lstm-vae-dct` hears an MDCT, `lstm-vae-fft`
an STFT. `form=published` is the form of the first systems of this kind, for comparison: blocks side by side,
squared error, a fixed prior. It clicks at the edges of blocks and falls to a drone.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sampler.families.base import Arrays, Family, FloatArray, Preset, Sequence, compile_sequence

if TYPE_CHECKING:
    from sampler.nets.recordings.lstm_vae import LstmVae
    from sampler.sequence.loop import Loop
    from sampler.sequence.transforms import Transform

FORMS = ("lapped", "published")


def build(hyper: Mapping[str, Any]) -> "LstmVae":
    """Windows of audio -> distributions of the next frames."""
    from sampler.nets.recordings.lstm_vae import LstmVae

    if hyper["form"] not in FORMS:
        raise ValueError(f"form is {' or '.join(FORMS)}, not {hyper['form']}")
    transform, published = _transform(hyper), hyper["form"] == "published"
    if hyper["length_samples"] % transform.frame_samples:
        raise ValueError("length_samples must be a multiple of the frame")
    sizes = (hyper[name] for name in ("width", "layers", "hidden", "latent"))
    gain = 0.0 if published else hyper["gain"]
    length_samples = hyper["length_samples"]
    return LstmVae(transform, *sizes, length_samples=length_samples, published=published, gain=gain)


def warm_start(model: "LstmVae", arrays: Arrays) -> None:
    """Set the scales of the coefficients to those of the recordings."""
    model.fit_scale(arrays["audio"])


def sequence(hyper: Mapping[str, Any]) -> Sequence:
    """A window and, before it, one frame."""
    return Sequence(
        hyper["frame"],
        hyper["length_samples"],
        loop=lambda weights: _loop(hyper, weights),
        calibrated=True,
    )


def _loop(hyper: Mapping[str, Any], weights: Mapping[str, FloatArray]) -> "Loop":
    from sampler.sequence.lstm_vae import LstmVaeLoop

    return LstmVaeLoop(hyper, _transform(hyper), weights)


def _transform(hyper: Mapping[str, Any]) -> "Transform":
    from sampler.sequence.transforms import transform

    return transform(hyper["transform"], hyper["frame"], lapped=hyper["form"] == "lapped")


HYPER = {
    "frame": 1024,
    "form": "lapped",
    "width": 128,
    "layers": 1,
    "hidden": 256,
    "latent": 32,
    "gain": 0.5,
    "length_samples": 32768,
    "beta_2": 0.99,
}
SMALL = {"frame": 64, "width": 8, "layers": 2, "hidden": 12, "latent": 4, "length_samples": 512}

FAMILY = Family(
    rank=80,
    kind="sequence",
    trains_on="recordings",
    presets=(
        Preset(
            name="lstm-vae-dct",
            description="LSTM with a VAE on an MDCT: learns and plays within seconds",
            epochs=100,
            hyper={"transform": "dct", **HYPER},
            small=SMALL,
            steps_per_s=6.0,
            title="Plays on, frame by frame",
            plain="Learns the colour of recordings in a minute and plays a minute in a second. "
            "Expect textures, no melodies.",
            batch_size=16,
            learning_rate=2e-3,
            epoch_steps=100,
        ),
        Preset(
            name="lstm-vae-fft",
            description="LSTM with a VAE on an STFT: twice the numbers of an MDCT, for comparison",
            epochs=100,
            hyper={"transform": "fft", **HYPER},
            small=SMALL,
            steps_per_s=4.0,
            title="Plays on, frame by frame (Fourier)",
            plain="As the other one, with another way to take sound apart. To compare.",
            batch_size=16,
            learning_rate=2e-3,
            epoch_steps=100,
        ),
    ),
    sequence=sequence,
    build=build,
    compile=compile_sequence,
    warm_start=warm_start,
)
