"""From a request to a plan: the profile, and a routine or one of a programme."""

from __future__ import annotations

from dataclasses import dataclass, replace

from backtalk.app.context import Context
from backtalk.app.requests import TrainingRequest
from backtalk.app.settings import Settings
from backtalk.catalogue.library import Library
from backtalk.catalogue.problem import did_you_mean
from backtalk.catalogue.read_profile import read_profile
from backtalk.core.model.adjustments import Adjustment, Change, of
from backtalk.core.model.events import phrase
from backtalk.core.model.history import History
from backtalk.core.model.person import Person
from backtalk.core.model.plan import Plan
from backtalk.core.model.profile import Profile
from backtalk.core.model.routine import Programme, Routine
from backtalk.core.prescription import contraindications
from backtalk.core.prescription.build_plan import Past, build_plan
from backtalk.core.prescription.profile_from_answers import profile_from, remembered_answers
from backtalk.errors import BacktalkError
from backtalk.language.phrasebook import Phrasebook

NO_PAST = Past(History(), 0)
NOT_FITTED = "The plan is not fitted to you: there is no profile."


@dataclass(frozen=True)
class Planned:
    """A plan and what it was made from."""

    plan: Plan
    profile: Profile | None
    past: Past
    programme: Programme | None = None
    """The programme that was requested, when it was not a routine."""

    @property
    def others(self) -> tuple[str, ...]:
        """Return the ids of the programme's other routines."""
        if self.programme is None:
            return ()
        return tuple(r for r in self.programme.routines if r != self.plan.routine.id)

    def notes(self) -> list[str]:
        """Return what a person should read about the plan before the session."""
        notes = [] if self.plan.fitted else [NOT_FITTED]
        if self.programme is not None:
            others = f" {', '.join(self.others)} also belong to it." if self.others else ""
            notes.append(f"{self.programme.id}: this is {self.plan.routine.id}.{others}")
        return notes


def skipped_files(library: Library) -> list[str]:
    """Return one sentence about the user's files that are wrong; nothing when none is."""
    files = list(dict.fromkeys(problem.file for problem in library.problems))
    if not files:
        return []
    count = "1 invalid file" if len(files) == 1 else f"{len(files)} invalid files"
    more = f"'backtalk check {files[0]}' lists every problem."
    return [f"Skipped {count} ({library.problems[0]}); {more}"]


def person_of(request: TrainingRequest, settings: Settings) -> Person:
    """Return who trains: who was named, else the owner of the home."""
    return request.person or settings.owner


def routine_of(request: TrainingRequest, settings: Settings) -> str:
    """Return what is trained: the routine or programme that was named, else the usual one."""
    return request.routine or settings.routine


def profile_of(request: TrainingRequest, context: Context) -> Profile | None:
    """Return the profile in the file that was named, else the person's own, else None.

    No one is fitted to another's profile, and a guest to none.

    Raises:
        BacktalkError: the file is missing or wrong.
    """
    person = person_of(request, context.settings)
    file = request.profile or context.paths.profile(person)
    if request.profile is None and (person.is_guest or not file.exists()):
        return None
    library = context.library
    return read_profile(file, library.equipment, library.exercises, library.routines)


def planned(name: str, request: TrainingRequest, context: Context, past: Past = NO_PAST) -> Planned:
    """Return the plan of the routine or programme `name`, fitted where there is a profile.

    Of a programme it is the first routine that is offered to the person.

    Args:
        name: an id.
        request: who trains.
        context: the catalogue, and where profiles are.
        past: what the journal knows.

    Raises:
        BacktalkError: there is no such routine, or the profile is wrong.
    """
    library = context.library
    profile = profile_from(profile_of(request, context), remembered_answers(past))
    if name in library.routines or name not in library.programmes:
        plan = _plan(_routine(name, context), library, profile, past)
        return Planned(plan, profile, past)
    programme = library.programme(name)
    plans = [_plan(library.routine(r), library, profile, past) for r in programme.routines]
    plan = next((plan for plan in plans if plan.sets), plans[0])
    of_programme = Planned(plan, profile, past, programme)
    about = (*_on_programme(of_programme, library), *plan.adjustments)
    return replace(of_programme, plan=replace(plan, adjustments=about))


def refuse_untrainable(plan: Plan, words: Phrasebook) -> None:
    """Refuse a plan with nothing to train.

    Raises:
        BacktalkError: the routine is declined, or nothing of it is left; the message says why.
    """
    name = plan.routine.id
    if plan.declined:
        reasons = " ".join(words.texts(adjustment.says for adjustment in plan.declined))
        remedy = (
            "Ask your doctor. What the doctor agrees to goes under 'doctor_agreed_to:' in the"
            f" profile; 'backtalk plan {name} --json' names the rules."
        )
        raise BacktalkError(f"'{name}' is not for you at present. {reasons}", remedy)
    if not plan.sets:
        left_out = {r.exercise: r.says for r in reversed(of(plan.adjustments, Change.LEFT_OUT))}
        reasons = " ".join(words.texts(dict.fromkeys(reversed(left_out.values()))))
        raise BacktalkError(
            f"Nothing in '{name}' suits you at present. {reasons}",
            "Choose another routine; 'backtalk list' shows them.",
        )


def refuse_never(name: str, words: Phrasebook) -> None:
    """Refuse what is never done.

    Raises:
        BacktalkError: `name` is one of these things.
    """
    never = contraindications.requested(name)
    if never is not None:
        raise BacktalkError(
            words.text(never.says), "Choose something else; 'backtalk list' shows what."
        )


def _routine(name: str, context: Context) -> Routine:
    library = context.library
    if name in library.routines:
        return library.routine(name)
    refuse_never(name, context.words)
    known = (*library.routines, *library.programmes)
    remedy = " ".join([did_you_mean(name, known), *skipped_files(library)])
    raise BacktalkError(f"There is no routine '{name}'.", remedy)


def _plan(routine: Routine, library: Library, profile: Profile | None, past: Past) -> Plan:
    return build_plan(routine, library.exercises, library.routines, profile, past)


def _on_programme(planned_one: Planned, library: Library) -> tuple[Adjustment, ...]:
    if not planned_one.others or planned_one.programme is None:
        return ()
    names = tuple(library.routine(other).name for other in planned_one.others)
    says, programme = phrase("same_programme", names=names), planned_one.programme.id
    return (Adjustment(Change.PROGRAMME, programme, says, "routines: programmes"),)
