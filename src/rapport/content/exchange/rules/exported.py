"""Which table of the database is exported in which part, or why it is not: complete, or a test fails (quality 3)."""

from __future__ import annotations

from collections.abc import Mapping

EXPORTED: Mapping[str, tuple[str, ...]] = {
    "accounts.Account": ("account",),
    "accounts.Session": ("account",),
    "accounts.ApiToken": ("account",),
    "account.EmailAddress": ("account",),
    "mfa.Authenticator": ("account",),
    "actors.Actor": ("face",),
    "ties.Network": ("network",),
    "ties.Follow": ("following", "followers"),
    "ties.Connection": ("connections",),
    "ties.Block": ("blocks",),
    "ties.Membership": ("groups",),
    "relationships.Invitation": ("invitations_sent", "invitations_received"),
    "relationships.Reply": ("invitations_sent", "invitations_received"),
    "relationships.FollowRequest": ("follow_requests",),
    "relationships.Restriction": ("restrictions",),
    "relationships.TieNote": ("notes",),
    "groups.Admission": ("groups",),
    "organizations.PageRole": ("company_roles",),
    "profiles.Profile": ("profile",),
    "profiles.Entry": ("entries",),
    "profiles.Skill": ("skills",),
    "profiles.ContactDetail": ("contact_details",),
    "contacts.Contact": ("contacts",),
    "contacts.ContactAddress": ("contacts",),
    "notifications.Preference": ("notices",),
    "exchange.KeptAside": ("kept_aside",),
    "endorsements.Endorsement": ("endorsements_received", "endorsements_given"),
    "recommendations.Recommendation": ("recommendations",),
    "posts.Post": ("posts",),
    "posts.Draft": ("drafts",),
    "posts.PollVote": ("poll_votes",),
    "discussion.Comment": ("comments",),
    "discussion.PostReaction": ("reactions",),
    "discussion.CommentReaction": ("reactions",),
    "discussion.Save": ("saved",),
    "ties.HashtagFollow": ("hashtags",),
    "ties.Mute": ("mutes",),
    "ties.MutedText": ("mutes",),
}
"""The tables that speak of a member, and the parts of the document in which a member finds what is theirs."""

KEPT_BACK: Mapping[str, str] = {
    "relationships.Removal": "That somebody ended a connection is told to nobody (REL-10).",
    "groups.Ban": "Who is kept out of a group is its moderators' own record.",
    "groups.Group": "A group belongs to its members, not to who founded it.",
    "organizations.Company": "A page belongs to its company, not to who made it.",
    "admin.LogEntry": "Nothing writes there: the admin pages are for reading.",
    "accounts.SignUpCode": "A code that was used says nothing but that it was used.",
    "notifications.Notification": "Notices follow from what is exported.",
    "notifications.Deed": "As notices: what they gather is exported by those who did it.",
    "moderation.Case": "The moderators' own record; what was taken down is read by its author on a page.",
    "moderation.Report": "Told in confidence to those who handle it; who made it reads it on a page of their own.",
    "posts.Upload": "A file that no post shows goes after a day.",
    "discussion.CommentMention": "Whom a comment names stands in its text.",
    "posts.Mention": "Whom a post names stands in its text.",
    "search.Document": "What search looks through follows from what is exported.",
    "feed.Preference": "Which feed one reads and where its sliders stand steers lists of this site alone.",
    "feed.LessFrom": "Of whom one wanted less steers a list of this site alone; the settings of the feed show it.",
    "feed.LessAbout": "About what one wanted less steers a list of this site alone; the settings show it.",
    "suggestions.Dismissal": "Who was put aside steers lists of this site alone, which `suggestions/how` gives back.",
    "exchange.ImportRun": "The report of a file is fetched beside it, as a table, and goes after a while.",
    "exchange.ImportRow": "As the report: what a row brought is exported where it went.",
    "socialaccount.SocialAccount": "No provider is set up here.",
}
"""What is not exported, and why."""

PARTS = frozenset(part for parts in EXPORTED.values() for part in parts)
