"""Django settings. `webui.config.environment` reads what differs between installations."""

import os
from datetime import timedelta
from pathlib import Path

from webui.config import bundles, environment
from webui.config.fingerprint import fingerprint

ROOT = Path(__file__).resolve().parents[2]

# Folders. All processes of one installation share them.
DRUMSCAPE_VAR = environment.folder("DRUMSCAPE_VAR", ROOT / "var")
MODELS_DIR = environment.folder("MODELS_DIR", ROOT / "models")
DATASET_ROOTS = environment.folders("DATASET_ROOTS")
UPLOADS_DIR = DRUMSCAPE_VAR / "uploads"
DATASETS_DIR = DRUMSCAPE_VAR / "datasets"
RUNS_DIR = DRUMSCAPE_VAR / "runs"
TESTSETS_DIR = DRUMSCAPE_VAR / "testsets"
STATIC_ROOT = DRUMSCAPE_VAR / "static"
os.umask(0o077)  # files hold passwords, tokens and sounds
for _folder in (UPLOADS_DIR, STATIC_ROOT):
    environment.make_folder("DRUMSCAPE_VAR", _folder)
environment.keep_private(DRUMSCAPE_VAR)

# Processes.
PORT = environment.integer("PORT", 8000, low=1, high=65535)
REDIS_URL = environment.redis_url("REDIS_URL", DRUMSCAPE_VAR / "redis.sock")
TENSORBOARD_URL = environment.http_url("TENSORBOARD_URL")
DECODE_RUNTIME = environment.choice("DECODE_RUNTIME", ("auto", "litert", "keras"))
DATABASES = {"default": environment.database("DATABASE_URL", DRUMSCAPE_VAR / "drumscape.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Limits.
REQUEST_DEADLINE_S = 5.0
MAX_UPLOAD_BYTES = environment.integer("MAX_UPLOAD_BYTES", 10_000_000, low=1_000, high=64_000_000)
MAX_DISCARDED_BYTES = 64_000_000
MAX_ARCHIVE_BYTES = 4_000_000_000
LOCATES_PER_MINUTE = 120
KITS_PER_MINUTE = 30
SIGN_INS_PER_MINUTE = 10  # wrong ones, from one address
ALL_SIGN_INS_PER_MINUTE = 60
NUM_PROXIES = environment.integer("NUM_PROXIES", 0, low=0, high=10)
FILE_UPLOAD_TEMP_DIR = UPLOADS_DIR
FILE_UPLOAD_HANDLERS = ["webui.api.uploads.NoFiles"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

# Security.
DEBUG = False
SECRET_KEY = environment.secret_key("SECRET_KEY", DRUMSCAPE_VAR / "secret-key")
ALLOWED_HOSTS = environment.names("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
AUTHENTICATION_BACKENDS = ["webui.accounts.LockoutBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "webui.accounts.client_address"
AXES_LOCKOUT_CALLABLE = "webui.pages.views.locked_out"
PUBLIC_ORIGIN = environment.origin("PUBLIC_ORIGIN")
CSRF_TRUSTED_ORIGINS = [PUBLIC_ORIGIN] if PUBLIC_ORIGIN else []
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PUBLIC_ORIGIN.startswith("https:")
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "webui.api.fallbacks.csrf_failure"

INSTALLED_APPS = [
    "django.contrib.admin",
    "webui",  # before those whose commands it replaces
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "rest_framework",
    "rest_framework.authtoken",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]
MIDDLEWARE = [
    "webui.api.metrics.measure_requests",
    "django.middleware.security.SecurityMiddleware",
    "webui.config.middleware.content_security_policy",
    "webui.config.middleware.private_answers",
    "webui.config.static_files.CompressingWhiteNoise",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "webui.pages.sign_in.limit_sign_in",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "webui.config.urls"
WSGI_APPLICATION = "webui.config.wsgi.application"
LOGIN_REDIRECT_URL = "/dashboard/"
LOGOUT_REDIRECT_URL = "/"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# Static files: WhiteNoise serves them from their folders, so there is no collecting step. Their address
# changes with their content, so browsers may keep them for ever.
_fingerprint = fingerprint(ROOT)
STATIC_URL = f"static/{_fingerprint}/"
COMPRESSED_DIR = DRUMSCAPE_VAR / "compressed"
_npm = {f"npm/{name}": ROOT / "node_modules" / name / "dist" for name in ("wavesurfer.js", "uplot")}
_static = {"": ROOT / "static", bundles.PREFIX: bundles.bundle_folder(ROOT, _fingerprint), **_npm}
STATICFILES_DIRS = [(prefix, path) for prefix, path in _static.items() if path.is_dir()]
WHITENOISE_USE_FINDERS = True

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_TZ = True

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "webui.api.access.HashedTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["webui.api.access.RoleRequired"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "webui.api.negotiation.AnythingAccepted",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "webui.api.schema.DocumentedSchema",
    "NUM_PROXIES": NUM_PROXIES,
    "EXCEPTION_HANDLER": "webui.api.problems.problem_handler",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Drumscape",
    "DESCRIPTION": "Explore a map of drum sounds, find the location of your own sample, download the WAV.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",  # its schemas are plain JSON Schema, which the tests hold answers against
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SWAGGER_UI_SETTINGS": {"deepLinking": False},  # deep links are inside buttons: keys cannot reach them
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "DatasetStateEnum": "webui.models.Dataset.State",
        "RunStateEnum": "webui.models.Run.State",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"axes": {"level": "WARNING"}},  # below WARNING it logs every sign-in
}
