"""Tasks of decode workers: render, locate and judge with models that stay loaded."""

import json
from typing import Any

import numpy as np
from celery.signals import worker_ready
from django.conf import settings
from numpy.typing import NDArray

from sampler.analysis.character import Character, tuning_hz
from sampler.audio.options import RenderOptions
from sampler.measure.judge import judge as judge_version
from sampler.model.budget import Budget
from sampler.model.detail import decode_detail, encode_detail
from sampler.model.inference import Match, Model
from sampler.model.rivals import better
from webui.addresses import LOCATION_NAMES, Location, rounded
from webui.config.decoding import app
from webui.messaging import replies, vitals
from webui.messaging.admission import searches_under_way
from webui.messaging.deadlines import remaining_s
from webui.tasks.prepared import take_prepared
from webui.tasks.queues import consumes
from webui.tasks.warm import warm_model, warm_models, warm_names, warm_up


@worker_ready.connect
def load_models(sender: Any, **kwargs: Any) -> None:
    name = next(queue for queue in ("decode", "locate", "judge") if consumes(sender, queue))
    if name != "judge":  # which loads what it judges
        warm_up(searches=consumes(sender, "locate"))
    vitals.keep_reporting(name, warm_names)


@app.task(name="decode.render")
def render(name: str, version: str, parameters: dict[str, str], reply_key: str) -> None:
    """Answer with the WAV at an address."""
    with replies.failures_sent_to(reply_key):
        with vitals.timed_sound():  # without the time to send it
            wav = _rendered(name, version, parameters)
        replies.send(reply_key, wav)


def _rendered(name: str, version: str, parameters: dict[str, str]) -> bytes:
    model = warm_model(name, version)
    location = Location.parse(parameters)
    options = RenderOptions.parse({key: parameters[key] for key in parameters if key not in LOCATION_NAMES})
    return model.render(location.x, location.y, detail=_detail_of(location, model), options=options)


def _detail_of(location: Location, model: Model) -> NDArray[np.float32] | None:
    return decode_detail(location.detail, model.manifest.detail_size) if location.detail else None


@app.task(name="decode.pitch")
def pitch(name: str, version: str, parameters: dict[str, str], reply_key: str) -> None:
    """Answer with the note in Hz of the sound at a location, null where none is clear."""
    with replies.failures_sent_to(reply_key):
        model, location = warm_model(name, version), Location.parse(parameters)
        hz = tuning_hz(model.sound(location.x, location.y, _detail_of(location, model)))
        replies.send(reply_key, json.dumps(hz and round(hz, 2)).encode())


SEARCH_SHARE = 0.5
"""The most of a request's remaining time that its search may take; less, when other searches wait."""


@app.task(name="decode.locate")
def locate(name: str, version: str, prepared_key: str, refine: bool, reply_key: str) -> None:
    """Answer with the best location of a prepared sample that the search finds in the remaining time."""
    with replies.failures_sent_to(reply_key), vitals.timed_sound():
        left_s = remaining_s()
        budget = Budget(min(SEARCH_SHARE * left_s, left_s / (1 + searches_under_way())))
        prepared = take_prepared(prepared_key)
        model = warm_model(name, version)
        match = model.locate(prepared, refined=refine, budget=budget)
        rivals = {other: found for other, found in warm_models().items() if other != name}
        found = {**_describe(match), "better": better(prepared, model, rivals)}
        replies.send(reply_key, json.dumps(found).encode())


def _describe(match: Match) -> dict[str, Any]:
    """The match as JSON; the position is rounded as in the studio, so that both ask for one address."""
    return {
        "x": rounded(match.x),
        "y": rounded(match.y),
        "detail": None if match.detail is None else encode_detail(match.detail),
        "tune": match.tune,
        "heard_db": round(match.heard_db, 3),
        "outside": match.outside,
        "glide": match.pitch and [round(hz, 2) for hz in match.pitch.glide_hz],
        "sample": _characterised(match.sample, match.pitch and match.pitch.hz),
        "sound": _characterised(match.sound, match.sound.pitch_hz),
    }


def _characterised(of: Character, pitch_hz: float | None) -> dict[str, Any]:
    return {
        "pitch_hz": pitch_hz and round(pitch_hz, 2),
        "length_s": round(of.length_s, 3),
        "brightness_hz": round(of.brightness_hz, 1),
    }


@app.task(name="decode.judge")
def judge(name: str, version: str, self_test: bool, measure: bool, reply_key: str) -> None:
    """Answer with the faults of a version and its measures on the frozen test set of its name, see
    `sampler.measure.judge`.
    """
    with replies.failures_sent_to(reply_key):
        testset = settings.TESTSETS_DIR / name / "dataset.npz"
        found = judge_version(
            settings.MODELS_DIR / name / version,
            testset if testset.exists() else None,
            settings.DECODE_RUNTIME,
            self_test=self_test,
            measure=measure,
        )
        replies.send(reply_key, json.dumps(found).encode())


@app.task(name="decode.ping")
def ping(reply_key: str) -> None:
    """Answer, as proof that a worker is alive."""
    replies.send(reply_key, b"pong")
