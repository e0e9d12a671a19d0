"""The sentence model: word pieces, vectors, and what is said of a model that cannot be used."""

import json
import math
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot import Library
from bot.errors import ModelUnusable
from bot.meaning import models
from bot.meaning.language import is_english_text
from bot.meaning.model_folder import load
from bot.meaning.word_pieces import WordPieces
from tests.conftest import MODEL, ROOT, find_installed
from tests.tiny_model import (
    CONFIG,
    HEADS,
    LAYERS,
    PIECES,
    random_weights,
    tensor_file,
    tiny_model,
)

TEXTS = ["What is the LD50 in rats?", "How lethal is it for mice", "", "word " * 400, "é東\0\ud800"]


@pytest.fixture(scope="session")
def minilm():
    """The model that the lock file names."""
    assert MODEL is not None
    return load(MODEL)


@pytest.fixture(scope="session")
def vocabulary():
    pieces = (MODEL / "vocab.txt").read_text("utf-8").split("\n")
    return {piece: number for number, piece in enumerate(pieces) if piece}


@pytest.fixture
def tiny(tmp_path):
    return load(tiny_model(tmp_path / "model"))


@cache
def made_once():
    """The tiny model, for a law of many examples."""
    with TemporaryDirectory() as folder:
        return load(tiny_model(Path(folder)))


# Word pieces

# What the makers' own tokenizer (the package tokenizers 0.23.3) makes of these.
WORD_PIECES = [
    ("What is the LD50 in rats?", [2054, 2003, 1996, 25510, 12376, 1999, 11432, 1029]),
    ("unaffordable embeddings", [14477, 4246, 8551, 3085, 7861, 8270, 4667, 2015]),
    ("Crème brûlée, naïve façade", [13675, 21382, 7987, 9307, 2063, 1010, 15743, 8508]),
    ("(3-4) don't: co-op/e.g. $5.00", [
        1006, 1017, 1011, 1018, 1007, 2123, 1005, 1056, 1024, 2522, 1011, 6728, 1013, 1041, 1012,
        1043, 1012, 1002, 1019, 1012, 4002,
    ]),
    ("東京 tower", [1879, 1755, 3578]),
    ("a\0b\tc\u200dd\ufffde", [11113, 3729, 2063]),
    ("x" * 101, [100]),
    ("İstanbul ß", [9960, 1096]),
    ("word\xa0space\u3000wide", [2773, 2686, 2898]),
    ("±5°C µg/kg²", [1081, 2629, 7737, 2278, 1085, 2290, 1013, 4705, 10701]),
    ("한국어 कि", [1469, 30006, 30021, 29991, 30014, 30020, 29999, 30008, 1315, 29877]),
    ("", []),
    ("“smart” — dash…", [1523, 6047, 1524, 1517, 11454, 1529]),
    ("#hash @name snake_case", [1001, 23325, 1030, 2171, 7488, 1035, 2553]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "ids"), WORD_PIECES)
def test_word_pieces_are_those_of_the_makers_tokenizer(vocabulary, text, ids):
    pieces = WordPieces(vocabulary, lower=True, most=256)

    assert [101, *ids, 102] == pieces.ids(text)


@pytest.mark.parametrize("most", [2, 3, 7])
def test_of_a_long_text_the_first_pieces_count(vocabulary, most):
    ids = WordPieces(vocabulary, lower=True, most=most).ids(WORD_PIECES[0][0] * 9)

    assert [101, *WORD_PIECES[0][1][: most - 2], 102] == ids


def test_a_model_that_knows_capitals_keeps_them(vocabulary):
    pieces = WordPieces({**vocabulary, "Rats": 7}, lower=False, most=256)

    assert [101, 7, 102] == pieces.ids("Rats")


def test_a_special_token_that_is_written_in_a_text_is_words(vocabulary):
    pieces = WordPieces(vocabulary, lower=True, most=256)

    assert [101, 1031, 19802, 1033, 102] == pieces.ids("[SEP]")


