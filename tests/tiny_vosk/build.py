"""Build both variants of the tiny model in the folder layout that Vosk loads."""

from __future__ import annotations

import fcntl
import shutil
from pathlib import Path

import numpy as np

from .corpus import make_corpus
from .graph import hclr, word_loop
from .hmm import SILENCE, UNKNOWN, Units
from .kaldi_files import final_mdl
from .mfcc import CONFIG
from .training import AcousticModel, train

TINY, EARLY = "tiny", "early"
"""Folder names: `TINY` gives a word when it is over, `EARLY` as soon as it is the best guess."""

SEED = 1
FRAME_STEP = 3
"""Decode every third frame: libvosk takes 30 ms for granted in its time stamps."""

MODEL_CONF = f"""--min-active=200
--max-active=3000
--beam=12.0
--lattice-beam=6.0
--acoustic-scale=0.5
--frame-subsampling-factor={FRAME_STEP}
--frames-per-chunk={FRAME_STEP}
--endpoint.silence-phones=1
--endpoint.rule2.min-trailing-silence=0.5
--endpoint.rule3.min-trailing-silence=0.75
--endpoint.rule4.min-trailing-silence=1.0
"""

UNUSED_DISAMBIGUATION = "100000\n"
"""libvosk reads the file, although this graph has no such symbols."""


def write_model(folder: Path, units: Units, model: AcousticModel, *, early: bool) -> None:
    """Write one variant into `folder`."""
    for name in ("am", "conf", "graph/phones"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    words = [word for word in units.states if word not in (SILENCE, UNKNOWN)]
    word_ids = {word: number for number, word in enumerate(["<eps>", *words, UNKNOWN])}
    (folder / "am/final.mdl").write_bytes(final_mdl(units, model))
    (folder / "conf/mfcc.conf").write_text(CONFIG)
    (folder / "conf/model.conf").write_text(MODEL_CONF)
    (folder / "graph/HCLr.fst").write_bytes(hclr(units, word_ids, early=early))
    (folder / "graph/Gr.fst").write_bytes(word_loop(word_ids))
    (folder / "graph/words.txt").write_text("".join(f"{w} {n}\n" for w, n in word_ids.items()))
    (folder / "graph/disambig_tid.int").write_text(UNUSED_DISAMBIGUATION)
    boundaries = (
        f"{phone} {'nonword' if unit == SILENCE else 'singleton'}\n"
        for unit, phone in units.phone.items()
    )
    (folder / "graph/phones/word_boundary.int").write_text("".join(boundaries))


def build_once(folder: Path) -> None:
    """Build both models in `folder`, or wait for another to do so, unless they are there."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            unfinished = folder.with_suffix(".unfinished")
            shutil.rmtree(unfinished, ignore_errors=True)
            build(unfinished)
            unfinished.rename(folder)


def build(folder: Path) -> None:
    """Speak, train and write `folder/tiny` and `folder/early`. Takes about a minute of CPU."""
    random = np.random.default_rng(SEED)
    corpus = make_corpus(random)
    units = Units(corpus.states)
    model = train(corpus.utterances, units, random)
    write_model(folder / TINY, units, model, early=False)
    write_model(folder / EARLY, units, model, early=True)
