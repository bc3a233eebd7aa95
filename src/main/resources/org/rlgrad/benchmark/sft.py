"""Seconds of a supervised step with PyTorch and transformers, eager: DEVICE THREADS NAME|MODEL|FOLDER|ROWS|PROMPT|TARGET...

Prints lines "NAME/dropout SECONDS" and "NAME/plain SECONDS", the best of interleaved rounds after one to warm up.
"""
import sys
import time

ROUNDS = 2

try:
    import torch
    import transformers
except ImportError as e:
    print("benchmark: supervised steps in Python:", e, file=sys.stderr)
    sys.exit()

torch.set_num_threads(int(sys.argv[2]))
transformers.logging.set_verbosity_error()
transformers.logging.disable_progress_bar()


def build(model, folder):
    if model == "GPT2_SMALL":
        kind, config = transformers.GPT2LMHeadModel, transformers.GPT2Config()
    else:
        kind = transformers.T5ForConditionalGeneration
        config = transformers.T5Config(d_model=768, d_kv=64, d_ff=3072, num_layers=12, num_heads=12)
    built = kind.from_pretrained(folder) if folder else kind(config)
    built.config.decoder_start_token_id = 0
    return built.float().to(sys.argv[1])


def step(model, optimizer, batch):
    start = time.perf_counter()
    loss = model(**batch).loss
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad()
    loss.item()
    return time.perf_counter() - start


for argument in sys.argv[3:]:
    name, kind, folder, rows, prompt, target = argument.split("|")
    model = build(kind, folder)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-5, weight_decay=0.1)
    ids = lambda n: torch.randint(1, model.config.vocab_size, (int(rows), int(n)), device=sys.argv[1])
    labels = ids(target)
    batch = {"input_ids": ids(prompt) if int(prompt) else labels, "labels": labels}
    seconds = {"dropout": [], "plain": []}
    for _ in range(1 + ROUNDS):
        for mode, taken in seconds.items():
            model.train(mode == "dropout")
            taken.append(step(model, optimizer, batch))
    for mode, taken in seconds.items():
        print(f"{name}/{mode}", min(taken[1:]), flush=True)
    del model, optimizer
