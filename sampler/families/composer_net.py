"""A classifier of recordings by the folders that they lie in, such as their composers.

Loss: cross entropy of the class of an excerpt, in nats. It trains on excerpts at tempi from 0.75 to 1.35
times their own, so that it cannot rely on the tempo of a rendering. `front=waveform` learns its own filters
in place of log-mels, `body=dilated` hears through dilated causal convolutions.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sampler.errors import BadDataset
from sampler.families.base import Excerpts, Family, Preset

if TYPE_CHECKING:
    from sampler.nets.recordings.recording_classifier import RecordingClassifier


def build(hyper: Mapping[str, Any]) -> "RecordingClassifier":
    """Excerpts of audio -> logits of the classes."""
    from sampler.nets.recordings.recording_classifier import RecordingClassifier

    names = ("length_samples", "rate_hz", "front", "body", "bands", "channels", "layers", "dropout")
    return RecordingClassifier(len(hyper["classes"]), **{name: hyper[name] for name in names})


def class_of(file: str) -> str:
    """The class of a file by its path relative to the folder of recordings: the first folder; "" without."""
    folder, slash, _ = file.partition("/")
    return folder if slash else ""


def with_classes(hyper: Mapping[str, Any], groups: Sequence[str]) -> Mapping[str, Any]:
    """The hyper-parameters with the classes of the data. Raises BadDataset where they are no classes."""
    classes = sorted({class_of(group) for group in groups})
    if len(classes) < 2 or "" in classes:
        raise BadDataset(
            "A classifier needs recordings in at least two folders, one a class, and none beside them."
        )
    for one in classes:
        if len({group for group in groups if class_of(group) == one}) < 2:
            raise BadDataset(
                f"'{one}' holds one recording, and some must train and some validate: add others."
            )
    return {**hyper, "classes": classes}


FAMILY = Family(
    rank=90,
    kind="classifier",
    trains_on="recordings",
    presets=(
        Preset(
            name="composer-net",
            description="Classifier of recordings by their folders; its inside can be heard as dreams",
            epochs=30,
            hyper={
                "classes": (),
                "rate_hz": 6300,
                "length_samples": 50176,
                "front": "log-mel",
                "body": "residual",
                "bands": 64,
                "channels": 12,
                "layers": 4,
                "dropout": 0.3,
            },
            small={"length_samples": 8192, "bands": 8, "channels": 4, "layers": 2},
            steps_per_s=10.0,
            title="Tells recordings apart",
            plain="Learns which folder a recording is from, and dreams what it listens for.",
            batch_size=16,
            learning_rate=2e-3,
            epoch_steps=50,
        ),
    ),
    excerpts=lambda hyper: Excerpts(hyper["length_samples"], hyper["rate_hz"], tuple(hyper["classes"])),
    stratum=class_of,
    from_data=with_classes,
    build=build,
)
