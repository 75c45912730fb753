"""The exercises and routines of the source, figure by figure, transcribed by hand.

The tests hold the YAML files to this; it is not made from them.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """What the source gives for one exercise; figures that it does not give are not looked at."""

    repetitions: int | None = 10
    """None where the source counts no repetitions: one long hold."""
    repetitions_max: int | None = None
    hold_s: float = 0
    hold_max_s: float | None = None
    sides: str = "none"
    traits: str = ""
    sets: int = 1
    series: tuple[int, ...] = ()
    rest_first_s: float | None = None
    rest_s: float | None = None
    position: str = "supine"
    equipment: str = ""
    easier: tuple[str, ...] = ()
    harder: tuple[str, ...] = ()


EXERCISES = {
    "bar-hang": Row(None, hold_s=30, traits="hang", position="hanging", equipment="bar"),
    "knee-drops": Row(sides="alternating", traits="twist floor", equipment="mat"),
    "head-lift-crunch": Row(
        15,
        traits="flexion floor",
        easier=("head and neck",),
        harder=("chest", "whole body", "fold", "weight"),
    ),
    "alternate-leg-raise": Row(
        15,
        sides="each",
        rest_first_s=60,
        traits="floor",
        harder=("longer", "both legs", "not lower fully", "weights"),
    ),
    "elbow-to-knee": Row(
        15, sides="alternating", traits="twist flexion floor", easier=("push with the feet",)
    ),
    "rocking-chair": Row(rest_first_s=60, traits="flexion floor"),
    "prone-press-up": Row(
        None, hold_s=5, hold_max_s=10, traits="extension prone floor", position="prone"
    ),
    "pelvic-circles": Row(10, sides="directions", position="standing"),
    "boat": Row(
        15,
        hold_s=1,
        hold_max_s=2,
        traits="extension prone floor",
        position="prone",
        easier=("arms at the sides",),
    ),
    "heel-sit-rock": Row(10, traits="kneel floor", position="all fours"),
    "prone-leg-raise": Row(
        10,
        hold_s=1,
        hold_max_s=2,
        sides="each",
        traits="extension prone floor",
        position="prone",
    ),
    "wall-stand": Row(None, hold_s=60, hold_max_s=600, position="standing", equipment="wall"),
    "double-leg-raise": Row(traits="load flexion floor"),
    "incline-body-raise": Row(
        traits="flexion load", position="bench", equipment="Roman chair or incline bench"
    ),
    "hanging-leg-raise": Row(traits="hang flexion", position="hanging", equipment="bar"),
    "light-deadlift": Row(traits="load", position="standing", equipment="light weights"),
    "hyperextension": Row(
        15,
        20,
        sets=2,
        traits="extension load",
        position="bench",
        equipment="hyperextension bench",
        easier=("fitball", "couch"),
        harder=("weight",),
    ),
    "all-fours-walk": Row(
        None, hold_s=60, hold_max_s=1200, traits="kneel floor", position="all fours"
    ),
    "wall-leg-raise": Row(
        sides="each",
        traits="balance",
        position="standing",
        equipment="wall",
        harder=("on the thigh",),
    ),
    "knee-press-isometric": Row(None, hold_s=10, traits="floor"),
    "chair-arch": Row(10, traits="extension", position="seated", equipment="high-backed chair"),
    "chair-pendulum": Row(position="seated", equipment="chair"),
    "hand-knee-press": Row(sides="alternating", position="seated", equipment="chair"),
    "wrist-arch": Row(traits="extension", position="standing"),
    "tiptoe-hold": Row(None, hold_s=10, hold_max_s=15, traits="balance", position="standing"),
    "table-breathing": Row(7, 10, hold_s=5, position="standing", equipment="table"),
    "all-fours-breathing": Row(7, 10, hold_s=5, traits="kneel floor", position="all fours"),
    "towel-roll": Row(
        None,
        hold_s=120,
        hold_max_s=180,
        traits="floor extension",
        equipment="towel",
        easier=("palms on a support",),
    ),
    "pelvic-lift": Row(10, 15, traits="floor"),
    "knee-pull": Row(None, hold_s=30, sides="each", traits="flexion floor"),
    "knee-drops-arms-wide": Row(sides="alternating", traits="twist floor"),
    "boat-arms-down": Row(traits="extension prone floor", position="prone"),
    "bird-dog-reach": Row(sides="each", traits="kneel balance floor", position="kneeling"),
    "pelvis-sway": Row(traits="kneel floor", position="all fours"),
    "tiptoe-balance": Row(traits="balance", position="standing"),
    "chair-cat": Row(5, 10, traits="kneel floor", position="kneeling", equipment="chair"),
    "chair-sway": Row(traits="kneel floor", position="kneeling", equipment="chair"),
    "cat-camel": Row(traits="kneel floor", position="all fours"),
    "bar-hang-relaxed": Row(None, hold_s=60, traits="hang", position="hanging", equipment="bar"),
    "bar-hang-turns": Row(
        sides="alternating", traits="hang twist", position="hanging", equipment="bar"
    ),
    "seated-toe-reach": Row(10, sides="each", traits="flexion floor", position="floor sitting"),
    "supported-half-squat": Row(
        10,
        sides="each",
        traits="balance",
        position="standing",
        equipment="window sill or table",
    ),
    "alternate-leg-raise-high": Row(5, 10, sides="each", traits="floor"),
    "arms-crossed-crunch": Row(traits="flexion floor"),
    "heel-sit-rise": Row(traits="kneel", position="kneeling"),
    "elbows-to-knees": Row(sides="each", traits="twist flexion floor"),
    "side-hip-lift": Row(sides="each", traits="floor", position="side"),
    "kneeling-sway": Row(traits="kneel floor", position="all fours"),
    "prone-halves": Row(traits="extension prone floor", position="prone"),
    "side-leg-swing": Row(sides="each", traits="floor", position="side"),
    "knee-push-up": Row(traits="floor", position="kneeling"),
    "seat-walk": Row(traits="floor", position="floor sitting"),
    "all-fours-leg-swing": Row(sides="alternating", traits="kneel floor", position="all fours"),
    "bird-dog": Row(
        sides="each",
        series=(5, 3, 1),
        hold_s=10,
        rest_s=10,
        traits="kneel balance floor",
        position="all fours",
    ),
    "side-plank": Row(
        sides="each",
        series=(5, 3, 1),
        hold_s=10,
        rest_s=10,
        traits="floor",
        position="side",
        harder=("legs straight",),
    ),
    "modified-curl-up": Row(sides="each", series=(5, 3, 1), hold_s=10, rest_s=10, traits="floor"),
}

_MAIN_ABS = "head-lift-crunch alternate-leg-raise elbow-to-knee rocking-chair prone-press-up"
_MAIN_BACK = "pelvic-circles boat heel-sit-rock prone-leg-raise wall-stand"

ROUTINES = {
    "preparatory": ("gentle", "bar-hang knee-drops"),
    "main-abs": ("basic", _MAIN_ABS),
    "main-back": ("basic", _MAIN_BACK),
    "main": ("basic", f"{_MAIN_ABS} {_MAIN_BACK}"),
    "advanced": (
        "hard",
        "double-leg-raise incline-body-raise hanging-leg-raise light-deadlift hyperextension",
    ),
    "hyperextension": ("hard", "hyperextension"),
    "by-position": (
        "gentle",
        "bar-hang all-fours-walk wall-leg-raise knee-press-isometric chair-arch",
    ),
    "office-seated": ("gentle", "chair-pendulum hand-knee-press"),
    "office-standing": ("gentle", "wrist-arch tiptoe-hold"),
    "breath-and-towel": ("gentle", "table-breathing all-fours-breathing towel-roll"),
    "lying": (
        "basic",
        "pelvic-lift knee-pull knee-drops-arms-wide boat-arms-down bird-dog-reach",
    ),
    "kneeling": ("gentle", "heel-sit-rock pelvis-sway"),
    "standing-balance": ("gentle", "tiptoe-balance"),
    "acute-relief": ("gentle", "chair-cat chair-sway cat-camel"),
    "traction": ("gentle", "bar-hang-relaxed bar-hang-turns"),
    "strengthening": (
        "basic",
        "seated-toe-reach supported-half-squat alternate-leg-raise-high",
    ),
    "corset": ("basic", "arms-crossed-crunch"),
    "beginner": (
        "gentle",
        (
            "heel-sit-rise elbows-to-knees side-hip-lift kneeling-sway prone-halves"
            " side-leg-swing knee-push-up seat-walk all-fours-leg-swing"
        ),
    ),
    "big-three": ("basic", "bird-dog side-plank modified-curl-up"),
}

PROGRAMMES = {
    "gentle": "acute-relief breath-and-towel beginner",
    "basic": "main lying big-three",
    "hard": "advanced",
}
