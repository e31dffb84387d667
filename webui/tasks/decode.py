"""Rendering and locating, by warm models."""

import json
from typing import Any

from celery.signals import worker_ready

from sampler.audio.options import RenderOptions
from sampler.detail import decode_detail, encode_detail
from sampler.inference import Match
from webui import replies
from webui.addresses import PLACE_NAMES, Place
from webui.decoding import app
from webui.tasks.prepared import take_prepared
from webui.tasks.warm import warm_model, warm_up


@worker_ready.connect
def load_models(**kwargs: Any) -> None:
    warm_up()


@app.task(name="decode.render")
def render(name: str, version: str, parameters: dict[str, str], reply_key: str) -> None:
    """Answer with the WAV at an address."""
    with replies.failures_sent_to(reply_key):
        model = warm_model(name, version)
        place = Place.parse(parameters)
        options = RenderOptions.parse({key: parameters[key] for key in parameters if key not in PLACE_NAMES})
        detail = decode_detail(place.detail, model.manifest.detail_size) if place.detail else None
        replies.send(reply_key, model.render(place.x, place.y, detail=detail, options=options))


@app.task(name="decode.locate")
def locate(name: str, version: str, prepared_key: str, refine: bool, reply_key: str) -> None:
    """Answer with the place of a prepared sound."""
    with replies.failures_sent_to(reply_key):
        match = warm_model(name, version).locate(take_prepared(prepared_key), refined=refine)
        replies.send(reply_key, json.dumps(_describe(match)).encode())


def _describe(match: Match) -> dict[str, Any]:
    """For the API; a millionth of the map is far below what can be heard, and makes for short addresses."""
    return {
        "x": round(match.x, 6),
        "y": round(match.y, 6),
        "detail": None if match.detail is None else encode_detail(match.detail),
        "fit_db": round(match.fit_db, 3),
        "outside": match.outside,
    }


@app.task(name="decode.ping")
def ping(reply_key: str) -> None:
    """Answer, to show that somebody would."""
    replies.send(reply_key, b"pong")
