"""The speech embedding as a torch network: read from the package's file, written back to one.

Twenty convolutions over time and bands. The file for TensorFlow Lite stays what it is; only the
numbers in it change.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt
import tflite
import torch
from torch import nn
from torch.nn import functional

ORIGIN = Path(str(files("pyopen_wakeword") / "models" / "embedding_model.tflite"))

LEAK = 0.2

POOLS = {2: (2, 2), 6: (1, 2), 10: (2, 2), 14: (1, 2), 18: (2, 2)}
"""After which convolutions the highest of so many rows and bands are kept."""

Values = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Convolution:
    """One convolution of the file."""

    kernel: Values
    """Outputs by rows by bands by inputs."""
    bias: Values
    is_padded: bool
    """Whether as many bands come out as went in. Rows are never made up."""


class SpeechNetwork(nn.Module):
    """Mel rows to embeddings; examples by rows by bands in, examples by steps by 96 out."""

    def __init__(self, convolutions: list[Convolution], floor: float) -> None:
        """`floor` is the least value that leaves a layer."""
        super().__init__()
        self.floor = floor
        self.layers = nn.ModuleList()
        for number, given in enumerate(convolutions):
            outputs, rows, bands, inputs = given.kernel.shape
            padding = bands // 2 if given.is_padded or number == 0 else 0
            layer = nn.Conv2d(inputs, outputs, (rows, bands), padding=(0, padding))
            layer.weight.data = torch.tensor(given.kernel).permute(0, 3, 1, 2).contiguous()
            layer.bias.data = torch.tensor(given.bias)
            self.layers.append(layer)
        # Nothing stands in the file for it to be written back to; the head has one of its own.
        self.layers[-1].bias.requires_grad = False

    def forward(self, mels: torch.Tensor) -> torch.Tensor:
        """Return the embeddings of mel rows."""
        heard = mels.unsqueeze(1)
        for number, layer in enumerate(self.layers):
            heard = layer(heard)
            if number < len(self.layers) - 1:
                leaky = functional.leaky_relu(heard, LEAK)
                heard = torch.clamp_min(leaky, self.floor)
            if number in POOLS:
                heard = functional.max_pool2d(heard, POOLS[number])
        return heard.squeeze(-1).transpose(1, 2)


def read(file: Path = ORIGIN) -> SpeechNetwork:
    """Return the network of a file."""
    model = tflite.Model.GetRootAs(file.read_bytes(), 0)
    graph = model.Subgraphs(0)
    found, floors = [], []
    for number in range(graph.OperatorsLength()):
        operator = graph.Operators(number)
        code = model.OperatorCodes(operator.OpcodeIndex())
        kind = max(code.BuiltinCode(), code.DeprecatedBuiltinCode())
        if kind == tflite.BuiltinOperator.CONV_2D:
            _, kernel, bias = (_values(model, graph, at) for at in operator.InputsAsNumpy())
            options = tflite.Conv2DOptions()
            table = operator.BuiltinOptions()
            options.Init(table.Bytes, table.Pos)
            found.append(Convolution(kernel, bias, options.Padding() == tflite.Padding.SAME))
        elif kind == tflite.BuiltinOperator.MAXIMUM:
            floors.append(float(_values(model, graph, operator.InputsAsNumpy()[1]).flat[0]))
    return SpeechNetwork(found, floors[0])


def write(network: SpeechNetwork, file: Path) -> None:
    """Write a network: the origin's file with other numbers."""
    content = ORIGIN.read_bytes()
    for old, new in zip(read().layers, network.layers, strict=True):
        for before, after in ((_kernel(old), _kernel(new)), (_bias(old), _bias(new))):
            if before == after:
                continue
            if content.count(before) != 1:
                raise ValueError("a layer stands in the file more than once, or not at all")
            content = content.replace(before, after)
    file.write_bytes(content)


def _kernel(layer: nn.Conv2d) -> bytes:
    return bytes(layer.weight.detach().permute(0, 2, 3, 1).contiguous().numpy().tobytes())


def _bias(layer: nn.Conv2d) -> bytes:
    return bytes(layer.bias.detach().numpy().tobytes())


def _values(model: tflite.Model, graph: tflite.SubGraph, number: int) -> Values:
    """Return the numbers of a tensor; of one that is computed, none."""
    tensor = graph.Tensors(number)
    data = model.Buffers(tensor.Buffer()).DataAsNumpy()
    if isinstance(data, int):
        return np.zeros(0, np.float32)
    return np.frombuffer(data.tobytes(), np.float32).reshape(tensor.ShapeAsNumpy())
