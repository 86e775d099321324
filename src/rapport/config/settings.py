"""Django's settings, from the environment; wiring only, no decision of the trade."""

from __future__ import annotations

from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from rapport.config import env, logs

ENVIRONMENT = env.Environment()
SOURCE = Path(__file__).resolve().parent.parent
DATA_DIR = ENVIRONMENT.data
GRAPH_DIR = DATA_DIR / "graph"
FEED_DIR = DATA_DIR / "feed"

SECRET_KEY = env.secret_key(ENVIRONMENT)
DEBUG = ENVIRONMENT.debug
PUBLIC_URL = ENVIRONMENT.url
SECURE = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = [urlsplit(PUBLIC_URL).hostname or "", "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
TRUSTED_PROXIES = [name.strip() for name in ENVIRONMENT.trusted_proxies.split(",") if name.strip()]
STREAM_URL = ENVIRONMENT.stream_url
METRICS_TOKEN = ENVIRONMENT.metrics_token

INSTALLED_APPS = [
    "rapport.kernel.limits",
    "rapport.kernel.events",
    "rapport.kernel.jobs",
    "rapport.kernel.changelog",
    "rapport.kernel.idempotency",
    "rapport.kernel.media",
    "rapport.people.actors",
    "rapport.people.accounts",
    "rapport.people.ties",
    "rapport.people.contacts",
    "rapport.people.relationships",
    "rapport.people.organizations",
    "rapport.people.groups",
    "rapport.content.posts",
    "rapport.content.discussion",
    "rapport.content.moderation",
    "rapport.content.profiles",
    "rapport.content.endorsements",
    "rapport.content.recommendations",
    "rapport.content.exchange",
    "rapport.projections.graph",
    "rapport.projections.feed",
    "rapport.projections.search",
    "rapport.projections.suggestions",
    "rapport.projections.notifications",
    "rapport.interfaces.mail",
    "rapport.interfaces.console",
    "django.contrib.admin.apps.SimpleAdminConfig",  # a site of our own: nothing registers itself
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "rapport.config.metrics.Count",
    "rapport.config.reading.ReadOnce",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "rapport.interfaces.web.compression.Compression",
    "rapport.interfaces.web.headers.Headers",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "rapport.interfaces.web.accounts_gate.Gate",
    "rapport.interfaces.web.errors.ErrorPages",
]
CSRF_FAILURE_VIEW = "rapport.interfaces.web.errors.csrf_failure"

ROOT_URLCONF = "rapport.config.urls"
WSGI_APPLICATION = "rapport.config.wsgi.application"
AUTH_USER_MODEL = "accounts.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = {"default": env.database(ENVIRONMENT.test_database_url or ENVIRONMENT.database_url, DATA_DIR)}

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

TEMPLATES = [
    {
        "BACKEND": "rapport.interfaces.web.engine.Minijinja",
        "NAME": "pages",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {"context_processors": ["rapport.interfaces.web.masthead.masthead"]},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "admin",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

SESSION_ENGINE = "rapport.people.accounts.sessions"
SESSION_COOKIE_AGE = int(timedelta(days=30).total_seconds())
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

MESSAGE_STORAGE = "rapport.interfaces.web.toast_cookie.ToastCookie"

AUTHENTICATION_BACKENDS = ["rapport.people.accounts.backend.Backend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "rapport.people.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
# Codes, never links: what a mail program fetches on its own consumes nothing (quality 4).
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = int(timedelta(minutes=15).total_seconds())
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = (
    ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT
)
ACCOUNT_CHANGE_EMAIL = ACCOUNT_EMAIL_NOTIFICATIONS = ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_PREVENT_ENUMERATION = ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    name: f"rapport.interfaces.web.accounts_forms.{form}"
    for name, form in (
        ("login", "SignInForm"),
        ("signup", "JoinForm"),
        ("request_login_code", "AskCodeForm"),
        ("confirm_login_code", "LoginCodeForm"),
        ("confirm_email_verification_code", "AddressCodeForm"),
        ("reset_password", "ForgotForm"),
        ("confirm_password_reset_code", "ForgotCodeForm"),
        ("reset_password_from_key", "NewPasswordForm"),
        ("change_password", "ChangePasswordForm"),
        ("set_password", "SetPasswordForm"),
        ("add_email", "ChangeAddressForm"),
        ("reauthenticate", "ConfirmForm"),
    )
}
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "10/m/ip",
    "request_login_code": "10/m/ip,3/5m/key",
    "reset_password": "10/m/ip,3/5m/key",
    "confirm_email": "1/10s/key",
    "check_handle": "60/m/user",
}
MFA_FORMS = {
    "login_webauthn": "rapport.interfaces.web.accounts_forms.PasskeyForm",
    "authenticate_webauthn": "rapport.interfaces.web.accounts_forms.PasskeyStepForm",
    "reauthenticate_webauthn": "rapport.interfaces.web.accounts_forms.ConfirmPasskeyForm",
    "add_webauthn": "rapport.interfaces.web.accounts_forms.AddPasskeyForm",
    "authenticate": "rapport.interfaces.web.accounts_forms.SecondStepForm",
}
MFA_RATE_LIMITS = {"webauthn_login": "10/m/ip", "webauthn_challenge": "30/m/ip"}
MFA_ADAPTER = "rapport.people.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_ONLY = SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # by the provider's subject, never by address

LANGUAGE_CODE = "en"
LOCALE_PATHS = [SOURCE / "interfaces" / "locale"]
LANGUAGES = env.languages(LOCALE_PATHS[0])
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [SOURCE / "interfaces" / "web" / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
LOGGING = logs.logging_settings(ENVIRONMENT.log_format, debug=DEBUG)

_mail = urlsplit(ENVIRONMENT.smtp_url)
EMAIL_HOST = _mail.hostname or ""
EMAIL_PORT = _mail.port or (465 if _mail.scheme == "smtps" else 25)
EMAIL_HOST_USER = unquote(_mail.username or "")
EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
EMAIL_USE_SSL = _mail.scheme == "smtps"
EMAIL_TIMEOUT = 15
EMAIL_BACKEND = "rapport.interfaces.mail.backend.JobBackend"
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from
SERVER_EMAIL = parseaddr(ENVIRONMENT.mail_from)[1]

FILE_UPLOAD_HANDLERS = ["rapport.kernel.uploads.Bounded"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
