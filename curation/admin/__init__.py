"""Curation in the admin: rubrics and rounds are kept here, the rest is shown."""

from curation.admin.afterwards import ComplaintAdmin, SuspensionAdmin
from curation.admin.decisions import AppealAdmin, CertificateAdmin, DecisionAdmin
from curation.admin.inspections import ChecklistAdmin, InspectionAdmin
from curation.admin.meetings import (
    MeetingAdmin,
    MeetingAttendanceAdmin,
    MeetingNoteAdmin,
    SittingAdmin,
    VoteAdmin,
)
from curation.admin.minutes import MinutesAdmin, MinutesSignatureAdmin
from curation.admin.panels import ConflictAdmin, InvitationAdmin, TieWaiverAdmin
from curation.admin.phrases import CommentPhraseAdmin
from curation.admin.reviews import AssignmentAdmin, ReviewAdmin, ScoreAdmin
from curation.admin.rounds import RoundAdmin
from curation.admin.rubrics import ProductClassAdmin, RubricAdmin
from curation.admin.samples import (
    PhotoCoverAdmin,
    PhotoMarkAdmin,
    SampleAdmin,
    SampleMovementAdmin,
)
from curation.admin.submissions import (
    CompletionItemAdmin,
    GateCheckAdmin,
    PointAnswerAdmin,
    StateChangeAdmin,
    SubmissionAdmin,
)

__all__ = [
    "AppealAdmin",
    "AssignmentAdmin",
    "CertificateAdmin",
    "ChecklistAdmin",
    "ComplaintAdmin",
    "CommentPhraseAdmin",
    "CompletionItemAdmin",
    "ConflictAdmin",
    "DecisionAdmin",
    "GateCheckAdmin",
    "InspectionAdmin",
    "PhotoCoverAdmin",
    "PhotoMarkAdmin",
    "InvitationAdmin",
    "PointAnswerAdmin",
    "ProductClassAdmin",
    "MeetingAdmin",
    "MeetingAttendanceAdmin",
    "MeetingNoteAdmin",
    "MinutesAdmin",
    "MinutesSignatureAdmin",
    "ReviewAdmin",
    "RoundAdmin",
    "RubricAdmin",
    "SampleAdmin",
    "SampleMovementAdmin",
    "ScoreAdmin",
    "SittingAdmin",
    "StateChangeAdmin",
    "SubmissionAdmin",
    "SuspensionAdmin",
    "VoteAdmin",
    "TieWaiverAdmin",
]
