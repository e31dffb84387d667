"""Rendering and locating, by warm models."""

import json
from typing import Any

from celery import shared_task
from celery.signals import worker_ready

from sampler.audio.options import RenderOptions
from sampler.detail import decode_detail, encode_detail
from webui import replies
from webui.addresses import PLACE_NAMES, Place
from webui.tasks.prepared import take_prepared
from webui.tasks.queues import consumes
from webui.tasks.warm import warm_model, warm_up


@worker_ready.connect
def load_models(sender: Any, **kwargs: Any) -> None:
    if consumes(sender, "decode"):
        warm_up()


@shared_task(name="decode.render")
def render(name: str, version: str, parameters: dict[str, str], reply_key: str) -> None:
    """Answer with the WAV at an address."""
    with replies.failures_sent_to(reply_key):
        model = warm_model(name, version)
        place = Place.parse(parameters)
        options = RenderOptions.parse({key: parameters[key] for key in parameters if key not in PLACE_NAMES})
        detail = decode_detail(place.detail, model.manifest.detail_size) if place.detail else None
        replies.send(reply_key, model.render(place.x, place.y, detail=detail, options=options))


@shared_task(name="decode.locate")
def locate(name: str, version: str, prepared_key: str, refine: bool, reply_key: str) -> None:
    """Answer with the place of a prepared sound."""
    with replies.failures_sent_to(reply_key):
        match = warm_model(name, version).locate(take_prepared(prepared_key), refined=refine)
        detail = None if match.detail is None else encode_detail(match.detail)
        found = {
            "x": match.x,
            "y": match.y,
            "detail": detail,
            "fit_db": match.fit_db,
            "outside": match.outside,
        }
        replies.send(reply_key, json.dumps(found).encode())


@shared_task(name="decode.ping")
def ping(reply_key: str) -> None:
    """Answer, to show that somebody would."""
    replies.send(reply_key, b"pong")
