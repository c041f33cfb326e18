"""Trainings, exhibitions, visits and meetings: who came, what was agreed, what came of it."""

from events.models.attendance import Attendance, Certificate, Evaluation, OutcomeReport
from events.models.calendar import Event, EventDocument, Session
from events.models.delegations import VisitRequest
from events.models.exhibitions import Consignment, Exhibit, StandSale
from events.models.outlets import ExportTemplate, Outlet, OutletMonth, Placement
from events.models.partners import (
    Agreement,
    FollowUp,
    Goal,
    Partner,
    VisitGoal,
    VisitParty,
    VisitPhoto,
)
from events.models.registrations import Registration
from events.models.selections import Selection, SelectionPick
from events.models.stalls import RotationRule, StallApplication, StallCall, StallChange

__all__ = [
    "Agreement",
    "Attendance",
    "Certificate",
    "Consignment",
    "Evaluation",
    "Event",
    "EventDocument",
    "Exhibit",
    "ExportTemplate",
    "FollowUp",
    "Goal",
    "OutcomeReport",
    "Outlet",
    "OutletMonth",
    "Partner",
    "Placement",
    "Registration",
    "RotationRule",
    "Selection",
    "SelectionPick",
    "Session",
    "StallApplication",
    "StallCall",
    "StallChange",
    "VisitGoal",
    "VisitParty",
    "VisitPhoto",
    "VisitRequest",
    "StandSale",
]
