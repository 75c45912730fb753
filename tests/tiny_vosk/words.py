"""What the tiny model is taught to hear, and in which voices. Only tables."""

from __future__ import annotations

_WORDS = (
    "pain ouch it that my back hurts stop halt dizzy sick "
    "start skip next repeat again pause wait continue go on easier harder slower faster done "
    "more rest finish what now how long many why help louder quieter yes no "
    "zero one two three four five six seven eight nine ten"
)
WORDS = tuple(_WORDS.split())
"""Every word of the product's stop words, commands and answers."""

PHRASES = (
    "it hurts",
    "that hurts",
    "my back hurts",
    "stop it",
    "go on",
    "more rest",
    "what now",
    "what next",
    "how long",
    "how many",
)
"""Commands of several words. Each voice says all of them: short words change inside a phrase."""

_GARBAGE = (
    "about water people because house world window mother picture never study light book city girl "
    "mountain family music colour question problem usually order during however measure remember "
    "okay hello um maybe train rain plane step pan main spin shop top spain her shirt phone think "
    "outside bird dog where is nice knees hold breathe slowly lift lower lie floor belly shoulders "
    "half-way side switch good ready seconds repetitions arms legs"
)
GARBAGE = tuple(_GARBAGE.split())
"""Words that must come out as [unk], near-words of the stop class among them."""

_VARIANTS = (
    "m1 f1 m2 f4 m4 steph2 m6 Andrea m7 steph m8 anika adam Annie david aunty max belinda grandpa "
    "shelby Lee robert"
)
VARIANTS = tuple(_VARIANTS.split())
"""espeak-ng voice variants of the training speech: none with breath, which is random noise."""

ACCENTS = ("en-us", "en", "en-gb-x-rp", "en-us-nyc", "en-us", "en-gb-scotland", "en-029")
"""espeak-ng languages of the training speech: `en` is British, American stands twice."""

SPEEDS_WPM = (105, 120, 135, 155, 175, 200)
"""Speaking rates of the training speech."""

HELD_OUT_VOICES = (
    ("en-us+grandma", 145, 55),
    ("en+m5", 165, 40),
    ("en-gb-x-rp+Gene", 128, 65),
    ("en-us+Mike", 185, 50),
    ("en-gb-x-gbclan+m3", 145, 45),
    ("en-us+linda", 165, 60),
    ("en-us", 190, 50),
    ("en+Alex", 112, 35),
)
"""Voice, words a minute and pitch that the training never heard."""
