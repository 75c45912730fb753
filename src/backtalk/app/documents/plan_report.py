"""A plan as JSON and as a page of text: what is offered, how much of it, and why not the rest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from backtalk.app.planning.requested_plan import NOT_FITTED, Planned
from backtalk.core.model import adjustments
from backtalk.core.model.adjustments import Adjustment, Change
from backtalk.core.model.duration import minutes_left
from backtalk.core.model.exercise import Exercise
from backtalk.core.model.plan import ExerciseSet, Plan
from backtalk.language.phrasebook import Phrasebook

_OF_AN_EXERCISE = (
    Change.EASED,
    Change.CLOSED,
    Change.LIGHTER,
    Change.LONGER,
    Change.PROGRESS,
    Change.AGREED,
)


def report(planned: Planned, words: Phrasebook) -> dict[str, Any]:
    """Return the plan ready for `json.dumps`."""
    plan = planned.plan
    all_of = plan.adjustments
    return {
        "routine": plan.routine.id,
        "name": plan.routine.name,
        "level": plan.routine.level,
        "about": plan.routine.about,
        "programme": planned.programme.id if planned.programme else None,
        "other_routines": list(planned.others),
        "fitted": plan.fitted,
        "offered": bool(plan.sets),
        "declined": [_reason(adjustment, words) for adjustment in plan.declined],
        "cautions": [
            _reason(adjustment, words) for adjustment in adjustments.of(all_of, Change.CAUTION)
        ],
        "doctor_agreed": [
            _reason(adjustment, words) for adjustment in adjustments.of(all_of, Change.AGREED)
        ],
        "minutes": minutes(plan),
        "exercises": [_exercise(exercise, plan, words) for exercise in plan.exercises],
        "left_out": _by_exercise(adjustments.of(all_of, Change.LEFT_OUT), words),
        "replaced": _by_exercise(adjustments.of(all_of, Change.REPLACED), words),
        "order": [
            _reason(adjustment, words) for adjustment in adjustments.of(all_of, Change.MOVED)
        ],
        "bouts": [_set_as_json(exercise_set) for exercise_set in plan.sets],
        "advice": list(plan.routine.advice),
    }


def text(planned: Planned, words: Phrasebook) -> str:
    """Return the plan as a page for people."""
    plan = planned.plan
    lines = [f"{plan.routine.name} ({plan.routine.id}), {plan.routine.level}", plan.routine.about]
    if not plan.fitted:
        lines.append(NOT_FITTED)
    if plan.declined:
        lines.append("Not for you at present:")
        return "\n".join([*lines, *(f"  {words.text(each.says)}" for each in plan.declined)])
    told = adjustments.of(plan.adjustments, Change.PROGRAMME, Change.CAUTION)
    lines += words.texts(each.says for each in told)
    if plan.sets:
        lines.append(f"About {minutes(plan)} minutes:")
        lines += [_line(exercise, plan, words) for exercise in plan.exercises]
    for title, change in (("Replaced", Change.REPLACED), ("Left out", Change.LEFT_OUT)):
        groups = _by_exercise(adjustments.of(plan.adjustments, change), words)
        lines += [f"{title}:"] if groups else []
        lines += [_changed_line(group) for group in groups]
    return "\n".join([*lines, *(f"  {advice}" for advice in plan.routine.advice)])


def minutes(plan: Plan) -> int:
    """Return how long the plan takes, in minutes rounded up; 0 when there is nothing to do."""
    return minutes_left(plan, 0, 1.0) if plan.sets else 0


def amount(exercise: Exercise) -> str:
    """Return the dose of `exercise` as people write it, such as '5-3-1 x, hold 10 s, each side'."""
    dose = exercise.dose
    counts = dose.set_counts
    if dose.series:
        said = "-".join(map(str, counts)) + " times"
    else:
        said = "once" if counts[0] == 1 else f"{counts[0]} times"
        said += f", {len(counts)} sets" if len(counts) > 1 else ""
    if dose.hold_s:
        said += f", hold {_length(dose.hold_s)}"
    sides = {"each": "each side", "directions": "each way", "alternating": "sides in turn"}
    return ", ".join([said, *([sides[dose.sides.value]] if dose.sides.value in sides else [])])


def _length(seconds: float) -> str:
    whole_minutes, rest = divmod(seconds, 60)
    if seconds >= 120 and not rest:  # noqa: PLR2004  two minutes, as it is spoken
        return f"{whole_minutes:g} minutes"
    return f"{seconds:g} seconds" if seconds != 1 else "1 second"


def _line(exercise: Exercise, plan: Plan, words: Phrasebook) -> str:
    variation = exercise.variations[exercise.start_variation]
    on = f" ({variation.name})" if variation.say else ""
    about = adjustments.about(adjustments.of(plan.adjustments, *_OF_AN_EXERCISE), exercise.id)
    said = dict.fromkeys(words.text(r.says) for r in about if r.change is not Change.CLOSED)
    return f"  - {exercise.name}{on}: {amount(exercise)}. {' '.join(said)}".rstrip()


def _changed_line(group: dict[str, Any]) -> str:
    instead = f" by {group['by']}" if "by" in group else ""
    return f"  - {group['name']}{instead}: {' '.join(r['reason'] for r in group['reasons'])}"


def _exercise(exercise: Exercise, plan: Plan, words: Phrasebook) -> dict[str, Any]:
    about = adjustments.about(plan.adjustments, exercise.id)
    replaced = adjustments.of(about, Change.REPLACED)
    dose = exercise.dose
    return {
        "id": exercise.id,
        "name": exercise.name,
        "position": exercise.position,
        "instead_of": replaced[0].exercise if replaced else None,
        "rung": exercise.variations[exercise.start_variation].name,
        "rungs": [variation.name for variation in exercise.variations],
        "dose": {
            "sets": list(dose.set_counts),
            "hold_s": dose.hold_s,
            "sides": dose.sides.value,
        },
        "lighter": bool(adjustments.of(about, Change.LIGHTER)),
        "reasons": [
            {"change": adjustment.change.value, **_reason(adjustment, words)}
            for adjustment in adjustments.of(about, *_OF_AN_EXERCISE)
        ],
    }


def _by_exercise(changed: Iterable[Adjustment], words: Phrasebook) -> list[dict[str, Any]]:
    groups: dict[str, dict[str, Any]] = {}
    for adjustment in changed:
        group = groups.setdefault(
            adjustment.exercise, {"id": adjustment.exercise, "name": adjustment.name, "reasons": []}
        )
        if adjustment.instead:
            group["by"] = adjustment.instead
        group["reasons"].append(_reason(adjustment, words))
    return list(groups.values())


def _reason(adjustment: Adjustment, words: Phrasebook) -> dict[str, str]:
    reason = {
        "rule": adjustment.rule,
        "reason": words.text(adjustment.says),
        "source": adjustment.source,
    }
    return reason | ({"exercise": adjustment.exercise} if adjustment.exercise else {})


def _set_as_json(exercise_set: ExerciseSet) -> dict[str, Any]:
    return {
        "exercise": exercise_set.exercise.id,
        "rung": exercise_set.exercise.variations[exercise_set.variation].name,
        "set": exercise_set.set_number,
        "sets": exercise_set.set_count,
        "side": exercise_set.side.value if exercise_set.side else None,
        "repetitions": exercise_set.repetitions,
        "hold_s": exercise_set.hold_s,
        "rest_before_s": exercise_set.rest_before_s,
    }
