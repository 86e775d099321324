"""Every file of a LinkedIn archive as one row of a table: for reading, for writing and for the documentation."""

from __future__ import annotations

from rapport.content.exchange.formats import rows_network as network
from rapport.content.exchange.formats import rows_profile as profile
from rapport.content.exchange.formats.columns import Addresses, Choice, Column, Flag, Links, Stamp, Text
from rapport.content.exchange.formats.dates import Shape
from rapport.content.exchange.formats.dialects import Dialect
from rapport.content.exchange.formats.layout import Kind, Since, Table

PREAMBLE = (
    "Notes:\n"
    '"When exporting your connection data, you may notice that some of the email addresses are missing. '
    "You will only see email addresses for connections who have allowed their connections to see or download "
    'their email address."\n\n'
)
"""What has stood above the header of Connections.csv since about 2021; the header is looked for, never counted to."""

_MONTH = Stamp(Shape.MONTH)
_SECOND = Stamp(Shape.SECOND)
_SLASHED = Stamp(Shape.SLASHED_UTC)
_UNSTATED = Stamp(Shape.UNSTATED)
_RUN = (
    Column("Started On", "started", _MONTH, soft=True),
    Column("Finished On", "finished", _MONTH, soft=True),
)


def _endorsement(kind: Kind, file: str, other: str) -> Table:
    return Table(
        kind,
        (file,),
        network.EndorsementRow,
        (
            Column("Endorsement Date", "endorsed_at", _SLASHED, soft=True),
            Column("Skill Name", "skill"),
            Column(f"{other} First Name", "first_name"),
            Column(f"{other} Last Name", "last_name"),
            Column(f"{other} Public Url", "url"),
            Column(
                "Endorsement Status",
                "status",
                Choice(network.EndorsementStatus, network.EndorsementStatus.OTHER),
            ),
        ),
        any_of=("first_name", "last_name", "url"),
        all_of=("skill",),
    )


def _recommendation(kind: Kind, file: str) -> Table:
    return Table(
        kind,
        (file,),
        network.RecommendationRow,
        (
            Column("First Name", "first_name"),
            Column("Last Name", "last_name"),
            Column("Company", "company"),
            Column("Job Title", "title"),
            Column("Text", "text"),
            Column("Creation Date", "created_at", Stamp(Shape.MINUTE_PADDED), soft=True),
            Column(
                "Status",
                "status",
                Choice(network.RecommendationStatus, network.RecommendationStatus.OTHER),
            ),
        ),
        any_of=("first_name", "last_name"),
        all_of=("text",),
    )


_PROFILE_TABLES = (
    Table(
        Kind.PROFILE,
        ("Profile.csv",),
        profile.ProfileRow,
        (
            Column("First Name", "first_name"),
            Column("Last Name", "last_name"),
            Column("Maiden Name", "maiden_name"),
            Column("Address", "address"),
            Column("Birth Date", "birthday", Stamp(Shape.BIRTHDAY), soft=True),
            Column("Headline", "headline"),
            Column("Summary", "summary"),
            Column("Industry", "industry"),
            Column("Zip Code", "zip_code"),
            Column("Geo Location", "location"),
            Column("Twitter Handles", "twitter", Links(), soft=True),
            Column("Websites", "websites", Links(), soft=True),
            Column("Instant Messengers", "messengers", Links(), soft=True),
        ),
        any_of=("first_name", "last_name", "headline", "summary"),
    ),
    Table(
        Kind.POSITIONS,
        ("Positions.csv",),
        profile.PositionRow,
        (
            Column("Company Name", "company"),
            Column("Title", "title"),
            Column("Description", "description"),
            Column("Location", "location"),
            *_RUN,
        ),
        any_of=("company", "title"),
    ),
    Table(
        Kind.EDUCATION,
        ("Education.csv",),
        profile.EducationRow,
        (
            Column("School Name", "school"),
            Column("Start Date", "started", _MONTH, soft=True),
            Column("End Date", "finished", _MONTH, soft=True),
            Column("Notes", "notes"),
            Column("Degree Name", "degree"),
            Column("Activities", "activities"),
        ),
        any_of=("school", "degree"),
    ),
    Table(Kind.SKILLS, ("Skills.csv",), profile.SkillRow, (Column("Name", "name"),), all_of=("name",)),
    Table(
        Kind.LANGUAGES,
        ("Languages.csv",),
        profile.LanguageRow,
        (Column("Name", "name"), Column("Proficiency", "proficiency")),
        all_of=("name",),
    ),
    Table(
        Kind.CERTIFICATIONS,
        ("Certifications.csv",),
        profile.CertificationRow,
        (
            Column("Name", "name"),
            Column("Url", "url"),
            Column("Authority", "authority"),
            *_RUN,
            Column("License Number", "license_number"),
        ),
        all_of=("name",),
    ),
    Table(
        Kind.PROJECTS,
        ("Projects.csv",),
        profile.ProjectRow,
        (
            Column("Title", "title"),
            Column("Description", "description"),
            Column("Url", "url"),
            *_RUN,
        ),
        all_of=("title",),
    ),
    Table(
        Kind.COURSES,
        ("Courses.csv",),
        profile.CourseRow,
        (Column("Name", "name"), Column("Number", "number")),
        all_of=("name",),
    ),
    Table(
        Kind.ASSOCIATIONS,
        ("Organizations.csv",),
        profile.AssociationRow,
        (
            Column("Name", "name"),
            Column("Description", "description"),
            Column("Position", "position"),
            *_RUN,
        ),
        all_of=("name",),
    ),
    Table(
        Kind.EMAILS,
        ("Email Addresses.csv",),
        profile.EmailRow,
        (
            Column("Email Address", "email"),
            Column("Confirmed", "confirmed", Flag()),
            Column("Primary", "primary", Flag()),
            Column("Updated On", "updated_at", Stamp(Shape.UNSTATED, absent="Not Available"), soft=True),
        ),
        all_of=("email",),
    ),
)

