"""How allauth does things in this house: our words, our mails, our notion of where a request comes from."""

from __future__ import annotations

import base64
import hashlib
import html
import io
from typing import Any, ClassVar
from urllib.parse import urlsplit

import qrcode
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import dateformat, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from qrcode.image.svg import SvgPathFillImage

from rapport.kernel import clock
from rapport.kernel.errors import Invalid
from rapport.kernel.limits import queries as limits
from rapport.people.accounts import queries, words
from rapport.people.accounts.models import Account
from rapport.people.accounts.origin import client_ip
from rapport.people.accounts.rules import Stand, check_email


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Everything of allauth's account flows that is ours to decide."""

    error_messages: ClassVar[dict[str, Any]] = {**DefaultAccountAdapter.error_messages, **words.PROBLEMS}

    def clean_email(self, email: str) -> str:
        """The address as it is kept."""
        try:
            return check_email(email)
        except Invalid as wrong:
            raise ValidationError(wrong.sentence()) from wrong

    def set_password(self, user: AbstractBaseUser, password: str) -> None:
        """Change the password alone."""
        user.set_password(password)
        user.save(update_fields=["password"])

    def get_client_ip(self, request: HttpRequest) -> str:
        """The client's address; X-Forwarded-For counts only from trusted proxies."""
        return client_ip(request.META, settings.TRUSTED_PROXIES)

    def is_safe_url(self, url: str) -> bool:
        """Whether `next` stays on this site: a path, never another host."""
        return bool(url) and url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def is_ajax(self, request: HttpRequest) -> bool:  # noqa: ARG002 (the signature is allauth's)
        """Pages are answered with pages."""
        return False

    def pre_login(self, request: HttpRequest, user: Account, **hooks: Any) -> HttpResponse | None:
        """Who is suspended is told why and until when, and gets no session."""
        response: HttpResponse | None = super().pre_login(request, user, **hooks)
        if response is None and queries.stand_of(user, now=clock.now()) is Stand.SUSPENDED:
            about = {"reason": user.suspension_reason, "until": user.suspended_until}
            response = render(request, "accounts/suspended.html", about, status=403)
        return response

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,  # noqa: ARG002 (the signature is allauth's)
        extra_tags: str = "",  # noqa: ARG002 (the same)
        message: str | None = None,
    ) -> None:
        """Say it as a toast, in our words; what has none is not said."""
        sentence = message or words.SAID.get(message_template or "")
        if sentence:
            messages.add_message(request, level, str(sentence), fail_silently=True)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail `template_prefix.txt`, whose first line is the subject, in the reader's language."""
        shown = {
            "email": email,
            "community": limits.current().community_name,
            "site_url": settings.PUBLIC_URL,
            **{name: value for name, value in context.items() if name not in ("request", "user")},
        }
        owner = Account.objects.filter(email=email.lower()).values_list("language", flat=True).first()
        with translation.override(owner or translation.get_language()):
            written = html.unescape(render_to_string(f"{template_prefix}.txt", shown))
        subject, _, body = written.strip().partition("\n")
        EmailMessage(subject.strip(), body.strip() + "\n", None, [email]).send()

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell the owner that something about signing in has changed, in case it was somebody else."""
        told = words.TOLD_BY_MAIL.get(template_prefix)
        address = email or EmailAddress.objects.get_primary_email(user)
        if told is None or not address:
            return
        what = str(told).format(**{"to_email": "", **(context or {})})
        day = dateformat.format(clock.now(), "j F Y")
        facts = {"what": what, "ip": self.get_client_ip(self.request), "day": day}
        self.send_mail("account/email/changed", address, facts)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Names and secrets of second factors."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        **words.SECOND_FACTOR_PROBLEMS,
    }

    def encrypt(self, text: str) -> str:
        """A secret as the database keeps it: useless without the site's secret key."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret back."""
        return _box().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        """What an authenticator app shows above the code."""
        return limits.current().community_name

    def build_totp_svg(self, url: str) -> str:
        """The picture to scan, on white, so that it is read on dark pages too."""
        picture = io.BytesIO()
        qrcode.make(url, image_factory=SvgPathFillImage).save(picture)
        return picture.getvalue().decode()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: str) -> str:  # noqa: A002 (allauth's)
        """What a passkey is called until its owner says otherwise."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey") if number == 1 else gettext("Passkey {number}").format(number=number)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Who asks for a passkey: this host, by the community's name."""
        host = urlsplit(f"//{allauth_context.request.get_host()}").hostname or ""
        return {"id": host, "name": limits.current().community_name}

    def get_public_key_credential_user_entity(self, user: Account) -> dict[str, Any]:
        """Whose passkey it is, as the browser shows it."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.actor.name if user.actor else user.email}


def _box() -> Fernet:
    digest = hashlib.sha256(b"second factor " + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
