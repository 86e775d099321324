"""Every page of the site, full and empty, is accessible, fits every screen and stands still (quality 5)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import StorageState

from rapport.interfaces.web import urls
from tests.journeys.conftest import Visit
from tests.journeys.site import Site
from tests.journeys.visitor import PASSWORD, Visitor

Doors = Callable[[str], StorageState]

VISITOR = {
    "home": "/",
    "people": "/people",
    "search": "/search?q=lindqvist",
    "member": "/@alice",
    "member_connections": "/@alice/connections",
    "member_followers": "/@alice/followers",
    "account_login": "/sign-in",
    "account_signup": "/join",
    "unknown": "/no-such-page",
}
"""What somebody without an account comes across."""

ALICE = {
    "home": "/",
    "people": "/people",
    "search": "/search?q=river&open_to=mentoring",
    "search, similar words": "/search?q=okonkow",
    "search, not found": "/search?q=zzzzzz",
    "search, companies": "/search?kind=companies&q=a",
    "search, posts": "/search?kind=posts&q=the",
    "search, hashtags": "/search?kind=hashtags&q=a",
    "member, oneself": "/@alice",
    "member, through other eyes": "/@alice?as=connection",
    "profile_intro": "/profile/intro",
    "profile_contact": "/profile/contact",
    "profile_milestones": "/profile/milestones",
    "profile_photo": "/profile/photo",
    "profile_endorsing": "/profile/endorsing",
    "profile_audience": "/profile/audience/experience",
    "profile_section, a text": "/profile/about",
    "profile_section, entries": "/profile/experience",
    "profile_section, skills": "/profile/skills",
    "profile_section, choices": "/profile/open_to",
    "profile_new": "/profile/experience/new",
    "member, connected": "/@tomas",
    "member, 2nd degree": "/@dan",
    "member, far": "/@erin",
    "member, wrote": "/@wilhelmina",
    "member, invited": "/@priya",
    "member, asked why": "/@thanakorn",
    "member, declined": "/@kaiulani",
    "member, blocked": "/@mallory",
    "member_connections": "/@tomas/connections",
    "member_followers": "/@alice/followers",
    "member_mutuals": "/@tomas/mutual-connections",
    "member_path": "/@dan/path",
    "member_path, none": "/@erin/path",
    "invite": "/@dan/invite",
    "tie_note": "/@tomas/note",
    "disconnect": "/@tomas/disconnect",
    "block": "/@dan/block",
    "network": "/network",
    "network_filtered": "/network/filtered",
    "network_sent": "/network/sent",
    "network_earlier": "/network/earlier",
    "network_earlier, sent": "/network/earlier?side=sent",
    "network_connections": "/network/connections",
    "network_picture": "/network/picture",
    "network_following": "/network/following",
    "network_companies": "/network/companies",
    "network_followers": "/network/followers",
    "network_requests": "/network/requests",
    "network_blocked": "/network/blocked",
    "suggestions": "/suggestions",
    "suggestions_follow": "/suggestions/follow",
    "suggestions_how": "/suggestions/how",
    "groups": "/groups",
    "group, one's own": "/groups/archive_keepers",
    "group, invited": "/groups/quiet_aquifers",
    "group, asked": "/groups/flood_desk",
    "group, refused": "/groups/well_drillers",
    "group_new": "/groups/new",
    "group_edit": "/groups/archive_keepers/edit",
    "group_picture": "/groups/archive_keepers/picture",
    "group_join": "/groups/well_drillers/join",
    "group_members": "/groups/archive_keepers/members",
    "group_requests": "/groups/archive_keepers/requests",
    "group_banned": "/groups/archive_keepers/kept-out",
    "group_invite": "/groups/archive_keepers/invite",
    "group_leave": "/groups/river_readers/leave",
    "post_new": "/posts/new",
    "saved_posts": "/saved",
    "reports": "/reports",
    "taken_down": "/taken-down",
    "member_report": "/@bob/report",
    "drafts": "/drafts",
    "draft_new": "/drafts/new",
    "article_new": "/articles/new",
    "hashtag": "/hashtags/groundwater",
    "network_hashtags": "/network/hashtags",
    "member_posts": "/@siobhan/posts",
    "member_posts, one's own": "/@alice/posts",
    "group_posts": "/groups/archive_keepers/posts",
    "notices": "/notices",
    "companies": "/companies",
    "company": "/companies/acme",
    "company_people": "/companies/acme/people",
    "company_followers": "/companies/acme/followers",
    "company_new": "/companies/new",
    "endorsements": "/endorsements",
    "recommendations": "/recommendations",
    "recommendations, to write": "/recommendations?box=to_write",
    "recommendation_ask": "/recommendations/ask?to=tomas",
    "recommend": "/@tomas/recommend",
    "member_recommendations": "/@alice/recommendations",
    "settings": "/settings",
    "settings_profile": "/settings/profile",
    "settings_notices": "/settings/notices",
    "settings_tokens": "/settings/tokens",
    "settings_mutes": "/settings/mutes",
    "settings_feed": "/settings/feed",
    "home, the other feed": "/?feed=top",
    "feed_how": "/feed/how",
    "feed_catch_up": "/feed/catch-up?days=14",
    "export": "/export",
    "imports": "/import",
    "contacts": "/contacts",
    "contacts_delete": "/contacts/delete",
    "unknown": "/no-such-page",
}
"""A network with everything in it."""

ERIN = {
    "home": "/",
    "member": "/@erin",
    "network": "/network",
    "network_filtered": "/network/filtered",
    "network_sent": "/network/sent",
    "network_earlier": "/network/earlier",
    "network_connections": "/network/connections",
    "network_picture": "/network/picture",
    "network_following": "/network/following",
    "network_followers": "/network/followers",
    "network_requests": "/network/requests",
    "network_blocked": "/network/blocked",
    "notices": "/notices",
    "member_connections": "/@erin/connections",
    "member_mutuals": "/@tomas/mutual-connections",
}
"""A network with nothing in it."""

BOB = {
    "company_edit": "/companies/acme/edit",
    "company_logo": "/companies/acme/logo",
    "company_roles": "/companies/acme/roles",
    "company_delete": "/companies/acme/delete",
    "company_posts": "/companies/acme/posts",
}
"""Pages of who looks after a company."""

ENTRIES = {"profile_entry"}
"""Pages of one entry of a profile, reached through it: tests/journeys/test_profile.py."""

LIKE_LEAVING = {"group_close", "group_remove", "group_ban", "group_hand_over"}
"""Questions made of the same parts as that before leaving a group."""

VOUCHED = {
    "skill", "recommendation", "recommendation_write", "recommendation_revise", "recommendation_ask_change",
    "recommendation_withdraw",
}  # fmt: skip
"""Pages of one skill and of one recommendation: test_recommending.py goes through them."""

POSTED = {
    *("draft", "draft_delete"),
    *("post", "post_edit", "post_delete", "post_history", "post_repost", "post_reactions", "post_comment"),
    *("comment_edit", "comment_delete", "post_document"),
    *("post_report", "comment_report", "moderation_case"),
}
"""Pages of one post: test_posting.py goes through them."""

LETTERS = {"invitation", "invitation_decline", "invitation_dont_know", "invitation_withdraw"}
"""Pages of one invitation, reached through it."""

ON_THE_WAY = {
    "account_email_verification_sent",
    "onboarding",
    "waiting",
    "account_confirm_login_code",
    "account_confirm_password_reset_code",
    "account_complete_password_reset",
    "notices_stop",
    "joining",
    "moderation",
    "leaving",
    "import_run",
    "import_undo",
}
"""Pages that one comes to by steps."""

PROTECTED = {
    "mfa_activate_totp",
    "mfa_authenticate",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
}
"""Pages of an account with a passkey and an app: test_protection.py goes through them."""

OF_ACCOUNTS = {
    "account_request_login_code", "account_inactive", "account_logout", "account_reset_password",
    "account_reauthenticate", "settings_account", "account_sessions", "account_email", "account_change_password",
    "account_leave", "mfa_add_webauthn",
}  # fmt: skip
"""Plain pages of an account: tests/accounts/test_browser.py looks at them, in every theme and width."""

NO_PAGE = {
    # taken by POST alone
    "invitation_reply", "invitation_accept", "invitation_ignore", "invitation_reopen", "invitation_suggest_follow",
    "invitation_remind", "follow", "unfollow", "unblock", "request_accept", "request_refuse", "notices_read",
    "profile_restore", "profile_sort", "profile_remove", "profile_move",
    "unmute_text", "mute_person", "unmute_person",
    "feed_kind", "feed_caught_up", "feed_less_from", "feed_as_before_from", "feed_less_about", "feed_as_before_about",
    "settings_token_revoke", "account_end_session", "account_end_others", "onboarding_handle",
    "company_follow", "company_unfollow", "company_role_accept", "company_role_change", "company_role_end",
    "joining_approve", "joining_refuse", "second_step_challenge",
    "sign_in_challenge", "confirm_challenge", "adding_challenge",
    "group_withdraw", "group_decline", "group_step_down", "group_take_back", "group_admit", "group_refuse",
    "group_role", "group_unban", "export_discard",
    "import_confirm", "import_discard", "import_name", "contact_offers", "contact_aside", "contact_delete",
    "suggestion_dismiss", "suggestion_restore", "suggestion_follow_dismiss", "suggestion_follow_restore",
    "suggestions_restore_all",
    "endorse", "endorse_take_back", "endorsement_hide", "recommendation_accept", "recommendation_decline",
    "recommendation_ignore", "recommendation_refuse", "recommendation_show", "recommendation_hide",
    "post_react", "comment_react", "post_save",
    # for scripts, pictures, and archives and reports to keep
    "draft_keep", "complete_mentions", "complete_hashtags", "member_feed", "company_feed", "hashtag_follow",
    "hashtag_unfollow", "post_vote", "companies_complete", "search_complete", "feed_fresh",
    "network_picture_people", "media", "media_page", "post_link_remove", "export_fetch", "import_report",
    # lead to another page
    "mfa_login_webauthn", "mfa_list_webauthn", "mfa_index",
    # for accounts without a password, which single sign-on will make
    "account_set_password",
}  # fmt: skip

EXPECTED = {"unknown": 404, "member, blocked": 404}


def test_no_page_is_left_out() -> None:
    """Every route of the site is looked at here, or is no page."""
    looked_at = {name.partition(",")[0] for table in (VISITOR, ALICE, BOB, ERIN) for name in table} - {
        "unknown"
    }
    looked_at |= ENTRIES | LIKE_LEAVING | VOUCHED | POSTED | LETTERS | ON_THE_WAY | PROTECTED | OF_ACCOUNTS
    assert looked_at | NO_PAGE == {route.name for route in urls.urlpatterns}  # type: ignore[union-attr]
    assert not looked_at & NO_PAGE


def looked_at(visitor: Visitor, name: str, path: str) -> None:
    """The page at `path` has no fault."""
    visitor.go(path, status=EXPECTED.get(name, 200))
    assert visitor.faults() == []


@pytest.mark.parametrize("name", VISITOR)
def test_a_visitor_can_use(visit: Visit, name: str) -> None:
    """Quality 5, for everybody who comes by."""
    looked_at(visit(), name, VISITOR[name])


@pytest.mark.parametrize("name", ALICE)
def test_a_member_can_use(visit: Visit, doors: Doors, name: str) -> None:
    """Quality 5, where there is something of everything."""
    looked_at(visit(storage_state=doors("alice")), name, ALICE[name])


@pytest.mark.parametrize("name", BOB)
def test_who_looks_after_a_company_can_use(visit: Visit, doors: Doors, name: str) -> None:
    """Quality 5, for the tools of a page."""
    looked_at(visit(storage_state=doors("bob")), name, BOB[name])


@pytest.mark.parametrize("name", ERIN)
def test_a_beginner_can_use(visit: Visit, doors: Doors, name: str) -> None:
    """Quality 5, where there is nothing yet."""
    looked_at(visit(storage_state=doors("erin")), name, ERIN[name])


def test_letters_can_be_used(visit: Visit, doors: Doors) -> None:
    """Quality 5, for one invitation with its questions, received and sent."""
    alice = visit(storage_state=doors("alice"))
    alice.go("/network")
    letter = alice.page.get_by_role("link", name="Ask why").first.get_attribute("href")
    assert letter
    letter = letter.partition("?")[0]
    for step in ("", "/decline", "/dont-know"):
        alice.go(letter + step)
        assert alice.faults() == [], step
    alice.go("/network/sent")
    found = re.search(r"/invitations/[0-9a-f-]{36}", alice.page.content())
    assert found
    for step in ("", "/withdraw"):
        alice.go(found[0] + step)
        assert alice.faults() == [], step


def test_forms_with_problems_can_be_used(visit: Visit, doors: Doors) -> None:
    """Quality 5: what is wrong stands at its field, and nothing typed is lost."""
    alice = visit(storage_state=doors("alice"))
    alice.go("/@dan/invite")
    alice.page.get_by_label("Your note").fill("We never met, and this is what I typed.")
    with alice.expecting(422):
        alice.press("Send invitation")
        alice.reads("Say how you know each other.")
    assert alice.page.get_by_label("Your note").input_value() == "We never met, and this is what I typed."
    assert alice.faults() == []
    stranger = visit()
    stranger.go("/sign-in")
    stranger.page.get_by_label("Email address").fill("nobody@example.org")
    stranger.page.get_by_label("Password").fill("not this one either")
    with stranger.expecting(422):
        stranger.page.get_by_role("button", name="Sign in", exact=True).click()
        stranger.page.get_by_role("alert").wait_for()
    assert stranger.page.get_by_label("Email address").input_value() == "nobody@example.org"
    assert stranger.faults() == []


def test_the_invitation_over_a_page_can_be_used(visit: Visit, doors: Doors) -> None:
    """Quality 5, for the dialog."""
    alice = visit(storage_state=doors("alice"))
    alice.go("/@dan")
    alice.press("Connect with Dan Okonkwo", role="link")
    alice.page.wait_for_selector("dialog:modal")
    assert alice.faults() == []


@pytest.mark.parametrize(
    "path", ["/", "/@tomas", "/network", "/network/connections", "/notices", "/people", "/settings"]
)
def test_twice_the_text_still_fits(visit: Visit, doors: Doors, path: str) -> None:
    """WCAG 1.4.4: at 200 % nothing is cut off at the side."""
    alice = visit(storage_state=doors("alice"), viewport={"width": 640, "height": 900})
    alice.context.new_cdp_session(alice.page).send(
        "Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}}
    )
    alice.go(path)
    assert alice.page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    assert alice.overflow() <= 0


def test_pages_on_the_way_can_be_used(visit: Visit, site: Site) -> None:
    """Quality 5, for joining and for a forgotten password."""
    newcomer = visit()
    newcomer.go("/join")
    newcomer.page.get_by_label("Email address").fill("newcomer@example.org")
    newcomer.page.get_by_label("Password").fill(PASSWORD)
    newcomer.page.get_by_role("main").get_by_role("button", name="Join").click()
    newcomer.heading("Look into your mail")
    assert newcomer.faults() == []
    newcomer.type_code(site.mailbox.code_to("newcomer@example.org"))
    newcomer.heading("Who are you?")
    assert newcomer.faults() == []

    forgetful, code = visit(), ""
    for first, word in (("/sign-in/code", "Send"), ("/password", "Send")):
        forgetful.go(first)
        forgetful.page.get_by_label("Email address").fill("bob@demo.example")
        forgetful.page.get_by_role("main").get_by_role("button", name=re.compile(word)).click()
        code = site.mailbox.code_to("bob@demo.example")
        assert forgetful.faults() == [], forgetful.page.url
    forgetful.type_code(code)
    forgetful.page.wait_for_url("**/password/new")
    assert forgetful.faults() == []


def test_waiting_to_be_let_in_can_be_used(visit: Visit, site: Site) -> None:
    """Quality 5, where organisers let people in."""
    site.run("set", "sign_up", "approval")
    try:
        hopeful = visit()
        hopeful.go("/join")
        hopeful.page.get_by_label("Email address").fill("hopeful@example.org")
        hopeful.page.get_by_label("Password").fill(PASSWORD)
        hopeful.page.get_by_label("Who are you?").fill("I studied water here, in 2009.")
        assert hopeful.faults() == []
        hopeful.page.get_by_role("main").get_by_role("button", name="Join").click()
        hopeful.type_code(site.mailbox.code_to("hopeful@example.org"))
        hopeful.page.wait_for_url("**/welcome/waiting")
        assert hopeful.faults() == []
        organiser = visit()
        organiser.member("gale", "Gale Ortiz", "--organiser")
        organiser.go("/settings/joining")
        organiser.reads("I studied water here, in 2009.")
        assert organiser.faults() == []
        organiser.go("/moderation")
        assert organiser.faults() == []
    finally:
        site.run("set", "sign_up", "open")


def test_the_way_out_of_mails_can_be_used(visit: Visit, site: Site) -> None:
    """Quality 5, for the link that stands in mails about notices."""
    token = site.python(
        "from rapport.people.actors.models import Actor\n"
        "from rapport.projections.notifications import queries\n"
        "print(queries.stop_token(Actor.objects.get(handle='bob').pk))"
    )
    reader = visit()
    reader.go(f"/notices/stop/{token}")
    assert reader.faults() == []
    reader.press("Stop these mails")
    reader.heading("You get no more mails about notices")
    assert reader.faults() == []
