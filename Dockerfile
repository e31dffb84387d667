# Images: `web` for the web, decode workers on CPUs, locate and ingest workers; `train` adds TensorFlow; `gpu` has
# TensorFlow with CUDA, for training and for workers with a GPU. docker-compose.yml starts them.
# The stage `npm` fetches the libraries that the pages draw with.
FROM node:24-bookworm-slim AS npm
WORKDIR /srv/drumscape
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --no-audit --no-fund

FROM python:3.11-slim-bookworm AS base
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 \
    DRUMSCAPE_VAR=/data/var MODELS_DIR=/data/models
WORKDIR /srv/drumscape
RUN useradd --create-home --uid 1000 drumscape \
    && install --directory --owner drumscape /data/var /data/models
COPY requirements/constraints.txt requirements/web.txt requirements/
RUN pip install --requirement requirements/web.txt

FROM base AS code
COPY manage.py ./
COPY sampler sampler
COPY webui webui
COPY static static
COPY templates templates
COPY --from=npm /srv/drumscape/node_modules node_modules
COPY package-lock.json ./
RUN python -m webui.config.bundles
# A new volume at /data/models starts with the factory models.
COPY --chown=drumscape models /data/models

FROM code AS web
USER drumscape
EXPOSE 8000

FROM code AS train
COPY requirements.txt ./
RUN pip install --requirement requirements.txt
USER drumscape

FROM code AS gpu
COPY requirements/gpu.txt requirements/
RUN pip install --requirement requirements/gpu.txt
USER drumscape
