"""The baseline of concurrent_clients.py: a view that calls a Keras model's `predict`.

    MODEL_FOLDER=models/snare/1 gunicorn benchmarks.baselines.plain_web:application

Serves one address, `/sound.wav?x=&y=`, with Django and no middleware. After `predict` it uses the
instrument's code.
"""

import os
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path
from numpy.typing import NDArray

from benchmarks.baselines.plain_render import build
from sampler.audio.options import RenderOptions
from sampler.model.inference import Model

settings.configure(SECRET_KEY="only-measured", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[])


def playing(folder: Path) -> Model:
    """The model in this process, with a decoder that calls Keras's `predict`."""
    decoder, manifest = build(folder)

    def predict(**arrays: NDArray[Any]) -> NDArray[np.float32]:
        inputs = {tensor.name: np.asarray(arrays[tensor.name], tensor.dtype) for tensor in decoder.inputs}
        found: NDArray[np.float32] = decoder.predict(inputs, verbose=0)
        return found

    return Model(manifest, predict, predict)


model = playing(Path(os.environ["MODEL_FOLDER"]))
model.sound(0.5, 0.5)


def sound(request: HttpRequest) -> HttpResponse:
    x, y = float(request.GET["x"]), float(request.GET["y"])
    wav = model.render(x, y, options=RenderOptions())
    return HttpResponse(wav, headers={"Content-Type": "audio/wav", "Content-Length": len(wav)})


urlpatterns = [path("sound.wav", sound)]
application = get_wsgi_application()
