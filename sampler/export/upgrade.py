"""Publish a version again, with the player that versions of its time had not."""

import dataclasses
import datetime as dt
import shutil
from pathlib import Path

import sampler
from sampler import artifact
from sampler.errors import BadValue, IncompatibleArtifact
from sampler.export.networks import write_encoder, write_player
from sampler.manifest import Manifest
from sampler.measure.golden import faults, golden_numbers
from sampler.model.inference import Model
from sampler.model.keras_runtime import trained_model
from sampler.model.runtime import load_networks


def upgrade(folder: Path, models_dir: Path) -> Path:
    """Publish the version in `folder` as the next version of its name, with a player; return the new folder.

    The old version stays as it is, so its sounds keep their bytes. Raises BadValue where the version has a
    player, IncompatibleArtifact where the player's sounds are not those of the old version, and as `verify`.
    """
    old = artifact.verify(folder)
    if artifact.PLAYER in old.files:
        raise BadValue(f"'{old.name}@{old.version}' has a player: there is nothing to add.")
    return artifact.publish(models_dir, old.name, lambda built: _with_player(old, folder, built))


def _with_player(old: Manifest, folder: Path, built: Path) -> Manifest:
    """Fill the folder of the new version; returns its manifest."""
    for name in old.files:
        shutil.copyfile(folder / name, built / name)
    trained = trained_model(old, folder)
    write_encoder(trained, built / artifact.ENCODER)  # earlier ones took any number of rows
    write_player(trained, old.peak_sample, built / artifact.PLAYER)
    golden = old.golden or golden_numbers(Model(old, *load_networks(folder, has_player=False)))
    manifest = dataclasses.replace(
        old,
        golden=golden,
        training={**old.training, "replaces": old.version},
        code_version=sampler.__version__,
        created=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    )
    if broken := faults(Model(manifest, *load_networks(built, has_player=True))):
        raise IncompatibleArtifact(f"'{old.name}@{old.version}' cannot be upgraded. {broken[0]}")
    with (built / artifact.CARD).open("a") as card:
        card.write(f"\nThis is version {old.version} with a player added by `python -m sampler upgrade`.\n")
    return manifest
