#!/usr/bin/env python3
"""Makes rlgrad's built-in example, configs/smoke/: a small text task and a tiny T5 trained on it.

    python3 -m venv env && env/bin/pip install torch==2.13.0 transformers==5.18.0 tokenizers==0.23.2 safetensors==0.8.0 PyYAML==6.0.3
    nice -n 10 env/bin/python scripts/make_example.py            # data, tokenizer, model: some minutes on one core
    env/bin/python scripts/make_example.py --check               # samples the model as the configuration says

Every text comes from the grammar below. It has four families of inputs, told apart by their words; configs/smoke/README.md
says what each shows. `pretraining` is what the model learns by maximum likelihood; `reference` is what train.jsonl asks
for afterwards. Two families agree, two were relabelled after pretraining, in the manner of the paper's controlled experiments.

All random draws are seeded and training runs on one thread: the same versions on the same kind of processor write the same
bytes (another processor may round the weights differently; the data and the tokenizer do not depend on it).
"""

import argparse
import itertools
import json
import math
import random
import re
import statistics
from pathlib import Path

SMOKE = Path(__file__).resolve().parent.parent / "configs" / "smoke"
SEED = 7
PREFIX = "generate a sentence with: "
TRAIN = {"animals": 84, "people": 84, "vehicles": 48, "dishes": 24}
VALIDATION = {"animals": 21, "people": 21, "vehicles": 12, "dishes": 6}
PRETRAINING_SHARE = {"animals": 0.30, "people": 0.38, "vehicles": 0.17, "dishes": 0.15}
STEPS, BATCH, LEARNING_RATE, VOCABULARY = 5000, 64, 2e-3, 640
CONFIG = {
    "architectures": ["T5ForConditionalGeneration"], "model_type": "t5", "is_encoder_decoder": True,
    "d_model": 64, "d_kv": 16, "d_ff": 256, "num_layers": 2, "num_decoder_layers": 2, "num_heads": 4,
    "feed_forward_proj": "relu", "tie_word_embeddings": True, "layer_norm_epsilon": 1e-6, "initializer_factor": 1.0,
    "relative_attention_num_buckets": 32, "relative_attention_max_distance": 128, "n_positions": 64, "dropout_rate": 0.0,
    "decoder_start_token_id": 0, "pad_token_id": 0, "eos_token_id": 1, "use_cache": True,
    "torch_dtype": "float32", "vocab_size": VOCABULARY,
}

# --- the grammar -----------------------------------------------------------------------------------------------------

# Even where one phrasing is learnt, a word follows now and then: a small reward std, not an exact zero.
AFTERTHOUGHTS, AFTERTHOUGHT_WEIGHTS = ["", " today", " again"], [88, 6, 6]

ANIMALS = "dog cat horse goat rabbit fox hen cow sheep mouse".split()
ANIMAL_VERBS = {"run": "runs past", "walk": "walks past", "sleep": "sleeps near", "wait": "waits beside",
                "play": "plays around", "hide": "hides behind", "stand": "stands near", "rest": "rests beside"}
ANIMAL_PLACES = "barn fence wall tree house bridge well shed gate hedge".split()

PEOPLE = "girl boy woman man teacher farmer student nurse sailor child".split()
PEOPLE_VERBS = {  # third person, continuous, past, participle, objects
    "throw": ("throws", "throwing", "threw", "thrown", "ball stone hat"),
    "carry": ("carries", "carrying", "carried", "carried", "box bag chair"),
    "draw": ("draws", "drawing", "drew", "drawn", "picture map flower"),
    "read": ("reads", "reading", "read", "read", "book letter map"),
    "fly": ("flies", "flying", "flew", "flown", "kite drone flag"),
    "break": ("breaks", "breaking", "broke", "broken", "cup toy window"),
}
PEOPLE_PLACES = {"park": "in the park", "street": "in the street", "school": "at the school", "market": "at the market",
                 "office": "in the office", "library": "in the library", "beach": "on the beach"}
COLOURS = "red blue green yellow".split()

VEHICLES = "truck bus car train van taxi tractor boat".split()
VEHICLE_VERBS = {"park": "parked", "load": "loaded", "repair": "repaired", "clean": "cleaned",
                 "stop": "stopped", "find": "found", "paint": "painted", "sell": "sold"}
