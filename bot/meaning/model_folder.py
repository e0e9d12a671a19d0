"""A sentence model's folder in the usual layout, read and checked: see `load`.

config.json                 the kind of model and its size; only BERT's kind is known
model.safetensors           the weights
vocab.txt                   the word pieces, one a line; or tokenizer.json
tokenizer_config.json       whether it knows capitals; or tokenizer.json; or else it knows none
sentence_bert_config.json   how many pieces are read; or else 256
1_Pooling/config.json       what is made of the tokens; or else their mean
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.errors import ModelUnusable
from bot.meaning.encoder import Encoder, Shape
from bot.meaning.tensors import Tensor, tensors
from bot.meaning.word_pieces import WordPieces
from bot.translation import Message

_MOST = 256  # word pieces of a text, unless the model says so


def load(folder: Path) -> Encoder:
    """The model in a folder. Raises ModelUnusable, with one sentence that says why."""
    config = _json(folder / "config.json")
    kind = config.get("model_type")
    if kind != "bert":
        raise ModelUnusable(
            Message(
                "The model in {folder} is of kind {kind}; only bert is known.",
                folder=folder,
                kind=kind,
            )
        )
    try:
        shape, vocabulary, most = _shape(folder, config), _vocabulary(folder), _most(folder, config)
        weights = _weights(folder)
        _check(weights, config, 1 + max(vocabulary.values()), most)
        pieces = WordPieces(vocabulary, lower=_lower(folder), most=most)
        return _sound(Encoder(weights, pieces, shape))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelUnusable(
            Message(
                "The model in {folder} is damaged or incomplete ({error}).",
                folder=folder,
                error=str(error),
            )
        ) from error


def _sound(encoder: Encoder) -> Encoder:
    """The model, where it makes numbers. Raises ValueError: with others nothing is ever near."""
    if not encoder.is_sound:
        raise ValueError("weights that are no numbers")
    return encoder


def _json(path: Path, *, must: bool = True) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        if not must:
            return {}
        raise ModelUnusable(
            Message(
                "There is no sentence model in {folder}: no {file}.",
                folder=path.parent,
                file=path.name,
            )
        ) from error
    except (OSError, ValueError) as error:
        raise ModelUnusable(Message("{file} cannot be read or is damaged.", file=path)) from error
    if not isinstance(found, dict):
        raise ModelUnusable(Message("{file} is damaged.", file=path))
    return found


def _vocabulary(folder: Path) -> Mapping[str, int]:
    """Word piece -> its number."""
    listed = folder / "vocab.txt"
    if listed.is_file():
        pieces = listed.read_text("utf-8").split("\n")
        return {piece: number for number, piece in enumerate(pieces) if piece}
    model = _json(folder / "tokenizer.json")["model"]
    if model["type"] != "WordPiece":  # as that of many models for several languages
        raise ModelUnusable(
            Message(
                "The tokenizer of the model in {folder} is of kind {kind}; only WordPiece is "
                "known.",
                folder=folder,
                kind=model["type"],
            )
        )
    found: dict[str, int] = model["vocab"]
    return found


def _lower(folder: Path) -> bool:
    """Whether the model knows no capitals, by the file on that or by the tokenizer's own."""
    told = _json(folder / "tokenizer_config.json", must=False).get("do_lower_case")
    if told is None:
        first = _json(folder / "tokenizer.json", must=False).get("normalizer") or {}
        told = first.get("lowercase", True)
    return bool(told)


def _most(folder: Path, config: Mapping[str, Any]) -> int:
    told = _json(folder / "sentence_bert_config.json", must=False)
    return min(int(told.get("max_seq_length") or _MOST), int(config["max_position_embeddings"]))


def _shape(folder: Path, config: Mapping[str, Any]) -> Shape:
    pooling = _json(folder / "1_Pooling" / "config.json", must=False)
    if config.get("hidden_act") != "gelu":
        raise ValueError(f"an activation {config.get('hidden_act')}")
    return Shape(
        layers=int(config["num_hidden_layers"]),
        heads=int(config["num_attention_heads"]),
        epsilon=float(config["layer_norm_eps"]),
        first=bool(pooling.get("pooling_mode_cls_token", False)),
    )


def _weights(folder: Path) -> dict[str, Tensor]:
    """The tensors by the names that a model has by itself, not as a part of another."""
    found = tensors(folder / "model.safetensors")
    return {name.removeprefix("bert."): tensor for name, tensor in found.items()}


def _check(
    weights: Mapping[str, Tensor], config: Mapping[str, Any], pieces: int, most: int
) -> None:
    """Make sure that all weights are there, as large as they have to be. Raises ValueError."""
    width, inner = int(config["hidden_size"]), int(config["intermediate_size"])
    if width % int(config["num_attention_heads"]):
        raise ValueError("heads of different widths")
    for name, least in (("word", pieces), ("position", most), ("token_type", 1)):
        rows, columns = weights[f"embeddings.{name}_embeddings.weight"].shape
        if rows < least or columns != width:
            raise ValueError(f"{rows} {name} embeddings of {columns} numbers")
    parts = {"embeddings.LayerNorm": (width, 0)}
    for layer in range(int(config["num_hidden_layers"])):
        parts |= {f"encoder.layer.{layer}.{n}": size for n, size in _layer(width, inner).items()}
    for name, (rows, columns) in parts.items():
        if weights[f"{name}.weight"].shape != ((rows, columns) if columns else (rows,)):
            raise ValueError(f"a weight {name} of another size")
        if weights[f"{name}.bias"].shape != (rows,):
            raise ValueError(f"a bias {name} of another size")


def _layer(width: int, inner: int) -> dict[str, tuple[int, int]]:
    """What a layer is made of: rows and columns of each part; 0 columns are a vector."""
    return {
        **{f"attention.self.{name}": (width, width) for name in ("query", "key", "value")},
        "attention.output.dense": (width, width),
        "attention.output.LayerNorm": (width, 0),
        "intermediate.dense": (inner, width),
        "output.dense": (width, inner),
        "output.LayerNorm": (width, 0),
    }
