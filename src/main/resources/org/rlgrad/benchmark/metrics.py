"""Pairs per second of Python's metric libraries on the pairs of a JSON lines file: a line "ID SPEED" for each."""
import json
import sys
import time
import warnings

warnings.simplefilter("ignore")  # of BLEU, where an order has no match
PAIRS = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]


def meteor():
    from nltk import word_tokenize
    from nltk.translate.meteor_score import single_meteor_score

    return lambda p, rs: single_meteor_score(word_tokenize(str(rs)), word_tokenize(p))


def rouge():
    from rouge_score import rouge_scorer

    scorer = rouge_scorer.RougeScorer(["rouge1", "rouge2", "rougeL", "rougeLsum"], use_stemmer=True)
    return lambda p, rs: scorer.score(rs[0], p)


def bleu():
    from nltk.translate.bleu_score import corpus_bleu

    return lambda p, rs: corpus_bleu([[r.split() for r in rs]], [p.split()])


def sacre_bleu():
    import sacrebleu

    return lambda p, rs: sacrebleu.corpus_bleu([p], [[r] for r in rs])


def chrf():
    import sacrebleu

    return lambda p, rs: sacrebleu.corpus_chrf([p], [[r] for r in rs])


def ter():
    import sacrebleu

    return lambda p, rs: sacrebleu.corpus_ter([p], [[r] for r in rs])


def pairs_per_second(score):
    """Of the best round within three seconds, after one to warm up, which also says how many pairs a round can take."""
    count, start = 0, time.perf_counter()
    while count < len(PAIRS) and time.perf_counter() - start < 3:
        score(PAIRS[count]["prediction"], PAIRS[count]["references"])
        count += 1
    best, end = float("inf"), time.perf_counter() + 3
    while time.perf_counter() < end:
        start = time.perf_counter()
        for pair in PAIRS[:count]:
            score(pair["prediction"], pair["references"])
        best = min(best, time.perf_counter() - start)
    return count / best


for make in (meteor, rouge, bleu, sacre_bleu, chrf, ter):
    try:
        print(make.__name__, pairs_per_second(make()), flush=True)
    except (ImportError, LookupError) as e:
        print("benchmark:", make.__name__ + ":", str(e).strip("*\n ").splitlines()[0], file=sys.stderr)
