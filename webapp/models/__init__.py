"""The tables, without rules."""

from webapp.models.accounts import Account, LoginSession, LoginTry
from webapp.models.base import Base
from webapp.models.city_steps import CityStep
from webapp.models.declarations import Declaration, FindingDecision, ScreeningResult
from webapp.models.evidence import Evidence
from webapp.models.experts import Conflict, Draw, Expert, Seat
from webapp.models.jobs import Job, JobFile
from webapp.models.ledger import LedgerEntry, Notice
from webapp.models.notices import NoticeAddress, NoticeText, Outgoing
from webapp.models.panel import ExtraReview, PanelOpinion, Reconsideration, SampleCase, SampleReview
from webapp.models.panel_figures import KeptFigure, PanelSpread, SpotCandidate
from webapp.models.pool import KnownTie, KnownUnit, MergedExpert, PoolAnswer, RecusalRequest
from webapp.models.ranking_studies import RankingExplanation, RankingStudy
from webapp.models.rankings import Decision, RankingRow, RankingRun
from webapp.models.registry import (
    AnnualReport,
    Change,
    Cluster,
    ClusterEvidence,
    ClusterStep,
    Incident,
    NationalRecommendation,
    PoolEntry,
    ReReview,
    RevocationCase,
)
from webapp.models.reviews import Assignment, AssignmentPlan, PlanPage, Review, Score
from webapp.models.rounds import Publicity, Round
from webapp.models.sealing import install_sealing
from webapp.models.seals import Checkpoint, Seal
from webapp.models.selection import Announcement, ListEntry, Objection, SpotCheck
from webapp.models.sign_in_keys import (
    AccountRequest,
    Invitation,
    KnownDevice,
    PastPassword,
    RecoveryCode,
    SecondFactor,
)
from webapp.models.tallies import DeclarationTally, ReviewTally, RoundTally, SeatTally
from webapp.models.tokens import ApiAnswer, ApiToken
from webapp.models.trust import Commitment

__all__ = [
    "Account",
    "AccountRequest",
    "Announcement",
    "AnnualReport",
    "ApiAnswer",
    "ApiToken",
    "Assignment",
    "AssignmentPlan",
    "Base",
    "Change",
    "Checkpoint",
    "CityStep",
    "Cluster",
    "ClusterEvidence",
    "ClusterStep",
    "Commitment",
    "Conflict",
    "Decision",
    "Declaration",
    "DeclarationTally",
    "Draw",
    "Evidence",
    "Expert",
    "ExtraReview",
    "FindingDecision",
    "Incident",
    "Invitation",
    "Job",
    "JobFile",
    "KeptFigure",
    "KnownDevice",
    "KnownTie",
    "KnownUnit",
    "LedgerEntry",
    "ListEntry",
    "LoginSession",
    "LoginTry",
    "MergedExpert",
    "NationalRecommendation",
    "Notice",
    "NoticeAddress",
    "NoticeText",
    "Objection",
    "Outgoing",
    "PanelOpinion",
    "PanelSpread",
    "PastPassword",
    "PlanPage",
    "PoolAnswer",
    "PoolEntry",
    "Publicity",
    "RankingExplanation",
    "RankingRow",
    "RankingRun",
    "RankingStudy",
    "ReReview",
    "Reconsideration",
    "RecoveryCode",
    "RecusalRequest",
    "Review",
    "ReviewTally",
    "RevocationCase",
    "Round",
    "RoundTally",
    "SampleCase",
    "SampleReview",
    "Score",
    "ScreeningResult",
    "Seal",
    "Seat",
    "SeatTally",
    "SecondFactor",
    "SpotCandidate",
    "SpotCheck",
]

install_sealing()
