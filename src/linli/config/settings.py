"""Django's settings: what differs between machines comes from `environment`, between districts from packs."""

from datetime import timedelta
from pathlib import Path

from linli.config import environment

PACKAGE = Path(__file__).resolve().parents[1]
DATA = environment.data_folder()
DOMAINS = sorted(path.parent for path in (PACKAGE / "domains").glob("*/apps.py"))

# Set by the test suite: templates compile afresh, static files need no collecting, passwords hash quickly.
TESTING = environment.is_switched_on("LINLI_TESTING")
# Behind a proxy that speaks TLS: cookies and redirects insist on it.
HTTPS = environment.is_switched_on("LINLI_HTTPS")

DEBUG = False
SECRET_KEY = environment.secret_key()
ALLOWED_HOSTS = environment.hosts()
# The bench puts views of its own beside the project's.
ROOT_URLCONF = environment.text("LINLI_URLS", "linli.config.urls")
WSGI_APPLICATION = "linli.config.wsgi.application"

INSTALLED_APPS = [
    "linli.ui",  # first, because its templates go before those of allauth
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "corsheaders",
    "csp",
    "procrastinate.contrib.django",
    "linli.backbone",
    *(f"linli.domains.{folder.name}" for folder in DOMAINS),
    "linli.front",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "linli.backbone.web.Middleware",
    "linli.backbone.api.middleware.Middleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [folder / "web" / "templates" for folder in DOMAINS],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "linli.ui.pages.page",
            ],
        },
    }
]

# The house's own
LINLI_FIELD_KEY = environment.field_key()
LINLI_CIPHER = environment.cipher()
LINLI_VIEWER = "linli.domains.organizations.queries.viewer_of_request"
LINLI_BRAND = "linli.domains.places.queries.brand"
# Public writes from one address; behind a proxy the proxy keeps its own count.
LINLI_WRITES_A_MINUTE = environment.number("LINLI_WRITES_A_MINUTE", 30)
# Requests to the API from one token, or one address without any.
LINLI_API_A_MINUTE = environment.number("LINLI_API_A_MINUTE", 600)
LINLI_TOKENS = "linli.domains.organizations.commands.tokens.use_token"
# What this place is called by Open311 clients beside the code of its territory, and whether they must say it.
LINLI_OPEN311_JURISDICTION = environment.text("LINLI_OPEN311_JURISDICTION", "")
LINLI_OPEN311_NAMED = environment.is_switched_on("LINLI_OPEN311_NAMED")
# Whether webhooks may go to private addresses and without TLS: inside a government network, or to try with.
LINLI_HOOKS_PRIVATE = environment.is_switched_on("LINLI_HOOKS_PRIVATE")
# How long the result of a long work can be fetched.
LINLI_KEEP_RESULT_DAYS = environment.number("LINLI_KEEP_RESULT_DAYS", 7)
LINLI_PACK_FOLDERS = [DATA / "packs", PACKAGE / "packs", PACKAGE.parents[1] / "packs"]

# Data
DATABASES = {"default": environment.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = ["linli.config.wiring"]

# Words and time
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Files: nine photos of ten megabytes and a few fields; the forms say so before this does
MEDIA_ROOT = DATA / "files"
MEDIA_URL = "/files/"
LINLI_FILE_MEGABYTES = environment.number("LINLI_FILE_MEGABYTES", 10)
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = TESTING
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_NUMBER_FILES = 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# Accounts: staff sign in by user name; nobody signs up
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/inbox/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "linli.domains.people.web.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_SESSION_REMEMBER = False
# Sign-in by the identity provider of the place (OpenID Connect); the button is there only where it is set.
SOCIALACCOUNT_ADAPTER = "linli.domains.people.web.adapter.IdentityAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": environment.identity_providers(), "OAUTH_PKCE_ENABLED": True}}
SOCIALACCOUNT_AUTO_SIGNUP = SOCIALACCOUNT_LOGIN_ON_GET = SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_STORE_TOKENS = False
LINLI_OIDC_CLAIM = environment.text("LINLI_OIDC_CLAIM", "preferred_username")
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "邻里"
MFA_ADAPTER = "linli.domains.people.web.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "linli.domains.people.web.forms.SecondFactorForm",
    "reauthenticate": "linli.domains.people.web.forms.SameAgainForm",
    "activate_totp": "linli.domains.people.web.forms.FirstCodeForm",
}
AXES_USERNAME_FORM_FIELD = "login"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Cookies and headers
SESSION_ENGINE = "linli.domains.people.web.sessions"
SESSION_COOKIE_NAME = "linli_session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "linli_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_NAME = "linli_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Which other sites may call the API from a browser, with a token; their cookies are never taken.
CORS_ALLOWED_ORIGINS = environment.origins()
CORS_URLS_REGEX = r"^/(api|open311)/.*$"
CORS_ALLOW_CREDENTIALS = False
CORS_ALLOW_HEADERS = (
    "accept-language",
    "authorization",
    "content-type",
    "idempotency-key",
    "if-match",
    "if-none-match",
)
CORS_EXPOSE_HEADERS = ("ETag", "Link", "Retry-After")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "media-src": ["'self'", "blob:"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'", *environment.identity_origins()],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# Logs say what happened, never to whom: paths carry secret links, statements carry personal data
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"short": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "short"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "linli": {"level": "INFO"},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
        "axes": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
    },
}
