package org.rlgrad.benchmark;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.rlgrad.config.Fidelity;
import org.rlgrad.config.TrainingArguments;
import org.rlgrad.model.LanguageModel;
import org.rlgrad.train.SupervisedExamples;
import org.rlgrad.train.SupervisedExamples.Example;
import org.rlgrad.train.SupervisedTrainer;

/**
 * A supervised step's shape: one batch of random examples of equal lengths, learnt again and again.
 *
 * @param prompt tokens that an encoder-decoder reads; 0 for GPT-2, which learns whole texts
 * @param target tokens of a reference or text
 */
record SupervisedWorkload(String name, Workload.Architecture architecture, int rows, int prompt, int target) {
    /** Of all published checkpoints of either family. */
    private static final long HEAD_WIDTH = 64;

    private static final int PADDING = 0;

    /** IMDB's texts, CommonGen's pairs, and NarrativeQA's with shorter prompts (512), so that a step stays within seconds. */
    static List<SupervisedWorkload> all() {
        return List.of(
                new SupervisedWorkload("GPT-2 small", Workload.Architecture.GPT2_SMALL, 8, 0, 64),
                new SupervisedWorkload("CommonGen", Workload.Architecture.T5_BASE, 8, 20, 20),
                new SupervisedWorkload("NarrativeQA", Workload.Architecture.T5_BASE, 4, 256, 16));
    }

    /** Tokens of the batch. */
    int tokens() {
        return rows * (prompt + target);
    }

    /** A trainer of the model whose every step takes the whole batch, as the reference pads it. */
    SupervisedTrainer trainer(LanguageModel model, boolean dropout) {
        SplittableRandom random = new SplittableRandom(1);
        int vocabulary = model.vocabularySize();
        List<Example> examples = Stream.generate(
                        () -> new Example(tokens(random, prompt, vocabulary), tokens(random, target, vocabulary)))
                .limit(rows)
                .toList();
        TrainingArguments args = new TrainingArguments(
                rows,
                1e-5,
                TrainingArguments.Schedule.CONSTANT,
                0,
                0.1,
                0.9,
                0.999,
                1e-8,
                1,
                1,
                Integer.MAX_VALUE,
                1,
                1,
                1,
                dropout);
        return new SupervisedTrainer(model, new SupervisedExamples(examples, PADDING, Fidelity.REFERENCE), args, 1);
    }

    private static int[] tokens(SplittableRandom random, int count, int vocabulary) {
        return random.ints(count, PADDING + 1, vocabulary).toArray();
    }

    /** The step's products: with weights, of attention, and of the head on targets alone. */
    TrainingProducts products(LanguageModel model) {
        TrainingProducts products = new TrainingProducts(model.parameters().manager());
        boolean ownHead = model.parameters().names().contains("lm_head.weight");
        model.parameters().asMap().forEach((name, weight) -> {
            Shape shape = weight.getShape();
            boolean table = name.contains("wpe")
                    || name.contains("relative_attention_bias")
                    || (ownHead && name.equals("shared.weight"));
            if (shape.dimension() == 2 && !table) {
                int in = name.startsWith("transformer.h.") ? 0 : 1; // GPT-2 stores [in, out]
                products.linear(vectors(name), shape.get(in), shape.get(1 - in), true);
            }
            if (name.endsWith("Attention.q.weight") || name.endsWith("c_attn.weight")) {
                attention(products, name, shape.get(0));
            }
        });
        return products;
    }

    /** Vectors that a weight is multiplied by; GPT-2 reads and predicts all tokens but one. */
    private long vectors(String weight) {
        if (architecture == Workload.Architecture.GPT2_SMALL) {
            return (long) rows * (target - 1);
        }
        boolean ofPrompt = weight.startsWith("encoder")
                || weight.contains("EncDecAttention.k")
                || weight.contains("EncDecAttention.v");
        return (long) rows * (ofPrompt ? prompt : target);
    }

    private void attention(TrainingProducts products, String queries, long width) {
        long asking = vectors(queries) / rows;
        long asked = queries.contains("EncDecAttention") ? prompt : asking;
        long headWidth = Math.min(width, HEAD_WIDTH);
        products.attention(rows * (width / headWidth), asking, asked, headWidth);
    }
}
