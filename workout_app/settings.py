"""Every setting, in one file. Each difference between machines is an environment variable.

A value that cannot be used stops the start with a message that names the variable.
"""

import sys
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

TESTING = "pytest" in sys.modules


def checked(name, read, default, wish):
    """Return ``read(name)``, or stop the start with a sentence that names the variable."""
    try:
        return read(name, default=default)
    except (ValueError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"{name} must be {wish}: {error}") from error


# Everything the app writes: database, models, queue, cache.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
for folder in ("models", "queue", "queue-control", "cache", "static"):
    (DATA_DIR / folder).mkdir(parents=True, exist_ok=True)


def secret_key():
    """Return ``SECRET_KEY``, or a key made once and kept beside the data."""
    key = env.str("SECRET_KEY", default="")
    kept = DATA_DIR / "secret_key"
    if not key:
        if not kept.exists():
            kept.touch(mode=0o600)
            kept.write_text(get_random_secret_key())
        key = kept.read_text().strip()
    return key


SECRET_KEY = secret_key()
DEBUG = checked("DEBUG", env.bool, False, "true or false")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Set when the app stands behind TLS: cookies and redirects then insist on it.
HTTPS = checked("HTTPS", env.bool, False, "true or false")

INSTALLED_APPS = [
    "exercises",
    "profiles",
    "workouts",
    "recommender",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "workout_app.apps.OurStaticFiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "workout_app.compression.PageCompressionMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "profiles.timezones.TimezoneMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "profiles.languages.HabitsMiddleware",
    "profiles.outbox.OutboxMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "workout_app.urls"
WSGI_APPLICATION = "workout_app.wsgi.application"
ASGI_APPLICATION = "workout_app.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- Data -------------------------------------------------------------------------------------------

DATABASES = {
    "default": checked(
        "DATABASE_URL", env.db_url, f"sqlite:///{DATA_DIR / 'nextset.sqlite3'}", "a database address"
    )
}
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets pages read while the trainer writes; IMMEDIATE makes writers queue instead of failing.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;",
    }

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.str("REDIS_URL", default="")

# Sign-in limits are counted in the cache, so all processes must share it.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache", "LOCATION": DATA_DIR / "cache"}
}

# --- Background work --------------------------------------------------------------------------------

CELERY_BROKER_URL = REDIS_URL or "filesystem://"
if not REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(DATA_DIR / "queue"),
        "data_folder_out": str(DATA_DIR / "queue"),
        "control_folder": str(DATA_DIR / "queue-control"),
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE = env.str("TIME_ZONE", default="UTC")
TRAINING_HOUR = checked("TRAINING_HOUR", env.int, 3, "an hour from 0 to 23")
if not 0 <= TRAINING_HOUR <= 23:
    raise ImproperlyConfigured(f"TRAINING_HOUR must be an hour from 0 to 23, got {TRAINING_HOUR}")
CELERY_BEAT_SCHEDULE = {
    "train-every-night": {
        "task": "recommender.tasks.train",
        "schedule": crontab(hour=TRAINING_HOUR, minute=15),
    },
    "sweep-uploads": {"task": "exercises.tasks.sweep_uploads", "schedule": crontab(minute=40)},
    "sweep-stale-runs": {"task": "recommender.tasks.sweep_stale_runs", "schedule": crontab(minute="*/10")},
}

# --- The recommender --------------------------------------------------------------------------------

MODEL_DIR = Path(env.str("MODEL_DIR", default=str(DATA_DIR / "models")))
TRAINING_BUDGET = checked("TRAINING_BUDGET", env.int, 16, "the number of candidates tried per night")
TRAINING_SEED = checked("TRAINING_SEED", env.int, 20260101, "a whole number")
TRAINING_JOBS = checked("TRAINING_JOBS", env.int, 1, "the number of processes used for training")
# Share of picks drawn rather than ranked, so that new exercises are tried and propensities are known.
EXPLORATION = checked("EXPLORATION", env.float, 0.1, "a share from 0 to 1")

# --- People -----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "profiles.User"
AUTHENTICATION_BACKENDS = [
    "profiles.backends.WithProfile",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "recommender:for_you"
ACCOUNT_SIGNUP_REDIRECT_URL = "profiles:start"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Nextset: "
HEADLESS_CLIENTS = ("app",)
HEADLESS_SERVE_SPECIFICATION = False
HEADLESS_TOKEN_STRATEGY = "exercises.rest.authentication.OneQueryTokens"  # noqa: S105 - a class
ALLAUTH_TRUSTED_PROXY_COUNT = checked("TRUSTED_PROXY_COUNT", env.int, 0, "the number of proxies in front")

EMAIL_CONFIG = checked("EMAIL_URL", env.email_url, "consolemail://", "a mail address such as smtp://host:25")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="nextset@localhost")
# Without a mail server nobody could confirm an address, so it is asked for only when there is one.
ACCOUNT_EMAIL_VERIFICATION = "optional" if env.str("EMAIL_URL", default="") else "none"

# --- API --------------------------------------------------------------------------------------------


def rate(name, default):
    """Return ``(requests, seconds)`` from a text such as ``600/minute``; ``off`` is ``None``: no limit."""
    text = env.str(name, default=default).strip().lower()
    if text == "off":
        return None
    count, _slash, unit = text.partition("/")
    seconds = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}.get(unit)
    if not (count.isascii() and count.isdigit() and int(count) > 0 and seconds):
        raise ImproperlyConfigured(f"{name} must be such as 600/minute, or off; got {text!r}")
    return int(count), seconds


API_RATES = {
    "guest": rate("API_RATE_GUEST", "120/minute"),
    "member": rate("API_RATE_MEMBER", "off"),
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "exercises.rest.authentication.SessionTokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_THROTTLE_CLASSES": ["exercises.rest.throttling.RateThrottle"],
    "NUM_PROXIES": ALLAUTH_TRUSTED_PROXY_COUNT,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["exercises.rest.parsers.BoundedJSONParser"],
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_SCHEMA_CLASS": "exercises.rest.schema.ProblemAwareSchema",
    "EXCEPTION_HANDLER": "exercises.problems.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Nextset API",
    "VERSION": "1.0.0",
    "DESCRIPTION": "Exercises, preferences, picks with exact reasons, sessions, feedback and workouts.",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # No badge of an outside validator.
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "ExerciseType": "exercises.vocabulary.TYPES",
        "Goal": "exercises.vocabulary.GOALS",
        "Measure": "exercises.vocabulary.MEASURES",
        "Muscle": "exercises.vocabulary.MUSCLES",
        "Equipment": "exercises.vocabulary.EQUIPMENT",
        "Joint": "exercises.vocabulary.JOINTS",
        "BodyRegion": "exercises.vocabulary.REGIONS",
        "Question": "profiles.answers.STEPS",
        "PlaceKind": "profiles.models.Place.Kind",
        "Severity": "profiles.models.Limitation.Severity",
        "FeedbackKind": "recommender.models.Feedback.Kind",
    },
}

# --- Pages ------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
# Each in its own words: who looks for their language need not read another one.
LANGUAGES = [("en", "English"), ("de", "Deutsch"), ("es", "Español")]
LANGUAGE_COOKIE_AGE = 31_536_000
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "workout_app.storage.HashedStaticStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS += ["django.forms"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
PERMISSIONS_POLICY = {name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb")}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
# A body larger than this is refused before it is read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    # Messages that travel through files have no host, which is no reason to warn.
    "loggers": {"kombu.connection": {"level": "ERROR"}},
}
