"""Train every preset twice on the same hits, and measure all of them on the same unseen hits.

    python benchmarks/preset_table.py --data PREPARED --validation OTHERS --out FOLDER \
        [--listener NETWORK] [--preset NAME ...]

The first training ("own") is as long as the original project's or as the preset says, the second
("half-hour") takes 30 minutes. Both use one thread and processor time, so that other work does not count.
Call the script again to go on with a stopped training; it keeps measured results. Writes table.md, table.json
and sheet.png into FOLDER/own and FOLDER/half-hour.
"""

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from sampler.artifact import resolve  # noqa: E402
from sampler.commands.common import open_model  # noqa: E402
from sampler.constants import MODEL_LENGTH_SAMPLES  # noqa: E402
from sampler.families import preset, presets  # noqa: E402
from sampler.measure.comparison import Compared, compare, write  # noqa: E402
from sampler.measure.frechet import EmbeddingNetwork  # noqa: E402
from sampler.rundir import CONFIG, read_config, read_progress, write_json  # noqa: E402
from sampler.training.arrays import frames_of  # noqa: E402
from sampler.training.plan import MAX_EPOCHS, load_division  # noqa: E402
from webui.config.environment import worker_environment  # noqa: E402

OWN_MINUTES = {"wavegan": 60.0, "modal": 96.0}
"""Presets whose own schedule is too long for one processor. `modal` gets the time of the shipped models."""

HALF_HOUR = 30.0


@dataclass(frozen=True)
class Schedule:
    """The budget of a training: the limit that is reached first ends it."""

    epochs: int
    minutes: float | None


SCHEDULES = {
    "own": lambda name: Schedule(preset(name).epochs, OWN_MINUTES.get(name)),
    "half-hour": lambda name: Schedule(MAX_EPOCHS, HALF_HOUR),
}


@dataclass(frozen=True)
class Column:
    """One of the two trainings of all presets, and the folder of its results."""

    name: str
    out: Path
    data: Path
    validation: Path

    def finish(self, preset_name: str) -> Path:
        """Train and export the preset unless that is done; returns the version folder."""
        run, models = self.out / "runs" / preset_name, self.out / "models"
        if not _finished(run):
            self._train(preset_name, run)
        if not _finished(run):
            sys.exit(f"{run} was stopped: call this again to go on.")
        if not (models / preset_name).is_dir():
            _sampler("export", run, "--name", preset_name, "--models", models)
        return resolve(models, preset_name)

    def _train(self, preset_name: str, run: Path) -> None:
        schedule = SCHEDULES[self.name](preset_name)
        minutes = ["--minutes", schedule.minutes] if schedule.minutes else []
        resume = ["--resume"] if (run / CONFIG).is_file() else []
        _sampler(
            "train", preset_name, "--data", self.data, "--validation", self.validation, "--run", run, "--log",
            "--epochs", schedule.epochs, *minutes, "--clock", "processor", *resume,
        )  # fmt: skip

    def measured(self, preset_name: str, embedding: EmbeddingNetwork | None) -> Compared:
        """Measure the preset's model on the hits that it was not trained on."""
        folder = self.finish(preset_name)
        model, run = open_model(folder), self.out / "runs" / preset_name
        division = load_division(read_config(run))[1]
        real = frames_of(division.validation, model.manifest.length_samples)
        kept = self.out / "measured" / f"{preset_name}.json"
        metrics = json.loads(kept.read_text()) if kept.is_file() else {}
        if not metrics or (embedding and "frechet" not in metrics):
            metrics = compare(preset_name, folder, model, real, MODEL_LENGTH_SAMPLES, embedding).metrics
            kept.parent.mkdir(exist_ok=True)
            write_json(kept, metrics)
        return Compared(preset_name, folder, model, metrics, real)


def _finished(run: Path) -> bool:
    return bool(read_progress(run)["state"] == "finished")


def _sampler(*arguments: object) -> None:
    command = [sys.executable, "-m", "sampler", *map(str, arguments)]
    print(" ".join(command[2:]), file=sys.stderr, flush=True)
    subprocess.run(command, cwd=ROOT, env=worker_environment(), check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    """Train the presets that are not trained yet, then measure, column by column."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="output of prepare")
    parser.add_argument("--validation", type=Path, required=True, help="output of prepare, unseen hits")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--listener", type=Path, help="Keras classifier of drums, for the Fréchet distance")
    parser.add_argument("--preset", action="append", choices=list(presets()))
    parser.add_argument("--column", action="append", choices=list(SCHEDULES))
    parser.add_argument("--train-only", action="store_true", help="leave measuring to another call")
    args = parser.parse_args()
    names = args.preset or list(presets())
    data, validation = args.data.resolve(), args.validation.resolve()
    for column in (Column(name, args.out / name, data, validation) for name in args.column or SCHEDULES):
        for name in names:
            column.finish(name)
        if not args.train_only:
            embedding = EmbeddingNetwork(args.listener) if args.listener else None
            write([column.measured(name, embedding) for name in names], column.out)


if __name__ == "__main__":
    main()
