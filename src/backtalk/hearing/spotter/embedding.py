"""A speech embedding: 96 values for every 80 ms of sound, each over 775 ms of it.

The mel spectrogram, and the library that runs it, come inside the pyopen-wakeword package. The
embedding is the one of that package (Google's), of which the upper layers have learnt on from our
own examples (`stop_head.md`). This module only feeds them: several embeddings a run share most of
the work, which makes each cheaper than one at a time. The head judges what it
gives.
"""

from __future__ import annotations

import ctypes
from pathlib import Path

import numpy as np
import numpy.typing as npt
from pyopen_wakeword import OpenWakeWordFeatures

from backtalk.errors import BacktalkError
from backtalk.ports import RATE_HZ

Floats = npt.NDArray[np.float32]

STEP_FRAMES = 1280
"""Samples from one embedding to the next: 80 ms."""

STEP_S = STEP_FRAMES / RATE_HZ

CHUNK_FRAMES = 1760
"""Samples the mel network sees at a time. It clips 80 dB below the chunk's maximum, so the same
sound must always come in the same chunks."""

CHUNK_MELS = 8
"""Mel rows a chunk gives: one for 10 ms, exactly one step."""

MEL_BANDS = 32

WINDOW_MELS = 76
"""Mel rows under one embedding."""

WINDOW_CHUNKS = 10
"""Chunks under one embedding; of the first, the earlier half of the rows is not used."""

WINDOW_FRAMES = (WINDOW_CHUNKS - 1) * STEP_FRAMES + CHUNK_FRAMES
"""Samples that must have come before an embedding is known."""

SKIPPED_MELS = WINDOW_CHUNKS * CHUNK_MELS - WINDOW_MELS
"""Rows left out at the beginning, so that an embedding ends with the newest row."""

VALUES = 96
"""Values in an embedding."""

BUILT_IN = Path(__file__).with_name("speech_embedding.tflite")

REMEDY = "Reinstall it with 'pip install --force-reinstall pyopen-wakeword'."


