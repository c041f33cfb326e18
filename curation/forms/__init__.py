"""Forms of curation: shape of input only; every rule is the subject modules'."""

from curation.forms.decisions import (
    AppealForm,
    AppealRulingForm,
    BoardForm,
    PointAnswerForm,
    ProposalForm,
    ReturnToReviewForm,
)
from curation.forms.fields import DateInput, DueForm, ReasonForm, end_of, start_of
from curation.forms.inspections import InspectionForm
from curation.forms.meetings import (
    AttendanceForm,
    DeputyForm,
    MeetingForm,
    NoteForm,
    SeenForm,
    VoteForm,
)
from curation.forms.photos import HideForm, MarkForm
from curation.forms.public import CopyForm, StatusForm, VerificationForm
from curation.forms.registers import CertificateFilterForm, DecisionFilterForm
from curation.forms.rounds import (
    RESERVED_SLUGS,
    AssignmentForm,
    DeclineForm,
    PanelMemberForm,
    PlacesForm,
    ReplacementForm,
    RoundForm,
    StatementForm,
)
from curation.forms.rubric_rows import GateRows, GradeRows, save_gates, save_grades
from curation.forms.rubrics import (
    CriterionForm,
    RoundRubricsForm,
    RubricForm,
    TrialForm,
    WeightsForm,
)
from curation.forms.samples import MovementForm, SampleForm
from curation.forms.scoring import ReferenceForm, ReviewForm
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
from curation.forms.ties import OwnTieForm, PinForm, StepBackForm, TieSearchForm, WaiverForm

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
    "CriterionForm",
    "DateInput",
    "DecisionFilterForm",
    "DeclineForm",
    "DeputyForm",
    "DueForm",
    "GateForm",
    "GateRows",
    "GradeRows",
    "HideForm",
    "IneligibleForm",
    "MeetingForm",
    "NoteForm",
    "InspectionForm",
    "MarkForm",
    "MovementForm",
    "OwnTieForm",
    "PanelMemberForm",
    "PinForm",
    "PlacesForm",
    "PointAnswerForm",
    "ProposalForm",
    "QueueForm",
    "RESERVED_SLUGS",
    "ReasonForm",
    "ReferenceForm",
    "ReopenForm",
    "ReplacementForm",
    "ReturnToReviewForm",
    "ReviewForm",
    "RoundForm",
    "SeenForm",
    "RoundRubricsForm",
    "RubricForm",
    "SampleForm",
    "StatementForm",
    "StatusForm",
    "StepBackForm",
    "TieSearchForm",
    "TrialForm",
    "VerificationForm",
    "VoteForm",
    "WeightsForm",
    "WaiverForm",
    "end_of",
    "gate_forms",
    "requests_from",
    "save_gates",
    "save_grades",
    "start_of",
]