def longest_first(word, vocabulary):
    """The rule once more, as it is told: the longest piece there is, then the rest."""
    for end in range(len(word), 0, -1):
        if word[:end] in vocabulary:
            rest = longest_first("##" + word[end:], vocabulary) if end < len(word) else []
            return None if rest is None else [word[:end], *rest]
        if word[:end] == "##":
            break
    return None if word != "##" else []


@given(
    st.sets(st.text("abc", min_size=1, max_size=4)),
    st.sets(st.text("abc", min_size=1, max_size=3)),
    st.text("abc", min_size=1, max_size=12),
)
def test_a_word_is_cut_into_the_longest_pieces_from_the_left(first, further, word):
    pieces = ["[UNK]", "[CLS]", "[SEP]", *first, *(f"##{piece}" for piece in further)]
    numbers = {piece: number for number, piece in enumerate(pieces)}
    ids = WordPieces(numbers, lower=True, most=99).ids(word)
    expected = longest_first(word, {*pieces}) or ["[UNK]"]

    assert ["[CLS]", *expected, "[SEP]"] == [pieces[number] for number in ids]


# Vectors


def test_cosines_are_those_that_the_makers_publish(minilm):
    """The example of the model's own page."""
    asked, *others = map(minilm.vector, [
        "That is a happy person", "That is a happy dog", "That is a very happy person",
        "Today is a sunny day",
    ])  # fmt: skip

    assert [0.695, 0.943, 0.257] == [round(float(asked @ other), 3) for other in others]


def plainly(ids, weights, first):
    """The vector once more, number by number as the papers have it, in 64 bits."""
    w = {name: tensor.astype(np.float64) for name, tensor in weights.items()}

    def normed(name, rows):
        rows = rows - rows.mean(axis=1, keepdims=True)
        rows = rows / np.sqrt(rows.var(axis=1, keepdims=True) + 1e-12)
        return rows * w[f"{name}.weight"] + w[f"{name}.bias"]

    def dense(name, rows):
        return np.einsum("ti,oi->to", rows, w[f"{name}.weight"]) + w[f"{name}.bias"]

    words, places, kinds = (
        w[f"embeddings.{name}_embeddings.weight"] for name in ("word", "position", "token_type")
    )
    rows = normed("embeddings.LayerNorm", words[ids] + places[: len(ids)] + kinds[0])
    for layer in range(LAYERS):
        name = f"encoder.layer.{layer}"
        q, k, v = (
            dense(f"{name}.attention.self.{part}", rows) for part in ("query", "key", "value")
        )
        size = q.shape[1] // HEADS
        mixed = np.zeros_like(q)
        for start in range(0, q.shape[1], size):
            head = slice(start, start + size)
            weight = np.exp(q[:, head] @ k[:, head].T / math.sqrt(size))
            mixed[:, head] = weight / weight.sum(axis=1, keepdims=True) @ v[:, head]
        mixed = dense(f"{name}.attention.output.dense", mixed)
        rows = normed(f"{name}.attention.output.LayerNorm", rows + mixed)
        inner = dense(f"{name}.intermediate.dense", rows)
        inner = inner * (1 + np.vectorize(math.erf)(inner / math.sqrt(2))) / 2
        rows = normed(f"{name}.output.LayerNorm", rows + dense(f"{name}.output.dense", inner))
    vector = rows[0] if first else rows.mean(axis=0)
    return vector / np.linalg.norm(vector)


@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize("text", ["the kiln", "", "Fired at 900°C; é東", "x" * 500])
def test_a_vector_is_what_the_papers_compute(tmp_path, first, text):
    folder, weights = tmp_path / "model", random_weights(3)
    tiny_model(folder, weights=weights)
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text(json.dumps({"pooling_mode_cls_token": first}))
    numbers = {piece: number for number, piece in enumerate(PIECES)}
    ids = WordPieces(numbers, lower=True, most=64).ids(text)

    assert np.allclose(plainly(ids, weights, first), load(folder).vector(text), atol=1e-5)


