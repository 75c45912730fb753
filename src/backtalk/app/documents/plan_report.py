"""A plan as JSON and as a page of text: what is offered, how much of it, and why not the rest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from backtalk.app.planning.planning import NOT_FITTED, Planned
from backtalk.core.model import adjustments
from backtalk.core.model.adjustments import Change, Remark
from backtalk.core.model.duration import minutes_left
from backtalk.core.model.exercise import Exercise
from backtalk.core.model.plan import Bout, Plan

_OF_AN_EXERCISE = (
    Change.EASED,
    Change.CLOSED,
    Change.LIGHTER,
    Change.LONGER,
    Change.PROGRESS,
    Change.AGREED,
)


def report(found: Planned) -> dict[str, Any]:
    """Return the plan ready for `json.dumps`."""
    plan = found.plan
    all_of = plan.remarks
    return {
        "routine": plan.routine.id,
        "name": plan.routine.name,
        "level": plan.routine.level,
        "about": plan.routine.about,
        "programme": found.programme.id if found.programme else None,
        "other_routines": list(found.others),
        "fitted": plan.fitted,
        "offered": bool(plan.bouts),
        "declined": [_reason(remark) for remark in plan.declined],
        "cautions": [_reason(remark) for remark in adjustments.of(all_of, Change.CAUTION)],
        "doctor_agreed": [_reason(remark) for remark in adjustments.of(all_of, Change.AGREED)],
        "minutes": minutes(plan),
        "exercises": [_exercise(exercise, plan) for exercise in plan.exercises],
        "left_out": _by_exercise(adjustments.of(all_of, Change.LEFT_OUT)),
        "replaced": _by_exercise(adjustments.of(all_of, Change.REPLACED)),
        "order": [_reason(remark) for remark in adjustments.of(all_of, Change.MOVED)],
        "bouts": [_bout(bout) for bout in plan.bouts],
        "advice": list(plan.routine.advice),
    }


def text(found: Planned) -> str:
    """Return the plan as a page for people."""
    plan = found.plan
    lines = [f"{plan.routine.name} ({plan.routine.id}), {plan.routine.level}", plan.routine.about]
    if not plan.fitted:
        lines.append(NOT_FITTED)
    if plan.declined:
        lines.append("Not for you at present:")
        return "\n".join([*lines, *(f"  {remark.says}" for remark in plan.declined)])
    lines += [r.says for r in adjustments.of(plan.remarks, Change.PROGRAMME, Change.CAUTION)]
    if plan.bouts:
        lines.append(f"About {minutes(plan)} minutes:")
        lines += [_line(exercise, plan) for exercise in plan.exercises]
    for title, change in (("Replaced", Change.REPLACED), ("Left out", Change.LEFT_OUT)):
        groups = _by_exercise(adjustments.of(plan.remarks, change))
        lines += [f"{title}:"] if groups else []
        lines += [_changed_line(group) for group in groups]
    return "\n".join([*lines, *(f"  {advice}" for advice in plan.routine.advice)])


def minutes(plan: Plan) -> int:
    """Return how long the plan takes, in minutes rounded up; 0 when there is nothing to do."""
    return minutes_left(plan, 0, 1.0) if plan.bouts else 0


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


def _line(exercise: Exercise, plan: Plan) -> str:
    rung = exercise.rungs[exercise.start_rung]
    on = f" ({rung.name})" if rung.say else ""
    about = adjustments.about(adjustments.of(plan.remarks, *_OF_AN_EXERCISE), exercise.id)
    said = dict.fromkeys(r.says for r in about if r.change is not Change.CLOSED)
    return f"  - {exercise.name}{on}: {amount(exercise)}. {' '.join(said)}".rstrip()


def _changed_line(group: dict[str, Any]) -> str:
    instead = f" by {group['by']}" if "by" in group else ""
    return f"  - {group['name']}{instead}: {' '.join(r['reason'] for r in group['reasons'])}"


def _exercise(exercise: Exercise, plan: Plan) -> dict[str, Any]:
    about = adjustments.about(plan.remarks, exercise.id)
    replaced = adjustments.of(about, Change.REPLACED)
    dose = exercise.dose
    return {
        "id": exercise.id,
        "name": exercise.name,
        "position": exercise.position,
        "instead_of": replaced[0].exercise if replaced else None,
        "rung": exercise.rungs[exercise.start_rung].name,
        "rungs": [rung.name for rung in exercise.rungs],
        "dose": {
            "sets": list(dose.set_counts),
            "hold_s": dose.hold_s,
            "sides": dose.sides.value,
        },
        "lighter": bool(adjustments.of(about, Change.LIGHTER)),
        "reasons": [
            {"change": remark.change.value, **_reason(remark)}
            for remark in adjustments.of(about, *_OF_AN_EXERCISE)
        ],
    }


def _by_exercise(changed: Iterable[Remark]) -> list[dict[str, Any]]:
    groups: dict[str, dict[str, Any]] = {}
    for remark in changed:
        group = groups.setdefault(
            remark.exercise, {"id": remark.exercise, "name": remark.name, "reasons": []}
        )
        if remark.instead:
            group["by"] = remark.instead
        group["reasons"].append(_reason(remark))
    return list(groups.values())


def _reason(remark: Remark) -> dict[str, str]:
    reason = {"rule": remark.rule, "reason": remark.says, "source": remark.source}
    return reason | ({"exercise": remark.exercise} if remark.exercise else {})


def _bout(bout: Bout) -> dict[str, Any]:
    return {
        "exercise": bout.exercise.id,
        "rung": bout.exercise.rungs[bout.rung].name,
        "set": bout.set_number,
        "sets": bout.set_count,
        "side": bout.side.value if bout.side else None,
        "repetitions": bout.repetitions,
        "hold_s": bout.hold_s,
        "rest_before_s": bout.rest_before_s,
    }
