"""A sentence model of a few numbers, with random weights: quick, and a folder like a real one."""

import json
import string
import struct
from typing import Any

import numpy as np

WIDTH, INNER, LAYERS, HEADS = 16, 24, 2, 4
_MARKS = string.ascii_letters + string.digits + string.punctuation + "é東"
PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", *_MARKS, *(f"##{c}" for c in _MARKS), "the", "kiln"]
CONFIG = {
    "model_type": "bert",
    "hidden_act": "gelu",
    "hidden_size": WIDTH,
    "intermediate_size": INNER,
    "num_hidden_layers": LAYERS,
    "num_attention_heads": HEADS,
    "layer_norm_eps": 1e-12,
    "max_position_embeddings": 64,
    "type_vocab_size": 2,
}


def shapes() -> dict[str, tuple[int, ...]]:
    """Name -> shape, of all weights."""
    found: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (len(PIECES), WIDTH),
        "embeddings.position_embeddings.weight": (64, WIDTH),
        "embeddings.token_type_embeddings.weight": (2, WIDTH),
    }
    parts: dict[str, tuple[int, ...]] = {"embeddings.LayerNorm": (WIDTH,)}
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}"
        for part in ("self.query", "self.key", "self.value", "output.dense"):
            parts[f"{name}.attention.{part}"] = (WIDTH, WIDTH)
        parts[f"{name}.attention.output.LayerNorm"] = (WIDTH,)
        parts[f"{name}.intermediate.dense"] = (INNER, WIDTH)
        parts[f"{name}.output.dense"] = (WIDTH, INNER)
        parts[f"{name}.output.LayerNorm"] = (WIDTH,)
    for name, shape in parts.items():
        found |= {f"{name}.weight": shape, f"{name}.bias": shape[:1]}
    return found


def random_weights(seed=0):
    numbers = np.random.default_rng(seed)
    return {
        name: (0.3 * numbers.standard_normal(shape)).astype(np.float32)
        for name, shape in shapes().items()
    }


def tensor_file(weights):
    """Tensors as a file has them."""
    head: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    numbers = b""
    for name, tensor in weights.items():
        kind = {"f4": "F32", "f2": "F16", "i8": "I64"}[tensor.dtype.str[1:]]
        data = tensor.tobytes()
        place = [len(numbers), len(numbers) + len(data)]
        head[name] = {"dtype": kind, "shape": tensor.shape, "data_offsets": place}
        numbers += data
    written = json.dumps(head).encode()
    return struct.pack("<Q", len(written)) + written + numbers


def tiny_model(folder, seed=0, weights=None, **config):
    """Put a model into a folder, with its configuration changed; the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.json").write_text(json.dumps(CONFIG | config))
    (folder / "vocab.txt").write_text("\n".join(PIECES) + "\n", "utf-8")
    (folder / "model.safetensors").write_bytes(tensor_file(weights or random_weights(seed)))
    return folder