@given(st.text(st.characters(codec=None)))
def test_every_text_has_a_vector_of_length_1(text):
    vector = made_once().vector(text)

    assert math.isclose(1, float(vector @ vector), abs_tol=1e-5)


def test_the_same_text_has_the_same_vector_whatever_is_encoded_beside_it(minilm):
    alone = [minilm.vector(text).tobytes() for text in TEXTS]
    with ThreadPoolExecutor(4) as threads:
        together = [v.tobytes() for v in threads.map(minilm.vector, [*TEXTS, *TEXTS[::-1]])]

    assert [*alone, *alone[::-1]] == together


@pytest.mark.parametrize("threads", ["1", "2", "7"])
def test_the_same_text_has_the_same_vector_with_any_number_of_threads(minilm, threads):
    code = (
        "import sys\nfrom pathlib import Path\nfrom bot.meaning.model_folder import load\n"
        "encoder = load(Path(sys.argv[1]))\n"
        "for text in sys.argv[2:]: print(encoder.vector(text).tobytes().hex())"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(MODEL), *TEXTS[:4]], capture_output=True, text=True,
        cwd=ROOT, check=True, env={**os.environ, "OPENBLAS_NUM_THREADS": threads},
    )  # fmt: skip

    assert [minilm.vector(text).tobytes().hex() for text in TEXTS[:4]] == done.stdout.split()


def test_16_bit_weights_will_do(tmp_path):
    weights = random_weights()
    half = load(tiny_model(
        tmp_path / "half", weights={name: w.astype(np.float16) for name, w in weights.items()}
    ))  # fmt: skip
    whole = load(tiny_model(tmp_path / "whole", weights=weights))

    assert np.allclose(whole.vector("the kiln"), half.vector("the kiln"), atol=0.01)


@pytest.mark.parametrize("also", [{}, {"embeddings.position_ids": np.arange(64)}])
def test_a_model_that_is_part_of_another_is_found_by_its_names(tmp_path, tiny, also):
    weights = {f"bert.{name}": w for name, w in (random_weights() | also).items()}
    encoder = load(tiny_model(tmp_path / "part", weights=weights))

    assert tiny.vector("the kiln").tobytes() == encoder.vector("the kiln").tobytes()


def test_a_tokenizers_own_file_will_do_as_well(tmp_path, tiny):
    folder = tiny_model(tmp_path / "other")
    (folder / "vocab.txt").unlink()
    vocabulary = {piece: number for number, piece in enumerate(PIECES)}
    model = {"type": "WordPiece", "vocab": vocabulary}
    (folder / "tokenizer.json").write_text(json.dumps({"model": model}))

    assert tiny.vector("The kiln").tobytes() == load(folder).vector("The kiln").tobytes()


def test_a_folder_says_how_many_pieces_count_and_whether_capitals_do(tmp_path, tiny):
    folder = tiny_model(tmp_path / "other")
    (folder / "sentence_bert_config.json").write_text('{"max_seq_length": 4}')
    (folder / "tokenizer_config.json").write_text('{"do_lower_case": false}')
    encoder = load(folder)

    assert encoder.vector("a b").tobytes() == encoder.vector("a b c").tobytes()
    assert encoder.vector("a b").tobytes() == tiny.vector("a b").tobytes()
    assert encoder.vector("A b").tobytes() != tiny.vector("A b").tobytes()


@pytest.mark.parametrize("knows", [True, False])
def test_a_tokenizers_own_file_says_whether_capitals_count(tmp_path, tiny, knows):
    folder = tiny_model(tmp_path / "other")
    (folder / "vocab.txt").unlink()
    model = {"type": "WordPiece", "vocab": {piece: at for at, piece in enumerate(PIECES)}}
    told = {"model": model, "normalizer": {"type": "BertNormalizer", "lowercase": not knows}}
    (folder / "tokenizer.json").write_text(json.dumps(told))

    alike = tiny.vector("A b").tobytes() == load(folder).vector("A b").tobytes()
    assert alike is not knows


