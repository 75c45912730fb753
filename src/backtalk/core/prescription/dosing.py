"""How much of an exercise one person is to do: longer day by day, lighter with care, ten at first.

Every figure that changes has a rule of `rules` and a adjustment that says so.
"""

from __future__ import annotations

from dataclasses import replace

from backtalk.core.model.adjustments import Adjustment, Change
from backtalk.core.model.exercise import Dose, Exercise
from backtalk.core.model.profile import Profile
from backtalk.core.prescription import rules
from backtalk.core.prescription.rules import DoseRule

SHORTEST_HOLD_S = 3.0
"""A hold is not made shorter than this; shorter ones are part of the tempo and stay."""


def fitted_dose(exercise: Exercise, profile: Profile) -> tuple[Dose, tuple[Adjustment, ...]]:
    """Return the dose of `exercise` for `profile`, and why it is not that of the catalogue."""
    lighter = [rule for rule in rules.LIGHTER_RULES if rule.applies(profile)]
    days = profile.days_trained.get(exercise.id, 0)
    dose, adjustments = exercise.dose, []
    if not lighter and lengthened(dose, days) != dose:
        dose = lengthened(dose, days)
        adjustments.append(_adjustment(rules.LONGER_EACH_DAY, Change.LONGER, exercise))
    if lighter and lightened(dose) != dose:
        dose = lightened(dose)
        adjustments += [_adjustment(rule, Change.LIGHTER, exercise) for rule in lighter]
    if rules.BEGIN_WITH_TEN.applies(profile) and begun(dose) != dose:
        dose = begun(dose)
        adjustments.append(_adjustment(rules.BEGIN_WITH_TEN, Change.LIGHTER, exercise))
    return dose, tuple(adjustments)


def lengthened(dose: Dose, days: int) -> Dose:
    """Return `dose` after `days` of practice: longer by a step each day, up to its most."""
    if not days or not dose.hold_step_s:
        return dose
    most_s = dose.hold_max_s or dose.hold_s
    return replace(dose, hold_s=min(most_s, dose.hold_s + days * dose.hold_step_s), hold_step_s=0.0)


def lightened(dose: Dose) -> Dose:
    """Return `dose` with fewer repetitions, shorter holds, and nothing above them to grow to."""
    hold_s = dose.hold_s
    if hold_s > SHORTEST_HOLD_S:
        hold_s = max(SHORTEST_HOLD_S, float(round(hold_s * rules.LIGHTER)))
    return replace(
        dose,
        repetitions=_fewer(dose.repetitions),
        series=tuple(_fewer(count) for count in dose.series),
        hold_s=hold_s,
        repetitions_max=None,
        hold_max_s=None,
        hold_step_s=0.0,
    )


def begun(dose: Dose) -> Dose:
    """Return `dose` with no set above the number one begins with."""
    most = rules.FIRST_REPETITIONS
    return replace(
        dose,
        repetitions=min(dose.repetitions, most),
        series=tuple(min(count, most) for count in dose.series),
    )


def _fewer(count: int) -> int:
    return max(1, round(count * rules.LIGHTER))


def _adjustment(rule: DoseRule, change: Change, exercise: Exercise) -> Adjustment:
    return Adjustment(change, rule.id, rule.reason, rule.source, exercise.id, exercise.name)
