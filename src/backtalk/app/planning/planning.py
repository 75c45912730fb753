"""From what was asked for to a plan: the library, the profile, a routine or one of a programme."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from backtalk.app.settings import Paths
from backtalk.catalogue.library import Library, load_library
from backtalk.catalogue.problem import did_you_mean
from backtalk.catalogue.read_profile import read_profile
from backtalk.core.model.adjustments import Adjustment, Change, of
from backtalk.core.model.events import phrase
from backtalk.core.model.history import History
from backtalk.core.model.plan import Plan
from backtalk.core.model.profile import Profile
from backtalk.core.model.routine import Programme, Routine
from backtalk.core.prescription import contraindications
from backtalk.core.prescription.build_plan import Past, build_plan
from backtalk.core.prescription.profile_from_answers import profile_from, remembered_answers
from backtalk.errors import BacktalkError
from backtalk.journal.people import key_of
from backtalk.language.phrasebook import Phrasebook

PROFILE_NAME = "profile.yaml"
"""The profile in the folder of the settings."""
PROFILES = "profiles"
"""The folder beside it for the profiles of the others in the home, by name."""
NO_PAST = Past(History(), 0)
NOT_FITTED = "The plan is not fitted to you: there is no profile."


@dataclass(frozen=True)
class Planned:
    """A plan and where it comes from."""

    library: Library
    profile: Profile | None
    plan: Plan
    programme: Programme | None = None
    """The programme that was asked for, when it was not a routine."""

    @property
    def others(self) -> tuple[str, ...]:
        """Return the ids of the programme's other routines."""
        if self.programme is None:
            return ()
        return tuple(r for r in self.programme.routines if r != self.plan.routine.id)

    def notes(self) -> list[str]:
        """Return what a person should read before the session."""
        notes = [] if self.plan.fitted else [NOT_FITTED]
        notes += [*left_aside(self.library)]
        if self.programme is not None:
            others = f" To it belong {', '.join(self.others)}, too." if self.others else ""
            notes.append(f"{self.programme.id}: this is {self.plan.routine.id}.{others}")
        return notes


def left_aside(library: Library) -> list[str]:
    """Return one sentence about the user's files that are wrong; nothing when none is."""
    files = list(dict.fromkeys(problem.file for problem in library.problems))
    if not files:
        return []
    first = library.problems[0]
    count = "One file of yours is" if len(files) == 1 else f"{len(files)} files of yours are"
    return [f"{count} wrong and left aside ({first}); 'backtalk check {files[0]}' tells all."]


def profile_of(
    library: Library, paths: Paths, named: Path | None, person: str | None = ""
) -> Profile | None:
    """Return the profile in the file `named`, else that of `person`, else None.

    Nobody is fitted to another's profile: '' is the one whose home it is, everybody else has a
    file of their own in the folder `PROFILES`. None is somebody whom nobody knows, without any.

    Raises:
        BacktalkError: the file is missing or wrong.
    """
    own = paths.config / PROFILES / f"{key_of(person)}.yaml" if person else None
    file = named or own or paths.config / PROFILE_NAME
    if named is None and (person is None or not file.exists()):
        return None
    return read_profile(file, library.equipment, library.exercises, library.routines)


def planned(
    asked: str,
    words: Phrasebook,
    paths: Paths,
    profile_file: Path | None = None,
    past: Past = NO_PAST,
    person: str | None = "",
) -> Planned:
    """Return the plan of the routine or programme `asked`, fitted where there is a profile.

    Of a programme it is the first routine that is offered to the person.

    Args:
        asked: an id.
        words: for the reasons in an error.
        paths: where the user's own things are.
        profile_file: who trains; default: the profile of `person`.
        past: what the journal knows.
        person: who trains, '' for the one whose home it is, None for somebody new.

    Raises:
        BacktalkError: there is no such routine, or the profile is wrong.
    """
    library = load_library(paths.own_catalogue)
    written = profile_of(library, paths, profile_file, person)
    profile = profile_from(written, remembered_answers(past))
    if asked in library.routines or asked not in library.programmes:
        plan = _plan(_routine(asked, library, words), library, profile, past)
        return Planned(library, profile, plan)
    programme = library.programme(asked)
    plans = [_plan(library.routine(r), library, profile, past) for r in programme.routines]
    plan = next((plan for plan in plans if plan.sets), plans[0])
    found = Planned(library, profile, plan, programme)
    return replace(
        found, plan=replace(plan, adjustments=(*_on_programme(found), *plan.adjustments))
    )


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
            f"Nothing of '{name}' is left for you. {reasons}",
            "Choose another routine; 'backtalk list' shows them.",
        )


def refuse_never(asked: str, words: Phrasebook) -> None:
    """Refuse what is never done.

    Raises:
        BacktalkError: `asked` is the name of it.
    """
    found = contraindications.requested(asked)
    if found is not None:
        raise BacktalkError(
            words.text(found.says), "Choose something else; 'backtalk list' shows what."
        )


def _routine(asked: str, library: Library, words: Phrasebook) -> Routine:
    if asked in library.routines:
        return library.routine(asked)
    refuse_never(asked, words)
    known = (*library.routines, *library.programmes)
    remedy = " ".join([did_you_mean(asked, known), *left_aside(library)])
    raise BacktalkError(f"There is no routine '{asked}'.", remedy)


def _plan(routine: Routine, library: Library, profile: Profile | None, past: Past) -> Plan:
    return build_plan(routine, library.exercises, library.routines, profile, past)


def _on_programme(found: Planned) -> tuple[Adjustment, ...]:
    if not found.others or found.programme is None:
        return ()
    names = tuple(found.library.routine(other).name for other in found.others)
    says = phrase("same_programme", names=names)
    return (Adjustment(Change.PROGRAMME, found.programme.id, says, "routines: programmes"),)