# Models that cannot be used


def without(name):
    def break_it(folder):
        (folder / name).unlink()

    return break_it


def rewritten(name, content):
    def break_it(folder):
        (folder / name).write_bytes(content)

    return break_it


def reshaped(name, shape):
    weights = random_weights() | {name: np.zeros(shape, np.float32)}
    return rewritten("model.safetensors", tensor_file(weights))


def configured(**config):
    return rewritten("config.json", json.dumps(CONFIG | config).encode())


WEIGHTS = tensor_file(random_weights())
NO_NUMBERS = {name: np.full_like(w, np.inf) for name, w in random_weights().items()}
BROKEN = {
    "no configuration": without("config.json"),
    "no weights": without("model.safetensors"),
    "no vocabulary": without("vocab.txt"),
    "no JSON": rewritten("config.json", b"\xff{"),
    "another JSON": rewritten("config.json", b"[]"),
    "another kind": configured(model_type="t5"),
    "another activation": configured(hidden_act="relu"),
    "more layers": configured(num_hidden_layers=3),
    "heads that do not fit": configured(num_attention_heads=5),
    "another width": configured(hidden_size=32),
    "a number that is none": configured(num_hidden_layers="many"),
    "a number that is missing": rewritten("config.json", b'{"model_type": "bert"}'),
    "weights cut off": rewritten("model.safetensors", WEIGHTS[:-1]),
    "a head cut off": rewritten("model.safetensors", WEIGHTS[:100]),
    "no weights in it": rewritten("model.safetensors", b""),
    "a head too long": rewritten("model.safetensors", b"\xff" * 200),
    "few word pieces": reshaped("embeddings.word_embeddings.weight", (9, 16)),
    "few places": reshaped("embeddings.position_embeddings.weight", (9, 16)),
    "a weight of another size": reshaped("encoder.layer.1.output.dense.weight", (16, 16)),
    "a bias of another size": reshaped("encoder.layer.1.output.dense.bias", (24,)),
    "a norm of another size": reshaped("embeddings.LayerNorm.bias", (9,)),
    "a weight of another form": reshaped("encoder.layer.0.output.dense.weight", (384,)),
    "embeddings of another form": reshaped("embeddings.word_embeddings.weight", (384,)),
    "weights that are no numbers": rewritten("model.safetensors", tensor_file(NO_NUMBERS)),
    "no special pieces": rewritten("vocab.txt", b"a\nb\n"),
    "pieces in another code": rewritten("vocab.txt", b"\xff\n"),
    "no pieces": rewritten("vocab.txt", b""),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_model_that_cannot_be_used_gets_one_sentence_that_names_its_folder(tmp_path, broken):
    folder = tiny_model(tmp_path / "model")
    load(folder)
    BROKEN[broken](folder)

    with pytest.raises(ModelUnusable) as raised:
        load(folder)
    assert str(folder) in str(raised.value)
    assert str(raised.value).endswith(".")
    assert "\n" not in str(raised.value)


@example(0, WEIGHTS[0])  # what drawn bytes hardly ever are: harmless
@given(st.integers(0, 2500), st.integers(0, 255))
def test_a_damaged_head_is_noticed_or_harmless(tmp_path_factory, at, byte):
    folder = tiny_model(tmp_path_factory.mktemp("damaged"))
    data = bytearray(WEIGHTS)
    data[at] = byte
    (folder / "model.safetensors").write_bytes(data)

    try:
        vector = load(folder).vector("the kiln")
    except ModelUnusable:
        return
    assert vector.shape == (16,)


def test_the_installed_model_is_found_without_its_package_being_imported():
    assert MODEL == models.SentenceModel(MODEL, named=False).folder
    assert models.PACKAGE not in sys.modules
    assert "torch" not in sys.modules


@pytest.mark.parametrize("weights", ["as published", "others"])
def test_the_installed_models_weights_are_those_published(tmp_path, weights):
    if weights == "as published":
        assert models.SentenceModel(MODEL, named=False).sha256
        return
    model = models.SentenceModel(tiny_model(tmp_path), named=False)

    with pytest.raises(ModelUnusable, match="is not as it was published"):
        model.sha256  # noqa: B018
    assert models.SentenceModel(tmp_path, named=True).sha256


def test_there_need_be_no_model(monkeypatch, tmp_path):
    monkeypatch.setattr(models, "installed", lambda: None)
    assert models.sentence_model() is None
    monkeypatch.setattr(models, "installed", lambda: tiny_model(tmp_path))
    assert models.sentence_model("off") is None
    chosen = models.sentence_model()
    assert chosen is not None
    assert chosen.folder == tmp_path


def test_a_package_that_is_not_there_is_no_model(monkeypatch):
    assert find_installed() == MODEL
    monkeypatch.setattr(models, "PACKAGE", "no_such_package")

    assert find_installed() is None


@pytest.mark.parametrize("missing", ["config.json", "model.safetensors"])
def test_a_folder_without_a_model_is_told_at_once(tmp_path, missing):
    (tiny_model(tmp_path) / missing).unlink()

    with pytest.raises(ModelUnusable, match=missing):
        models.sentence_model(tmp_path)


# Language

GERMAN = """Der Ofen wird auf neunhundert Grad geheizt, und die Stücke bleiben darin, bis sie kalt
sind. Wer das nicht beachtet, findet am anderen Tag Risse in der Glasur, die man nicht mehr
entfernen kann. Also lieber warten und erst dann die Tür öffnen, wenn alles abgekühlt ist."""
DUTCH = """De oven wordt verhit tot negenhonderd graden en de stukken blijven er in tot ze koud
zijn. Wie dat niet doet, vindt de volgende dag barsten in het glazuur, of is alles kwijt. We
hebben het vaak gezien, dus wacht en open de deur pas als alles
is afgekoeld, ook al duurt dat lang."""
ENGLISH = """Heat the kiln to nine hundred degrees and leave the pieces in it until they are cold.
Whoever opens the door early finds cracks in the glaze, which cannot be removed. It is better to
wait for a day than to lose the work of a week."""


@pytest.mark.parametrize(
    ("text", "english"),
    [(ENGLISH, True), (GERMAN, False), (DUTCH, False), ("", True), ("Opening hours: 9 to 5", True)],
)
def test_a_document_in_another_language_is_noticed_by_its_commonest_words(text, english):
    assert english == is_english_text(text)


def test_a_tokenizer_of_another_kind_is_named(tmp_path):
    """As that of most models for several languages."""
    folder = tiny_model(tmp_path / "model")
    (folder / "vocab.txt").unlink()
    model = {"type": "Unigram", "vocab": [["a", -1.5]]}
    (folder / "tokenizer.json").write_text(json.dumps({"model": model}))

    with pytest.raises(ModelUnusable, match=r"kind Unigram; only WordPiece is known\.$"):
        load(folder)


@pytest.mark.parametrize("question", ["pepparro made my bird sick", "is pepparro bad for ducks"])
def test_a_name_that_stands_alone_is_no_answer_to_what_has_more(tmp_path, question):
    """Its meaning is as near as can be."""
    (tmp_path / "names.md").write_text(
        "# Seed\n\n## Names\n\nPepparro\n\n## Use\n\nDucks eat it.\n"
    )
    library = Library.open(tmp_path / "names.md", tmp_path / "index", model=MODEL)

    assert not library.ask(question).answered
    assert library.ask("Pepparro").answered