class SpeechEmbedding:
    """The two networks, set up for a fixed number of embeddings a run. Not for two threads."""

    def __init__(self, steps_per_run: int = 2, file: Path = BUILT_IN) -> None:
        """Load the networks (some milliseconds).

        Args:
            steps_per_run: embeddings computed together. One costs 8.5 ms alone, 5.8 ms in
                pairs and 0.8 ms among 57, on the machine this was measured on.
            file: the embedding network; a head understands only the one it was trained on.

        Raises:
            BacktalkError: the package's library or a network does not load.
            ValueError: `steps_per_run` is not positive.
        """
        if steps_per_run < 1:
            raise ValueError("at least one embedding a run")
        try:
            own = OpenWakeWordFeatures.from_builtin()
            _require_readable(file, own.lib)
            self._networks = OpenWakeWordFeatures(own.mel_path, file, own.libtensorflowlite_c_path)
        except (OSError, ValueError, RuntimeError) as error:
            raise BacktalkError("The speech embedding does not load.", REMEDY) from error
        self.steps_per_run = steps_per_run
        self.run_mels = WINDOW_MELS + CHUNK_MELS * (steps_per_run - 1)
        self._resize()

    def mels(self, chunk: Floats) -> Floats:
        """Return the mel rows of one chunk, `CHUNK_MELS` by `MEL_BANDS`.

        Args:
            chunk: `CHUNK_FRAMES` samples on the scale of int16.
        """
        networks = self._networks
        flat = self._run(
            networks.mel_interpreter,
            networks.mel_input_tensor,
            networks.mel_output_tensor,
            chunk.reshape(1, CHUNK_FRAMES),
        )
        return np.asarray(flat.reshape(-1, MEL_BANDS)[:CHUNK_MELS] / 10 + 2, np.float32)

    def mels_of(self, sound: Floats) -> Floats:
        """Return the mel rows of a whole number of overlapping chunks, in one array."""
        starts = range(0, len(sound) - CHUNK_FRAMES + 1, STEP_FRAMES)
        return np.concatenate([self.mels(sound[at : at + CHUNK_FRAMES]) for at in starts])

    def embed(self, mels: Floats) -> Floats:
        """Return `steps_per_run` embeddings, oldest first.

        Args:
            mels: `run_mels` rows of `MEL_BANDS`.
        """
        flat = self._run(
            self._networks.emb_interpreter,
            self._emb_input,
            self._emb_output,
            mels.reshape(1, self.run_mels, MEL_BANDS, 1),
        )
        return flat.reshape(self.steps_per_run, VALUES)

    def of(self, sound: npt.NDArray[np.int16] | Floats) -> Floats:
        """Return all embeddings of a whole clip: the j-th covers `WINDOW_FRAMES` from 80 ms * j.

        A clip shorter than one window gives none.
        """
        if len(sound) < WINDOW_FRAMES:
            return np.zeros((0, VALUES), np.float32)
        return self.along(self.mels_of(sound.astype(np.float32))[SKIPPED_MELS:])

    def along(self, mels: Floats) -> Floats:
        """Return all embeddings of mel rows: the j-th ends with row `WINDOW_MELS` + 8 * j."""
        count = max(0, (len(mels) - WINDOW_MELS) // CHUNK_MELS + 1)
        stride = self.steps_per_run * CHUNK_MELS
        lacking = np.zeros((self.run_mels, MEL_BANDS), np.float32)
        padded = np.concatenate([mels, lacking])
        parts = [
            self.embed(padded[at : at + self.run_mels])
            for at in range(0, count * CHUNK_MELS, stride)
        ]
        return np.concatenate([np.zeros((0, VALUES), np.float32), *parts])[:count]

    def _resize(self) -> None:
        """Give the embedding network, which is convolutional in time, a longer input.

        The package's class names its parts openly (lib, emb_interpreter); nothing private is
        touched. Should a later release differ, this raises instead of computing nonsense.
        """
        networks, library = self._networks, self._networks.lib
        shape = (ctypes.c_int32 * 4)(1, self.run_mels, MEL_BANDS, 1)
        zero = ctypes.c_int32(0)
        failed = library.TfLiteInterpreterResizeInputTensor(
            networks.emb_interpreter, zero, shape, ctypes.c_int32(4)
        ) or library.TfLiteInterpreterAllocateTensors(networks.emb_interpreter)
        self._emb_input = library.TfLiteInterpreterGetInputTensor(networks.emb_interpreter, zero)
        self._emb_output = library.TfLiteInterpreterGetOutputTensor(networks.emb_interpreter, zero)
        given_bytes = library.TfLiteTensorByteSize(self._emb_output)
        if failed or given_bytes != self.steps_per_run * VALUES * np.float32().nbytes:
            raise BacktalkError(
                "The speech embedding is not the one Backtalk knows.",
                "Install pyopen-wakeword 1.1.0: 'pip install pyopen-wakeword==1.1.0'.",
            )

    def _run(self, interpreter: object, taking: object, giving: object, values: Floats) -> Floats:
        library = self._networks.lib
        given = np.ascontiguousarray(values, np.float32)
        taken = np.empty(library.TfLiteTensorByteSize(giving) // given.itemsize, np.float32)
        failed = (
            library.TfLiteTensorCopyFromBuffer(
                taking, given.ctypes.data_as(ctypes.c_void_p), ctypes.c_size_t(given.nbytes)
            )
            or library.TfLiteInterpreterInvoke(interpreter)
            or library.TfLiteTensorCopyToBuffer(
                giving, taken.ctypes.data_as(ctypes.c_void_p), ctypes.c_size_t(taken.nbytes)
            )
        )
        if failed:
            raise RuntimeError("the speech embedding gave no result")
        return taken


def _require_readable(file: Path, library: ctypes.CDLL) -> None:
    """Raise for what is no network: the package would end the process over it."""
    model = library.TfLiteModelCreateFromFile(str(file.resolve()).encode())
    if not model:
        raise BacktalkError(
            f"The spotter's speech embedding {file.name} cannot be read.",
            "Reinstall Backtalk, or build it with 'scripts/train_spotter'.",
        )
    library.TfLiteModelDelete(model)
