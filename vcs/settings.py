"""Django settings of VCS: everything comes from the environment (docs/operations.md lists it)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import environ
import structlog

from vcs.environment import database, production_problems, secret_key

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()

VCS_ENV = env.str("VCS_ENV", default="local")
PRODUCTION = VCS_ENV == "production"
VCS_PUBLIC_URL = env.str(
    "VCS_PUBLIC_URL", default=f"http://127.0.0.1:{env.str('PORT', default='8000')}"
).rstrip("/")
VCS_REDIS_URL = env.str("VCS_REDIS_URL", default="")
VCS_EMAIL_URL = env.str("VCS_EMAIL_URL", default="")
VCS_EMAIL_FROM = env.str("VCS_EMAIL_FROM", default="no-reply@localhost")
VCS_GOOGLE_API_ENDPOINT = env.str("VCS_GOOGLE_API_ENDPOINT", default="")
VCS_GOOGLE_TOKEN_URI = env.str("VCS_GOOGLE_TOKEN_URI", default="")
VCS_TIME_ZONE = env.str("VCS_TIME_ZONE", default="Asia/Bangkok")
VCS_DATABASE_URL = env.str("VCS_DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'vcs.sqlite3'}")
VCS_JITSI_URL = env.str("VCS_JITSI_URL", default="https://meet.jit.si").rstrip("/")

SECRET_KEY = secret_key(env.str("VCS_SECRET_KEY", default=""), VAR_DIR, production=PRODUCTION)
SECRET_KEY_FALLBACKS = env.list("VCS_SECRET_KEY_FALLBACKS", default=[])
DEBUG = False
ALLOWED_HOSTS = env.list(
    "VCS_ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]", "testserver"]
)
_public = environ.urlparse(VCS_PUBLIC_URL)
if _public.hostname and _public.hostname not in ALLOWED_HOSTS:
    ALLOWED_HOSTS.append(_public.hostname)
CSRF_TRUSTED_ORIGINS = [f"{_public.scheme}://{_public.netloc}"]

INSTALLED_APPS = [
    "vcs.server",
    "vcs.directory.admin_config.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "channels",
    "django_prometheus",
    "vcs.outbox",
    "vcs.live",
    "vcs.directory",
    "rooms",
    "vcs.attendance",
    "vcs.sessions",
    "broadcasts",
    "vcs.calendars",
    "vcs.reports",
    "api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "vcs.directory.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "vcs.urls"
ASGI_APPLICATION = "vcs.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "vcs" / "templates"],
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

DATABASES: dict[str, dict[str, Any]] = {"default": database(env.db_url_config(VCS_DATABASE_URL))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False

CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": VCS_REDIS_URL}
        if VCS_REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}
CHANNEL_LAYERS: dict[str, dict[str, Any]] = {
    "default": (
        {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [VCS_REDIS_URL]},
        }
        if VCS_REDIS_URL
        else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
    )
}

AUTH_USER_MODEL = "directory.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "vcs.directory.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "vcs.directory.adapters.SocialAccountAdapter"
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("VCS_TRUSTED_PROXIES", default=0)
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
MFA_ADAPTER = "vcs.directory.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "office",
                "name": env.str("VCS_OIDC_NAME", default="บัญชีของสำนักงาน"),
                "client_id": env.str("VCS_OIDC_CLIENT_ID", default=""),
                "secret": env.str("VCS_OIDC_SECRET", default=""),
                "settings": {"server_url": env.str("VCS_OIDC_URL", default="")},
            }
        ]
        if env.str("VCS_OIDC_URL", default="")
        else []
    }
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "object-src": ["'none'"],
    }
}

LANGUAGE_CODE = "th"
LANGUAGES = [("th", "ไทย"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "vcs_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = VCS_TIME_ZONE

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
FRONTEND_DIST = BASE_DIR / "frontend" / "dist"
STATICFILES_DIRS = [FRONTEND_DIST] if FRONTEND_DIST.is_dir() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/assets/.+"
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
VCS_MAX_BODY_BYTES = 12 * 1024 * 1024
VCS_WEB_THREADS = env.int("VCS_WEB_THREADS", default=16)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.authentication.BearerAuthentication",
        "api.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["api.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "api.pagination.CursorPages",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["api.throttling.UserThrottle", "api.throttling.AnonThrottle"],
    "DEFAULT_THROTTLE_RATES": {
        "user": env.str("VCS_API_RATE_USER", default="6000/min"),
        "anon": env.str("VCS_API_RATE_ANON", default="120/min"),
    },
    "EXCEPTION_HANDLER": "api.errors.problem_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "COERCE_DECIMAL_TO_STRING": False,
    "PAGE_SIZE": 100,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "VCS API",
    "DESCRIPTION": "Video conferences and live broadcasts of a Thai education office.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_PATCH": False,
    "POSTPROCESSING_HOOKS": [],
}

CELERY_BROKER_URL = VCS_REDIS_URL or None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True

if VCS_EMAIL_URL:
    vars().update(env.email_url_config(VCS_EMAIL_URL))
else:
    EMAIL_BACKEND = "vcs.core.mail.OutboxFolderBackend"
EMAIL_FILE_PATH = VAR_DIR / "outbox"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = VCS_EMAIL_FROM

DJANGO_STRUCTLOG_CELERY_ENABLED = False
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "vcs.core.logs.MaskingFormatter",
            "processor": structlog.processors.JSONRenderer(ensure_ascii=False)
            if PRODUCTION
            else structlog.dev.ConsoleRenderer(
                colors=False, exception_formatter=structlog.dev.plain_traceback
            ),
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"vcs": {"level": env.str("VCS_LOG_LEVEL", default="INFO")}},
}
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.filter_by_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.format_exc_info,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)

if PRODUCTION:
    problems = production_problems(
        public_url=VCS_PUBLIC_URL,
        secret_key=env.str("VCS_SECRET_KEY", default=""),
        database_url=VCS_DATABASE_URL,
        email_url=VCS_EMAIL_URL,
        email_from=VCS_EMAIL_FROM,
        redis_url=VCS_REDIS_URL,
    )
    if problems:
        from django.core.exceptions import ImproperlyConfigured

        raise ImproperlyConfigured("VCS_ENV=production refuses to start:\n" + "\n".join(problems))