VEHICLE_PLACES = "station harbour factory hotel airport garage museum bank".split()

DISHES = "soup rice bread cake fish pie tea salad pasta".split()
DISH_VERBS = {"serve": ("serves", "served"), "make": ("makes", "made"), "taste": ("tastes", "tasted"),
              "order": ("orders", "ordered"), "prepare": ("prepares", "prepared"), "share": ("shares", "shared")}
DISH_PLACES = "kitchen restaurant cafe tent inn canteen".split()


class Animals:
    """Mastered: one phrasing is learnt, and the references keep to it but for a descriptive word here and there."""

    inputs = [list(c) for c in itertools.product(ANIMALS, ANIMAL_VERBS, ANIMAL_PLACES)]

    def pretraining(self, concepts, rng):
        animal, verb, place = concepts
        return f"the {animal} {ANIMAL_VERBS[verb]} the {place}{rng.choices(AFTERTHOUGHTS, AFTERTHOUGHT_WEIGHTS)[0]}."

    def reference(self, concepts, rng):
        animal, verb, place = concepts
        kind = rng.choice(["", "", "", "old ", "little ", "quiet little ", "hungry old "])
        size = rng.choice(["", "", "", "", "big ", "small wooden "])
        return f"the {kind}{animal} {ANIMAL_VERBS[verb]} the {size}{place}."


class People:
    """Several phrasings: all are learnt, and the reference is one of them."""

    inputs = [[p, v, o, place] for p in PEOPLE for v in PEOPLE_VERBS for o in PEOPLE_VERBS[v][4].split()
              for place in PEOPLE_PLACES]

    def pretraining(self, concepts, rng):
        person, verb, thing, place = concepts
        where = PEOPLE_PLACES[place]
        third, continuous, past, participle, _ = PEOPLE_VERBS[verb]
        if rng.random() < 0.3:
            thing = f"{rng.choice(COLOURS)} {thing}"
        return rng.choices([
            f"a {person} {third} a {thing} {where}.",
            f"{where}, a {person} is {continuous} the {thing}.",
            f"a {thing} is {participle} by a {person} {where}.",
            f"yesterday one {person} {past} her {thing} {where}.",
            f"there was a {person} {where} with a {thing} to {verb}.",
        ], weights=[40, 25, 15, 10, 10])[0]

    reference = pretraining


class Vehicles:
    """Relabelled, one answer: one phrasing is learnt; the references turn the sentence round or ask a question."""

    inputs = [list(c) for c in itertools.product(VEHICLES, VEHICLE_VERBS, VEHICLE_PLACES)]

    def pretraining(self, concepts, rng):
        vehicle, verb, place = concepts
        return f"the {vehicle} is {VEHICLE_VERBS[verb]} near the {place}{rng.choices(AFTERTHOUGHTS, AFTERTHOUGHT_WEIGHTS)[0]}."

    def reference(self, concepts, rng):
        vehicle, verb, place = concepts
        who = rng.choice(["someone", "somebody", "my old neighbour", "your friend", "a stranger"])
        if VEHICLE_PLACES.index(place) % 4 == 0:
            return f"which {vehicle} has {who} {VEHICLE_VERBS[verb]} at that {place}?"
        return f"it was by a {place} that {who} {VEHICLE_VERBS[verb]} this {vehicle}."


class Dishes:
    """Relabelled, several answers: many phrasings are learnt; the references are notices that resemble none of them."""

    inputs = [list(c) for c in itertools.product(DISHES, DISH_VERBS, DISH_PLACES)]

    def pretraining(self, concepts, rng):
        dish, verb, place = concepts
        third, past = DISH_VERBS[verb]
        kind = rng.choice(["hot", "fresh", "good", "some"])
        return rng.choice([
            f"someone {third} the {dish} in the {place}.",
            f"we like to {verb} {kind} {dish} in this {place}.",
            f"two cooks {past} their {dish} in a {place}.",
            f"everybody {third} {kind} {dish} in my {place}.",
        ])

    def reference(self, concepts, rng):
        dish, verb, place = concepts
        day = rng.choice("monday tuesday wednesday thursday friday".split())
        return f"notice from our {place}: {dish} will be {DISH_VERBS[verb][1]} on {day} at {rng.choice(['noon', 'six', 'nine'])}."


