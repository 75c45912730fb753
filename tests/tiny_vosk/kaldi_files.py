"""Kaldi's binary model file, am/final.mdl: transition model, nnet3 network, priors."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from .hmm import Units
from .mfcc import CEPSTRA
from .network import Network
from .training import SPLICE_OFFSETS, AcousticModel


def _token(text: str) -> bytes:
    return text.encode() + b" "


def _int(number: int) -> bytes:
    # A binary Kaldi scalar carries its size in bytes in front.
    return b"\4" + struct.pack("<i", number)


def _float(number: float) -> bytes:
    return b"\4" + struct.pack("<f", number)


def _ints(numbers: Sequence[int]) -> bytes:
    return b"\4" + struct.pack("<i", len(numbers)) + np.array(numbers, "<i4").tobytes()


def _vector(values: npt.ArrayLike) -> bytes:
    array = np.asarray(values, "<f4")
    return _token("FV") + _int(len(array)) + array.tobytes()


def _matrix(values: npt.ArrayLike) -> bytes:
    array = np.ascontiguousarray(values, "<f4")
    return _token("FM") + _int(array.shape[0]) + _int(array.shape[1]) + array.tobytes()


def transition_ids(units: Units) -> dict[str, int]:
    """Return the first transition-id of each unit; state j has first+2j (stay), first+2j+1 (on)."""
    first, firsts = 1, {}
    for word, pdfs in units.states.items():
        firsts[word] = first
        first += 2 * len(pdfs)
    return firsts


def _topology(units: Units) -> bytes:
    """One entry for each HMM length; every state has a self-loop and one way on."""
    lengths = sorted({len(pdfs) for pdfs in units.states.values()})
    out = _token("<Topology>") + _ints(list(units.phone.values()))
    out += _ints([-1] + [lengths.index(len(pdfs)) for pdfs in units.states.values()])
    out += _int(len(lengths))
    for length in lengths:
        out += _int(length + 1)
        for state in range(length):
            out += _int(state) + _int(2)
            out += _int(state) + _float(0.5) + _int(state + 1) + _float(0.5)
        out += _int(-1) + _int(0)
    return out + _token("</Topology>")


def _transition_model(units: Units) -> bytes:
    triples = [
        (units.phone[word], state, pdf)
        for word, pdfs in units.states.items()
        for state, pdf in enumerate(pdfs)
    ]
    out = b"\0B" + _token("<TransitionModel>") + _topology(units)
    out += _token("<Triples>") + _int(len(triples))
    out += b"".join(_int(number) for triple in triples for number in triple)
    out += _token("</Triples>") + _token("<LogProbs>")
    out += _vector([0.0] + [float(np.log(0.5))] * (2 * len(triples)))
    return out + _token("</LogProbs>") + _token("</TransitionModel>")


def _affine(weight: npt.ArrayLike, bias: npt.ArrayLike) -> bytes:
    out = _token("<FixedAffineComponent>") + _token("<LinearParams>") + _matrix(weight)
    return out + _token("<BiasParams>") + _vector(bias) + _token("</FixedAffineComponent>")


def _activation(kind: str, size: int) -> bytes:
    out = _token(f"<{kind}>") + _token("<Dim>") + _int(size) + _token("<ValueAvg>") + _vector([])
    return (
        out
        + _token("<DerivAvg>")
        + _vector([])
        + _token("<Count>")
        + _float(0)
        + _token(f"</{kind}>")
    )


def _nnet3(network: Network) -> bytes:
    splice = ", ".join(f"Offset(input, {offset})" for offset in SPLICE_OFFSETS)
    config, components = [f"input-node name=input dim={CEPSTRA}"], []
    source = f"Append({splice})"
    last = len(network.weights) - 1
    for index, (weight, bias) in enumerate(zip(network.weights, network.biases, strict=True)):
        kind = "LogSoftmaxComponent" if index == last else "RectifiedLinearComponent"
        components += [
            (f"affine{index}", _affine(weight, bias)),
            (f"act{index}", _activation(kind, len(bias))),
        ]
        config += [
            f"component-node name=affine{index} component=affine{index} input={source}",
            f"component-node name=act{index} component=act{index} input=affine{index}",
        ]
        source = f"act{index}"
    config.append(f"output-node name=output input={source} objective=linear")
    out = _token("<Nnet3>") + b"\n" + "\n".join(config).encode() + b"\n\n"
    out += _token("<NumComponents>") + _int(len(components))
    for name, body in components:
        out += _token("<ComponentName>") + _token(name) + body
    out += _token("</Nnet3>")
    out += _token("<LeftContext>") + _int(-int(SPLICE_OFFSETS[0]))
    return out + _token("<RightContext>") + _int(int(SPLICE_OFFSETS[-1]))


def final_mdl(units: Units, model: AcousticModel) -> bytes:
    """Return the bytes of am/final.mdl."""
    body = _transition_model(units) + _nnet3(model.network)
    return body + _token("<Priors>") + _vector(model.prior)
