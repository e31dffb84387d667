"""`generate`: let a sequence model play tapes."""

import argparse
import errno
import math
import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from sampler.artifact import resolve
from sampler.commands.common import add_model, progress_bar
from sampler.constants import MAX_SEED
from sampler.errors import BadValue
from sampler.model.tapes import TapeModel, TapeOrder

HELP = "let a sequence model play on: write tapes as WAV files"
MAX_COUNT = 1000
FULL_SCALE = 2**15 - 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add MODEL, the folder, and what each tape is made from."""
    add_model(parser)
    parser.add_argument("out", metavar="OUT", type=Path, help="folder for the tapes")
    parser.add_argument("--seconds", type=float, required=True, help="length of each tape")
    parser.add_argument("--count", type=int, help="number of tapes (one for each temperature)")
    parser.add_argument(
        "--temperature", type=float, nargs="+", default=[1.0], metavar="T", help="one a tape, in turn (1)"
    )
    parser.add_argument("--seed", type=int, default=0, help="seed of the first tape; each next adds one (0)")
    parser.add_argument("--jobs", type=int, help="tapes that are made at the same time (one a core)")
    parser.add_argument("--prime", type=Path, metavar="FILE", help="recording whose end the tapes continue")


def run(args: argparse.Namespace) -> list[dict[str, Any]]:
    """Write the tapes; returns file, seconds, temperature, seed and speed of each."""
    orders = _orders(args)
    if args.jobs is not None and args.jobs < 1:
        raise BadValue("jobs must be a whole number of at least 1.")
    workers = min(len(orders), args.jobs or len(os.sched_getaffinity(0)))
    model = TapeModel.load(resolve(args.models, args.model))
    prime = model.read_prime(args.prime) if args.prime else None
    args.out.mkdir(parents=True, exist_ok=True)
    with progress_bar("s") as show:
        counted = _Counted(show, len(orders) * args.seconds)
        return _written(model, [replace(order, prime=prime) for order in orders], args.out, counted, workers)


def _orders(args: argparse.Namespace) -> list[TapeOrder]:
    """What each tape is made from, but for the prime."""
    wanted = len(args.temperature) if args.count is None else args.count
    if not 1 <= wanted <= MAX_COUNT:
        raise BadValue(f"count must be a whole number from 1 to {MAX_COUNT}.")
    temperatures = [args.temperature[index % len(args.temperature)] for index in range(wanted)]
    seeds = [(args.seed + index) % (MAX_SEED + 1) if args.seed >= 0 else -1 for index in range(wanted)]
    return [TapeOrder(args.seconds, *each) for each in zip(temperatures, seeds, strict=True)]


def _written(
    model: TapeModel, orders: list[TapeOrder], out: Path, counted: "_Counted", workers: int
) -> list[dict[str, Any]]:
    """Write tapes, `workers` at the same time; the first that fails ends the others."""
    with ThreadPoolExecutor(workers) as pool:
        made = [
            pool.submit(_write, model, order, number, out, counted) for number, order in enumerate(orders, 1)
        ]
        try:
            for one in as_completed(made):
                one.result()
            return [one.result() for one in made]
        except BaseException:
            counted.stopped = True
            pool.shutdown(cancel_futures=True)
            raise


@dataclass
class _Counted:
    """The progress of several tapes together, and whether their makers shall stop."""

    show: Callable[[int, int], None]
    seconds: float
    made_s: float = 0.0
    stopped: bool = False
    lock: Lock = field(default_factory=Lock)

    def __call__(self, seconds: float) -> None:
        """Add `seconds` of tape. Raises Stopped."""
        if self.stopped:
            raise Stopped
        with self.lock:
            self.made_s += seconds
            self.show(int(self.made_s), math.ceil(self.seconds))


class Stopped(Exception):
    """Another tape failed, or the command was interrupted."""


def _write(
    model: TapeModel, order: TapeOrder, number: int, out: Path, counted: Callable[[float], None]
) -> dict[str, Any]:
    manifest = model.manifest
    began = time.thread_time()
    path = out / f"{manifest.name}_e={manifest.epoch}_t={order.temperature:g}_({number}).wav"
    write_blocks(path, _shown(model.tape(order), manifest.rate_hz, counted), manifest.rate_hz)
    return {
        "file": str(path),
        "seconds": order.seconds,
        "temperature": order.temperature,
        "seed": order.seed,
        "times_real_time": round(order.seconds / max(1e-6, time.thread_time() - began), 2),
    }


def _shown(
    blocks: Iterator[NDArray[np.float32]], rate_hz: int, counted: Callable[[float], None]
) -> Iterator[NDArray[np.float32]]:
    for block in blocks:
        yield block
        counted(len(block) / rate_hz)


def write_blocks(path: Path, blocks: Iterator[NDArray[np.float32]], rate_hz: int) -> None:
    """Write a 16-bit mono WAV block by block, under another name until it is whole. Raises OSError."""
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with soundfile.SoundFile(unfinished, "w", rate_hz, 1, "PCM_16", format="WAV") as file:
            for block in blocks:
                file.write(np.rint(block * FULL_SCALE).astype(np.int16))
        os.replace(unfinished, path)
    except soundfile.LibsndfileError as error:
        raise OSError(errno.EIO, "cannot be written", str(path)) from error
    finally:
        unfinished.unlink(missing_ok=True)
