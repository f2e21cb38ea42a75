"""The announced rule of the list: pass line, floors and caps by region and industry, from the frozen settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoring.notes import Note
from scoring.quotas import Groups, ImpossibleQuotasError, Quota
from scoring.selection import Selection, select
from scoring.selection_rule import Price, Ranked
from scoring.tie_breaking import Figures
from webapp.services.round_settings import RoundSettings

if TYPE_CHECKING:
    import pandas as pd

EACH = "*"
# Estimates of these methods are not points of the announced scale: the pass line says nothing about them.
OWN_SCALE = ("ordinal",)
NOT_APPLIED = "保底、封顶名额无法同时满足，本排序未按其调整：{reasons}须由会议研究决定并写明理由。"
ALL_PRICES = "保底、封顶名额的代价：名单合计少 {loss} 分；因此列入 {let_in}，未列入 {left_out}。"
PRICES = {
    "floor": "其中“{group}”至少 {places} 项，名单合计少 {loss} 分；因此列入 {let_in}，未列入 {left_out}。",
    "cap": "其中“{group}”至多 {places} 项，名单合计少 {loss} 分；因此列入 {let_in}，未列入 {left_out}。",
}


@dataclass(frozen=True)
class Proposal:
    """A proposed list with what must be said about its rule."""

    selection: Selection
    notes: tuple[Note, ...]


def quotas_of(settings: RoundSettings, groups: Groups) -> tuple[Quota, ...]:
    """Write out a quota for each group where one was set for all; a group named by itself keeps its own."""
    own = {(partition, group, kind) for partition, group, kind, _n in settings.quotas}
    written: list[Quota] = []
    for partition, group, kind, places in settings.quotas:
        present = sorted(set(groups.get(partition, {}).values()) - {""})
        names = [name for name in present if (partition, name, kind) not in own] if group == EACH else [group]
        written += [Quota(partition, name, kind, places) for name in names]
    return tuple(written)


def propose_list(
    frame: pd.DataFrame | Ranked,
    settings: RoundSettings,
    groups: Groups,
    *,
    places: int,
    tie_figures: Figures,
    method: str,
) -> Proposal:
    """Select by the frozen rule; floors and caps that no list keeps are left out and said to be."""
    line = float(settings.pass_line) if settings.pass_line and method not in OWN_SCALE else None
    quotas = quotas_of(settings, groups)

    def choose(kept: Sequence[Quota]) -> Selection:
        return select(
            frame,
            places=places,
            tie_order=settings.tie_order,
            tie_figures=tie_figures,
            pass_line=line,
            floors=[quota for quota in kept if quota.kind == "floor"],
            caps=[quota for quota in kept if quota.kind == "cap"],
            groups=groups,
        )

    try:
        chosen = choose(quotas)
        return Proposal(chosen, price_notes(chosen.prices))
    except ImpossibleQuotasError as impossible:
        reasons = "".join(reason.message for reason in impossible.reasons)
        return Proposal(choose(()), (Note("quotas_not_applied", NOT_APPLIED, {"reasons": reasons}),))


def price_notes(prices: Sequence[Price]) -> tuple[Note, ...]:
    """Say what the floors and caps cost, together and each where it binds."""
    return tuple(price_note(price) for price in prices if price.let_in or price.left_out)


def price_note(price: Price) -> Note:
    """Say what one floor or cap costs, or all of them, and who is on the list or off it because of it."""
    told = {
        "loss": f"{max(price.loss, 0.0):.2f}",
        "let_in": "、".join(price.let_in) or "—",
        "left_out": "、".join(price.left_out) or "—",
    }
    names = (*price.let_in, *price.left_out)
    if price.quota is None:
        return Note("price_of_quotas", ALL_PRICES, told, names)
    quota = {"group": price.quota.group, "places": str(price.quota.places)}
    return Note("price_of_quota", PRICES[price.quota.kind], quota | told, names)
