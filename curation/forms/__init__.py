"""Forms of curation: shape of input only; every rule is the subject modules'."""

from curation.forms.decisions import (
    AppealForm,
    AppealRulingForm,
    BoardForm,
    ProposalForm,
    ReturnToReviewForm,
)
from curation.forms.fields import DateInput, DueForm, ReasonForm, end_of, start_of
from curation.forms.meetings import AttendanceForm, MeetingForm, NoteForm, SeenForm, VoteForm
from curation.forms.public import CopyForm, StatusForm, VerificationForm
from curation.forms.registers import CertificateFilterForm, DecisionFilterForm
from curation.forms.rounds import (
    RESERVED_SLUGS,
    AssignmentForm,
    PanelMemberForm,
    PlacesForm,
    RoundForm,
)
from curation.forms.scoring import ReviewForm
from curation.forms.screening import (
    CompletionFormSet,
    CompletionItemForm,
    GateForm,
    IneligibleForm,
    QueueForm,
    ReopenForm,
    gate_forms,
    requests_from,
)

__all__ = [
    "AppealForm",
    "AppealRulingForm",
    "AssignmentForm",
    "AttendanceForm",
    "BoardForm",
    "CertificateFilterForm",
    "CompletionFormSet",
    "CompletionItemForm",
    "CopyForm",
    "DateInput",
    "DecisionFilterForm",
    "DueForm",
    "GateForm",
    "IneligibleForm",
    "MeetingForm",
    "NoteForm",
    "PanelMemberForm",
    "PlacesForm",
    "ProposalForm",
    "QueueForm",
    "RESERVED_SLUGS",
    "ReasonForm",
    "ReopenForm",
    "ReturnToReviewForm",
    "ReviewForm",
    "RoundForm",
    "SeenForm",
    "StatusForm",
    "VerificationForm",
    "VoteForm",
    "end_of",
    "gate_forms",
    "requests_from",
    "start_of",
]
