"""How much of an exercise one person is to do: longer day by day, reduced with care, ten at first.

Every figure that changes has a rule of `rules` and an adjustment that says so.
"""

from __future__ import annotations

from dataclasses import replace

from backtalk.core.model.adjustments import Adjustment, Change
from backtalk.core.model.dose import Dose
from backtalk.core.model.dose_steps import FIRST_REPETITIONS, fewer, shorter
from backtalk.core.model.exercise import Exercise
from backtalk.core.model.profile import Profile
from backtalk.core.prescription import rules
from backtalk.core.prescription.rules import DoseRule


def fitted_dose(exercise: Exercise, profile: Profile) -> tuple[Dose, tuple[Adjustment, ...]]:
    """Return the dose of `exercise` for `profile`, and why it differs from the catalogue."""
    lighter = [rule for rule in rules.LIGHTER_RULES if rule.applies(profile)]
    days = profile.days_trained.get(exercise.id, 0)
    dose, adjustments = exercise.dose, []
    if not lighter and extended(dose, days) != dose:
        dose = extended(dose, days)
        adjustments.append(_adjustment(rules.LONGER_EACH_DAY, Change.LONGER, exercise))
    if lighter and reduced(dose) != dose:
        dose = reduced(dose)
        adjustments += [_adjustment(rule, Change.LIGHTER, exercise) for rule in lighter]
    if rules.BEGIN_WITH_TEN.applies(profile) and beginner_dose(dose) != dose:
        dose = beginner_dose(dose)
        adjustments.append(_adjustment(rules.BEGIN_WITH_TEN, Change.LIGHTER, exercise))
    return dose, tuple(adjustments)


def extended(dose: Dose, days: int) -> Dose:
    """Return `dose` after `days` of practice: longer by a step each day, up to its most."""
    if not days or not dose.hold_step_s:
        return dose
    most_s = dose.hold_max_s or dose.hold_s
    return replace(dose, hold_s=min(most_s, dose.hold_s + days * dose.hold_step_s), hold_step_s=0.0)


def reduced(dose: Dose) -> Dose:
    """Return `dose` with fewer repetitions, shorter holds, and nothing above them to grow to."""
    return replace(
        dose,
        repetitions=fewer(dose.repetitions),
        series=tuple(fewer(count) for count in dose.series),
        hold_s=shorter(dose.hold_s),
        repetitions_max=None,
        hold_max_s=None,
        hold_step_s=0.0,
    )


def beginner_dose(dose: Dose) -> Dose:
    """Return `dose` with no set above the number one begins with."""
    most = FIRST_REPETITIONS
    return replace(
        dose,
        repetitions=min(dose.repetitions, most),
        series=tuple(min(count, most) for count in dose.series),
    )


def _adjustment(rule: DoseRule, change: Change, exercise: Exercise) -> Adjustment:
    return Adjustment(change, rule.id, rule.reason, rule.source, exercise.id, exercise.name)