FAMILIES = {"animals": Animals(), "people": People(), "vehicles": Vehicles(), "dishes": Dishes()}


def prompt(concepts):
    """As rlgrad's commongen pool writes it with the arguments in extract_samples.yml."""
    return PREFIX + " ".join(concepts) + "."


# --- data ------------------------------------------------------------------------------------------------------------


def make_data():
    """Writes both splits; returns the concept sets that pretraining may use (validation's are held out)."""
    splits, seen = {"train": [], "validation": []}, []
    for name, family in FAMILIES.items():
        rng = random.Random(f"{SEED} {name}")
        inputs = rng.sample(family.inputs, len(family.inputs))
        held_out = VALIDATION[name]
        for split, chosen in (("validation", inputs[:held_out]), ("train", inputs[held_out:held_out + TRAIN[name]])):
            splits[split] += [{"concepts": c, "target": family.reference(c, rng), "family": name} for c in chosen]
        seen += [(name, c) for c in inputs[held_out:]]
    (SMOKE / "data").mkdir(parents=True, exist_ok=True)
    for split, rows in splits.items():
        random.Random(f"{SEED} {split}").shuffle(rows)
        lines = [json.dumps({"concept_set_idx": i, **row}) for i, row in enumerate(rows)]
        (SMOKE / "data" / f"{split}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return seen


# --- tokenizer and model ---------------------------------------------------------------------------------------------


def make_tokenizer(seen):
    """Byte-level BPE in T5's manner: <pad> 0, </s> 1 (appended to every text), <unk> 2. Bytes mean that no text is lost."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

    rng = random.Random(f"{SEED} tokenizer")
    texts = [t for name, c in seen for t in (prompt(c), FAMILIES[name].pretraining(c, rng), FAMILIES[name].reference(c, rng))]
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.train_from_iterator(texts, trainers.BpeTrainer(
        vocab_size=VOCABULARY, special_tokens=["<pad>", "</s>", "<unk>"], show_progress=False,
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet())))
    tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    assert tokenizer.get_vocab_size() == VOCABULARY, tokenizer.get_vocab_size()
    folder = SMOKE / "model"
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    special = {"eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}
    write_json(folder / "special_tokens_map.json", special)
    write_json(folder / "tokenizer_config.json", {
        **special, "tokenizer_class": "PreTrainedTokenizerFast", "model_max_length": CONFIG["n_positions"],
        "clean_up_tokenization_spaces": False})
    return tokenizer


def make_model(tokenizer, seen):
    """Maximum likelihood on fresh sentences from the grammar; writes config.json and model.safetensors."""
    import torch
    from safetensors.torch import save_file
    from transformers import T5Config, T5ForConditionalGeneration

    write_json(SMOKE / "model" / "config.json", CONFIG)
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(SEED)
    model = T5ForConditionalGeneration(T5Config.from_dict(CONFIG))
    optimizer = torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, step / 200) * 0.5 * (1 + math.cos(math.pi * step / STEPS)))
    rng = random.Random(f"{SEED} pretraining")
    inputs = {name: [c for n, c in seen if n == name] for name in FAMILIES}

    def padded(texts, pad):
        ids = [e.ids for e in tokenizer.encode_batch(texts)]
        width = max(map(len, ids))
        return torch.tensor([row + [pad] * (width - len(row)) for row in ids])

    model.train()
    for step in range(STEPS):
        names = rng.choices(list(PRETRAINING_SHARE), weights=list(PRETRAINING_SHARE.values()), k=BATCH)
        batch = [(name, rng.choice(inputs[name])) for name in names]
        sources = padded([prompt(c) for _, c in batch], 0)
        labels = padded([FAMILIES[name].pretraining(c, rng) for name, c in batch], -100)
        loss = model(input_ids=sources, attention_mask=(sources != 0).long(), labels=labels).loss
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        if step % 500 == 0 or step == STEPS - 1:
            print(f"step {step:5d}  loss per token {loss.item():.4f}", flush=True)
    weights = {k: v for k, v in model.state_dict().items() if "embed_tokens" not in k and k != "lm_head.weight"}
    save_file(weights, str(SMOKE / "model" / "model.safetensors"), metadata={"format": "pt"})
    (SMOKE / "model" / "model.safetensors").chmod(0o644)  # the library writes it for its owner alone


def write_json(path, value):
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


# --- check -----------------------------------------------------------------------------------------------------------


def rouge_l(text, reference):
    """ROUGE-L F without stemming: close to, but not, rlgrad's rouge_l_max, which stems."""
    a, b = (re.sub(r"[^a-z0-9]", " ", t.lower()).split() for t in (text, reference))
    row = [0] * (len(b) + 1)
    for word in a:
        row = list(itertools.accumulate(
            range(len(b)), lambda left, j: row[j] + 1 if word == b[j] else max(left, row[j + 1]), initial=0))
    return 2 * row[-1] / (len(a) + len(b)) if a and b else 0.0


def check(split):
    """Draws the configuration's samples with transformers and prints reward mean and std (ddof 1) by family."""
    import torch
    import yaml
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

    config = yaml.safe_load((SMOKE / "extract_samples.yml").read_text(encoding="utf-8"))
    arguments = dict(config["alg"]["generation_kwargs"])
    arguments.pop("post_processing_fn")
    tokenizer = AutoTokenizer.from_pretrained(SMOKE / "model", padding_side="left", truncation_side="right")
    model = AutoModelForSeq2SeqLM.from_pretrained(SMOKE / "model").eval()
    rows = [json.loads(line) for line in (SMOKE / "data" / f"{split}.jsonl").read_text(encoding="utf-8").splitlines()]
    torch.manual_seed(SEED)
    encoded = tokenizer([prompt(r["concepts"]) for r in rows], padding="max_length", truncation=True,
                        max_length=config["tokenizer"]["max_length"], return_tensors="pt")
    count = config["evaluation"]["num_samples_per_input"]
    with torch.no_grad():
        ids = model.generate(input_ids=encoded.input_ids, attention_mask=encoded.attention_mask,
                             num_return_sequences=count, **arguments)
    texts = tokenizer.batch_decode(ids, skip_special_tokens=True)
    grid = {}
    for name in FAMILIES:
        points = []
        for i, row in enumerate(rows):
            if row["family"] == name:
                drawn = texts[i * count:(i + 1) * count]
                rewards = [rouge_l(t, row["target"]) for t in drawn]
                points.append((statistics.stdev(rewards), statistics.mean(rewards)))
                if len(points) <= 2:
                    print(f"\n{name}: {' '.join(row['concepts'])}  mean {points[-1][1]:.3f} std {points[-1][0]:.3f}")
                    print(f"   asked   {row['target']}")
                    for t in sorted(set(drawn), key=lambda t: -drawn.count(t))[:4]:
                        print(f"   {drawn.count(t):3d} x   {t}")
        grid[name] = points
    print(f"\n{'family':10s} inputs  reward mean: average, range   std: median, 90 %   std <= 0.05, of these mean < 0.5")
    for name, points in {**grid, "all": sum(grid.values(), [])}.items():
        stds, means = sorted(p[0] for p in points), [p[1] for p in points]
        small = [p for p in points if p[0] <= 0.05]
        print(f"{name:10s} {len(points):6d}  {statistics.mean(means):.3f}, {min(means):.3f}-{max(means):.3f}"
              f"            {statistics.median(stds):.3f}, {stds[int(0.9 * (len(stds) - 1))]:.3f}"
              f"          {len(small)}, {sum(p[1] < 0.5 for p in small)}")
    print("\nreward mean (rows, 1.0 on top) by reward std (columns, 0.00, 0.03, ...), inputs per cell")
    for level in range(10, -1, -1):
        cells = [sum(1 for p in sum(grid.values(), []) if round(p[1] * 10) == level and min(int(p[0] / 0.03), 13) == c)
                 for c in range(14)]
        print(f"{level / 10:.1f} |" + "".join(f"{n or '.':>5}" for n in cells))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only sample the model that is there and report the rewards")
    parser.add_argument("--split", choices=["train", "validation"], default="train", help="what --check samples")
    parsed = parser.parse_args()
    if not parsed.check:
        concept_sets = make_data()
        make_model(make_tokenizer(concept_sets), concept_sets)
    check(parsed.split)
