"""What happens at the edges: bad mail servers, first passwords, languages, what runs by the clock."""

from __future__ import annotations

import smtplib
import ssl
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from allauth.account.models import EmailAddress
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core import mail
from django.test import Client
from pytest_django import Settings

from rapport.config.env import languages
from rapport.interfaces.mail.sending import send
from rapport.kernel import ids, jobs
from rapport.kernel.errors import Absent, Invalid
from rapport.kernel.jobs.rules import PERIODIC
from rapport.kernel.limits.rules import Limits
from rapport.people.accounts import actions, queries, reactions
from rapport.people.accounts.models import Account
from tests.accounts.conftest import PASSWORD
from tests.conftest import Clock

pytestmark = pytest.mark.django_db

MAIL = {
    "to": ["a@example.org"],
    "from": "b@example.org",
    "subject": "s",
    "text": "t",
    "html": "h",
    "headers": {},
}


def nobodys_certificate(folder: Path) -> ssl.SSLContext:
    """A server's certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example.org")])
    begins = datetime(2020, 1, 1, tzinfo=UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(begins).not_valid_after(begins.replace(year=2040))
    (folder / "cert").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    kinds = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key").write_bytes(key.private_bytes(*kinds))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert", folder / "key")
    return context


def test_a_mail_server_nobody_vouches_for_gets_nothing(settings: Settings, tmp_path: Path, port: int) -> None:
    """Where a server offers TLS its certificate has to be good; a password is not sent to strangers."""
    server = Controller(Sink(), hostname="127.0.0.2", port=port, tls_context=nobodys_certificate(tmp_path))
    server.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.2", port
    try:
        with pytest.raises(ssl.SSLCertVerificationError):
            send(MAIL, ids.new())
    finally:
        server.stop()


def test_a_mail_server_that_takes_no_password(settings: Settings, port: int) -> None:
    """A password the server does not ask for is an error that the log shows, not a mail sent without."""
    server = Controller(Sink(), hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_HOST_USER = "rapport"
    try:
        with pytest.raises(smtplib.SMTPNotSupportedError):
            send(MAIL, ids.new())
        settings.EMAIL_USE_SSL = True
        with pytest.raises(OSError):
            send(MAIL, ids.new())
    finally:
        server.stop()


def test_a_first_password(client: Client, clock: Clock) -> None:
    """Who has none signs in by mail and chooses one; who has one changes it on the other page."""
    account = actions.create_member(
        handle="ines", email="ines@example.org", name="Ines", password=None, now=clock.now, limits=Limits()
    )
    client.force_login(account)
    assert "Choose one" in client.get("/settings/account").content.decode()
    assert client.get("/settings/account/password").headers["Location"] == "/settings/account/password/first"
    client.post("/settings/account/password/first", {"password1": PASSWORD})
    assert mail.outbox[-1].subject == "Your account has a password now."
    assert client.get("/settings/account/password/first").headers["Location"] == "/settings/account/password"


def test_made_up_passkeys_are_not_added(at_mara: Client) -> None:
    """What no browser said is refused with a sentence, whatever shape it has."""
    at_mara.post("/confirm", {"password": PASSWORD})
    at_mara.post("/settings/account/passkeys/challenge")
    for credential in (
        "{}",
        '{"id": "x"}',
        '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {}}',
    ):
        answer = at_mara.post("/settings/account/passkeys/add", {"name": "x", "credential": credential})
        assert answer.status_code == 422
        assert 'class="notice error"' in answer.content.decode()


def test_languages(at_mara: Client, mara: Account, settings: Settings, tmp_path: Path) -> None:
    """The site speaks English and what it has catalogues for; a choice counts on pages and in mails."""
    assert languages(tmp_path) == [("en", "English")]
    (tmp_path / "pt_BR" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "pt_BR" / "LC_MESSAGES" / "django.mo").touch()
    assert languages(tmp_path) == [("en", "English"), ("pt-br", "Português Brasileiro")]
    assert "Language" not in at_mara.get("/settings/account").content.decode()
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    at_mara.post("/settings/account", {"theme": "light", "language": "de"})
    assert '<html lang="de"' in at_mara.get("/settings/account").content.decode()
    assert queries.recipient(mara.pk) == queries.Recipient("mara@example.org", "de", "Mara Lind")
    at_mara.post("/settings/account", {"theme": "light", "language": ""})
    with pytest.raises(Invalid):
        actions.choose(account_id=mara.pk, language="xx")
    with pytest.raises(Invalid):
        actions.choose(account_id=mara.pk, theme="sepia")


def test_by_the_clock(client: Client, clock: Clock) -> None:
    """Suspensions end, sessions and unverified accounts are forgotten, without anybody's doing."""
    client.post("/join", {"email": "lucia@example.org", "password1": PASSWORD})
    suspended = actions.create_member(
        handle="ines", email="ines@example.org", name="Ines", password=None, now=clock.now, limits=Limits()
    )
    actions.suspend(
        account_id=suspended.pk, reason="x", until=clock.forward(days=1), now=clock.forward(days=-1)
    )
    clock.forward(days=40)
    assert {"accounts.restore", "accounts.forget"} <= PERIODIC.keys()
    reactions.restore({})
    reactions.forget({})
    assert not Account.objects.filter(email="lucia@example.org").exists()
    assert not Account.objects.filter(suspended_at__isnull=False).exists()
    jobs.run_due()
    assert mail.outbox[-1].subject == "Your account at Rapport is restored"


def test_accounts_that_never_were_onboarded(clock: Clock) -> None:
    """They too are suspended without an end, restored and deleted; mail goes to their address until then."""
    account = actions.sign_up(email="a@example.org", password="x", now=clock.now, limits=Limits())
    EmailAddress.objects.update(verified=True)
    actions.suspend(account_id=account.pk, reason="x", now=clock.now)
    jobs.run_due()
    assert "until the organisers restore" in str(mail.outbox[-1].body)
    assert actions.restore(account_id=account.pk)
    assert queries.recipient(account.pk) == queries.Recipient("a@example.org", "", "")
    actions.erase(account_id=account.pk, now=clock.now)
    assert queries.recipient(account.pk) is None
    with pytest.raises(Absent):
        queries.account_of(account.pk)
    with pytest.raises(Invalid):
        actions.suspend(account_id=account.pk, reason="", now=clock.now)


def test_whose_address_and_account(mara: Account) -> None:
    """REL-12, REL-13: whatever the case of its letters."""
    assert mara.actor_id is not None
    assert queries.email_is_of(mara.actor_id, " MARA@example.org ")
    assert not queries.email_is_of(mara.actor_id, "")
    assert queries.account_of(mara.actor_id) == mara.pk
    assert not mara.has_perm("x.view_y")
    mara.is_organiser = True
    assert mara.has_perm("x.view_y")
    assert mara.has_module_perms("x")
    assert str(mara) == "mara@example.org"
    assert Account.objects.get_by_natural_key("Mara@Example.org") == mara