_NETWORK_TABLES = (
    Table(
        Kind.CONNECTIONS,
        ("Connections.csv",),
        network.ConnectionRow,
        (
            Column("First Name", "first_name"),
            Column("Last Name", "last_name"),
            Column("URL", "url"),
            Column("Email Address", "email"),
            Column("Company", "company"),
            Column("Position", "position"),
            Column("Connected On", "connected_on", Stamp(Shape.DAY)),
        ),
        later=(Since("URL", "2023-07"),),
        any_of=("first_name", "last_name", "url"),
    ),
    Table(
        Kind.INVITATIONS,
        ("Invitations.csv",),
        network.InvitationRow,
        (
            Column("From", "sender"),
            Column("To", "recipient"),
            Column("Sent At", "sent_at", Stamp(Shape.MINUTE)),
            Column("Message", "note"),
            Column("Direction", "direction", Choice(network.Direction)),
            Column("inviterProfileUrl", "sender_url"),
            Column("inviteeProfileUrl", "recipient_url"),
        ),
        later=(Since("inviterProfileUrl", "2023-11"), Since("inviteeProfileUrl", "2023-11")),
        any_of=("sender", "recipient", "sender_url", "recipient_url"),
    ),
    Table(
        Kind.MEMBER_FOLLOWS,
        ("Member_Follows.csv",),
        network.MemberFollowRow,
        (
            Column("Date", "followed_at", _SECOND),
            Column("Status", "status", Choice(network.FollowStatus)),
            Column("FullName", "name"),
        ),
        all_of=("name",),
    ),
    Table(
        Kind.COMPANY_FOLLOWS,
        ("Company Follows.csv",),
        network.CompanyFollowRow,
        (
            Column("Organization", "organization"),
            Column("Followed On", "followed_at", Stamp(Shape.CLOCK_UTC)),
        ),
        all_of=("organization",),
    ),
    Table(
        Kind.HASHTAG_FOLLOWS,
        ("Hashtag_Follows.csv",),
        network.HashtagFollowRow,
        (
            Column("HashTag", "hashtag"),
            Column("CreatedTime", "created_at", _UNSTATED, soft=True),
            Column("LastModifiedTime", "changed_at", _UNSTATED, soft=True),
            Column("State", "state", Choice(network.HashtagState, network.HashtagState.OTHER)),
        ),
        all_of=("hashtag",),
    ),
    _endorsement(Kind.ENDORSEMENTS_RECEIVED, "Endorsement_Received_Info.csv", "Endorser"),
    _endorsement(Kind.ENDORSEMENTS_GIVEN, "Endorsement_Given_Info.csv", "Endorsee"),
    _recommendation(Kind.RECOMMENDATIONS_RECEIVED, "Recommendations_Received.csv"),
    _recommendation(Kind.RECOMMENDATIONS_GIVEN, "Recommendations_Given.csv"),
    Table(
        Kind.NOTES,
        ("Notes.csv",),
        network.NoteRow,
        (
            Column("Connection First Name", "first_name"),
            Column("Connection Last Name", "last_name"),
            Column("Connection Profile URL", "url"),
            Column("Note", "note"),
            Column("Created On", "created_at", _UNSTATED, soft=True),
            Column("Edited On", "edited_at", _UNSTATED, soft=True),
        ),
        any_of=("first_name", "last_name", "url"),
        all_of=("note",),
    ),
    Table(
        Kind.CONTACTS,
        ("ImportedContacts.csv", "Contacts.csv"),
        profile.ContactRow,
        (
            Column("Source", "source"),
            Column("FirstName", "first_name"),
            Column("LastName", "last_name"),
            Column("Companies", "companies"),
            Column("Title", "title"),
            Column("Emails", "emails"),
            Column("PhoneNumbers", "phones"),
            Column("CreatedAt", "created_at", _UNSTATED, soft=True),
            Column("Addresses", "addresses"),
            Column("Sites", "sites"),
            Column("InstantMessageHandles", "messengers"),
            Column("FullName", "full_name"),
            Column("Birthday", "birthday"),
            Column("Location", "location"),
            Column("BookmarkedAt", "bookmarked_at", _UNSTATED, soft=True),
            Column("Profiles", "profiles"),
        ),
        any_of=("first_name", "last_name", "full_name", "emails", "phones", "profiles"),
    ),
)

