"""How a person says the words of the stop class: their clips, and the head adapted to them.

Each person has a folder of their own that only its owner can read; a head is never adapted to the
voices of two. `forget` removes all of one person's.
"""

from __future__ import annotations

import dataclasses
import os
import shutil
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from backtalk.app import atomic_write, recordings
from backtalk.errors import BacktalkError
from backtalk.hearing.spotter import classifier_head as heads
from backtalk.hearing.spotter import networks
from backtalk.hearing.spotter.classifier_head import Head
from backtalk.hearing.spotter.enrolment.adaptation import adapt
from backtalk.hearing.spotter.enrolment.confusions import confusions
from backtalk.ports import Pcm

CLIPS_A_WORD = 3
"""Three clips take a person's own word from 71 to 94 % on human recordings; more add little."""
KEPT_A_WORD = 6
"""Old clips make room: a voice changes over the years."""
CONFUSABLE = 0.3
"""A word of one's own that sounds this likely like another command is refused."""
ADAPTED = "head.npz"


class StoredVoice:
    """The clips of one person."""

    def __init__(self, folder: Path) -> None:
        """`folder` is made when the first clip is kept."""
        self._folder = folder

    @property
    def begun(self) -> bool:
        """Whether there is any clip."""
        return any(self._files())

    def keep(self, word: str, clip: Pcm) -> None:
        """Keep `clip` as an example of `word`; the oldest of many makes room.

        Raises:
            BacktalkError: it cannot be written.
        """
        try:
            atomic_write.make_folder(self._folder)
            own = sorted(self._folder.glob(f"{_file_name(word)}-*.wav"))
            number = int(own[-1].stem.rsplit("-", 1)[1]) + 1 if own else 1
            file = self._folder / f"{_file_name(word)}-{number:06}.wav"
            os.close(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600))
            recordings.write(file, clip)
            for old in [*own, file][:-KEPT_A_WORD]:
                old.unlink()
        except OSError as error:
            raise _cannot_keep(error) from error

    def adapt(self) -> Head:
        """Learn from all clips that are kept, write the head and return it.

        Raises:
            BacktalkError: there is no speech in the clips, or the head cannot be written.
        """
        clips: dict[str, list[Pcm]] = defaultdict(list)
        for file in self._files():
            clips[_word(file)].append(recordings.read(file))
        try:
            learnt = adapt(heads.load(), clips)
        except ValueError as error:
            sentence = f"The coach cannot learn from these clips: {error}."
            remedy = "Choose another word, or say it again, a little louder."
            raise BacktalkError(sentence, remedy) from error
        head = dataclasses.replace(learnt, grown_from=networks.fingerprint())
        part = self._folder / f".{ADAPTED}.part.npz"
        try:
            heads.save(head, part)
            part.chmod(0o600)
            part.replace(self._folder / ADAPTED)
        except OSError as error:
            raise _cannot_keep(error) from error
        return head

    def head(self) -> Head:
        """Return the head adapted to the person, or the built-in one.

        One that grew from the networks of another version does not fit these: it is learnt again
        from the clips, which takes a few seconds.

        Raises:
            BacktalkError: the head cannot be read, or not be learnt again.
        """
        file = self._folder / ADAPTED
        try:
            if not file.exists():
                return heads.load()
        except OSError as error:  # the folder belongs to another user
            sentence = f"What was learnt of your voice cannot be read: {error.strerror}."
            raise BacktalkError(sentence, "Check that the folder is yours.") from error
        own = heads.load(file)
        if own.grown_from == networks.fingerprint():
            return own
        return self.adapt() if self.begun else heads.load()

    def forget(self) -> int:
        """Remove the clips and what was learnt from them; return how many clips there were."""
        count = len(list(self._files()))
        if self._folder.exists():
            shutil.rmtree(self._folder)
        return count

    def _files(self) -> Iterable[Path]:
        return sorted(self._folder.glob("*-*.wav"))


def refuse_confusable(word: str, clips: Iterable[Pcm]) -> None:
    """Raise for a word of the person's own choosing that sounds like another one.

    Raises:
        BacktalkError: naming the word it sounds like.
    """
    for other, share in confusions(heads.load(), list(clips)).items():
        if other != word and share >= CONFUSABLE:
            sentence = f"'{word}' sounds too much like '{other}' ({share:.0%})."
            raise BacktalkError(sentence, "Choose another word.")


def _file_name(word: str) -> str:
    return word.lower().replace(" ", "_")


def _word(file: Path) -> str:
    return file.stem.rsplit("-", 1)[0].replace("_", " ")


def _cannot_keep(error: OSError) -> BacktalkError:
    sentence = f"The examples of your voice cannot be kept: {error.strerror}."
    return BacktalkError(sentence, "Check that the disk has room and the folder is yours.")
