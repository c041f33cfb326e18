"""Curation: what is judged by, when, by whom, and what came of it.

States change through the subject modules only (`transitions.TABLE`); the constraints and triggers
here refuse what slips past them, also from the admin and from SQL.
"""

from curation.models.afterwards import Complaint, Suspension
from curation.models.appeals import Appeal, BoardMember, BoardOpinion
from curation.models.calibration import (
    Calibration,
    CalibrationPiece,
    CalibrationReview,
    CalibrationScore,
    ReferenceScore,
)
from curation.models.conflicts import Conflict, TieWaiver
from curation.models.decisions import Certificate, Decision
from curation.models.inspections import (
    Checklist,
    ChecklistItem,
    Inspection,
    InspectionAnswer,
)
from curation.models.meetings import (
    Meeting,
    MeetingAttendance,
    MeetingNote,
    Sitting,
    Vote,
)
from curation.models.minutes import Minutes, MinutesSignature
from curation.models.panels import Invitation, PanelMember
from curation.models.paper import PaperSheet
from curation.models.phrases import CommentPhrase
from curation.models.point_answers import PointAnswer
from curation.models.reviews import Assignment, Review, Score
from curation.models.rounds import Counter, Round, RoundRubric
from curation.models.rubrics import ClassCraft, Criterion, Gate, Grade, ProductClass, Rubric
from curation.models.samples import Sample, SampleMovement
from curation.models.screening import PhotoCover, PhotoMark
from curation.models.submissions import CompletionItem, GateCheck, StateChange, Submission

__all__ = [
    "Appeal",
    "Assignment",
    "BoardMember",
    "BoardOpinion",
    "Calibration",
    "CalibrationPiece",
    "CalibrationReview",
    "CalibrationScore",
    "Certificate",
    "Checklist",
    "ChecklistItem",
    "ClassCraft",
    "Complaint",
    "CommentPhrase",
    "CompletionItem",
    "Conflict",
    "Counter",
    "Criterion",
    "Decision",
    "Gate",
    "GateCheck",
    "Grade",
    "Meeting",
    "MeetingAttendance",
    "MeetingNote",
    "Minutes",
    "MinutesSignature",
    "Inspection",
    "InspectionAnswer",
    "Invitation",
    "PanelMember",
    "PaperSheet",
    "PhotoCover",
    "PhotoMark",
    "PointAnswer",
    "ProductClass",
    "ReferenceScore",
    "Review",
    "Round",
    "RoundRubric",
    "Rubric",
    "Sample",
    "SampleMovement",
    "Score",
    "Sitting",
    "StateChange",
    "Submission",
    "Suspension",
    "TieWaiver",
    "Vote",
]