_ACTIVITY_TABLES = (
    Table(
        Kind.MESSAGES,
        ("messages.csv",),
        network.MessageRow,
        (
            Column("CONVERSATION ID", "conversation"),
            Column("CONVERSATION TITLE", "title"),
            Column("FROM", "sender"),
            Column("SENDER PROFILE URL", "sender_url"),
            Column("TO", "to"),
            Column("RECIPIENT PROFILE URLS", "recipient_urls", Addresses()),
            Column("DATE", "sent_at", Stamp(Shape.SECOND_UTC)),
            Column("SUBJECT", "subject"),
            Column("CONTENT", "content"),
            Column("FOLDER", "folder", Choice(network.Folder, network.Folder.OTHER)),
            Column("ATTACHMENTS", "attachments"),
            Column("IS MESSAGE DRAFT", "draft", Flag()),
            Column("IS CONVERSATION DRAFT", "conversation_draft", Flag()),
        ),
        dialect=Dialect.QUOTED,
        later=(
            Since("RECIPIENT PROFILE URLS", "2023-07"),
            Since("ATTACHMENTS", ""),
            Since("IS MESSAGE DRAFT", ""),
            Since("IS CONVERSATION DRAFT", ""),
        ),
        all_of=("conversation",),
    ),
    Table(
        Kind.SHARES,
        ("Shares.csv",),
        profile.ShareRow,
        (
            Column("Date", "shared_at", _SECOND),
            Column("ShareLink", "link"),
            Column("ShareCommentary", "commentary", Text(mangled=True)),
            Column("SharedUrl", "shared_url"),
            Column("MediaUrl", "media_url"),
            Column("Visibility", "visibility", Choice(profile.Visibility, profile.Visibility.OTHER)),
        ),
        all_of=("shared_at",),
    ),
    Table(
        Kind.COMMENTS,
        ("Comments.csv",),
        profile.CommentRow,
        (Column("Date", "written_at", _SECOND), Column("Link", "link"), Column("Message", "message")),
        dialect=Dialect.BACKSLASH,
        all_of=("written_at",),
    ),
    Table(
        Kind.REACTIONS,
        ("Reactions.csv",),
        profile.ReactionRow,
        (
            Column("Date", "reacted_at", _SECOND),
            Column("Type", "reaction", Choice(profile.ReactionType)),
            Column("Link", "link"),
        ),
        all_of=("reacted_at", "link"),
    ),
)

TABLES: dict[Kind, Table] = {one.kind: one for one in (*_PROFILE_TABLES, *_NETWORK_TABLES, *_ACTIVITY_TABLES)}
