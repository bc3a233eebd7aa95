package org.rlgrad.config;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The settings of the published trainings as a table, apart from the files; a dash stands where a key is absent. */
final class TrainingTables {
    /** What all on-policy trainings of a dataset share. */
    static final String DATASETS =
            """
            dataset      | tokenizer         | truncation | max_length | P   | C   | env truncation | start token | reward         | evaluation                                                                  | metrics
            narrative_qa | t5-base           | right      | 512        | 512 | 50  | right          | 0           | rouge_l_max    | num_beams=4, max_new_tokens=50                                              | meteor, rouge, bleu, bert_score, rouge_l_max, diversity
            totto        | t5-base           | right      | 512        | 512 | 50  | left           | 0           | sacre_bleu     | num_beams=5, min_length=10, max_new_tokens=50                               | sacre_bleu, meteor, parent_totto, rouge, bleu_totto, bert_score, diversity
            common_gen   | t5-base           | right      | 20         | 20  | 20  | right          | 0           | meteor         | num_beams=5, min_length=5, max_new_tokens=20                                | meteor, meteor_common_gen_repeat_penalty, rouge, bleu, bert_score, diversity
            iwslt2017    | t5-base           | right      | 128        | 128 | 128 | right          | 0           | sacre_bleu     | num_beams=4, length_penalty=0.6, max_new_tokens=128                         | meteor, rouge, bleu, bert_score, bleu, sacre_bleu, ter, chrf, diversity
            cnn          | t5-base           | right      | 512        | 512 | 100 | right          | 0           | meteor         | do_sample=True, top_k=0, temperature=0.7, min_length=50, max_new_tokens=100 | meteor, rouge, bleu, bert_score, diversity
            dialog       | gpt2              | right      | 128        | 128 | 20  | left           | -           | meteor         | do_sample=True, top_k=20, min_length=2, max_new_tokens=20                   | intent_accuracy, causal_perplexity, diversity, meteor, rouge, bleu, bert_score, sacre_bleu
            imdb         | lvwerra/gpt2-imdb | left       | 64         | 64  | 48  | left           | -           | learned_reward | -                                                                           | learned_reward, causal_perplexity, diversity
            """;

    /** What they do not share. */
    static final String ON_POLICY =
            """
            dataset      | algorithm          | n_steps | lr   | ent_coef | kl    | target | top_k | temp | min_length | max_new | top_mask | min_keep | refresh | eval truncation | n_iters | eval_every | save_every | eval batch
            narrative_qa | ppo                | 256     | 2e-6 | 0        | 0.001 | 1.0    | 50    | 1    | -          | -       | -        | -        | -       | right           | 100     | 10         | 1          | 50
            narrative_qa | ppo_on_supervised  | 256     | 5e-7 | -        | 0.001 | 0.2    | 50    | 1    | -          | -       | -        | -        | -       | right           | 100     | 10         | 1          | 50
            narrative_qa | nlpo               | 256     | 2e-6 | 0        | 0.001 | 1.0    | 50    | 1    | -          | -       | 0.9      | -        | 20      | -               | 100     | 10         | 1          | 50
            narrative_qa | nlpo_on_supervised | 256     | 5e-7 | -        | 0.001 | 0.2    | 50    | 1    | -          | -       | 0.9      | -        | 20      | -               | 100     | 10         | 1          | 50
            totto        | ppo                | 256     | 2e-6 | 0        | 0.001 | 2.0    | 0     | 1    | 10         | 50      | -        | -        | -       | -               | 100     | 20         | 1          | 100
            totto        | ppo_on_supervised  | 256     | 5e-7 | 0        | 0.01  | 0.2    | 50    | 1    | 10         | 50      | -        | -        | -       | -               | 100     | 20         | 1          | 100
            totto        | nlpo               | 256     | 2e-6 | 0        | 0.001 | 2.0    | 0     | 1    | 10         | 50      | 0.9      | -        | 20      | -               | 100     | 20         | 1          | 100
            totto        | nlpo_on_supervised | 256     | 5e-7 | 0        | 0.01  | 0.2    | 0     | 1    | 10         | 50      | 0.9      | -        | 20      | -               | 100     | 20         | 1          | 100
            common_gen   | ppo                | 128     | 2e-6 | 0.01     | 0.001 | 2.0    | 0     | 1    | 5          | 20      | -        | -        | -       | right           | 100     | 20         | 1          | 20
            common_gen   | ppo_on_supervised  | 128     | 2e-6 | 0.01     | 0.01  | 1.0    | 50    | 1    | 5          | 20      | -        | -        | -       | right           | 100     | 5          | 20         | 50
            common_gen   | nlpo               | 128     | 2e-6 | 0.01     | 0.001 | 2.0    | 0     | 1    | 5          | 20      | 0.9      | -        | 20      | right           | 100     | 20         | 1          | 20
            common_gen   | nlpo_on_supervised | 128     | 2e-6 | 0.01     | 0.01  | 1.0    | 50    | 1    | 5          | 20      | 0.9      | -        | 20      | right           | 100     | 5          | 20         | 50
            iwslt2017    | ppo                | 512     | 1e-6 | 0.0      | 0.001 | 0.2    | 10    | -    | -          | 128     | -        | -        | -       | right           | 50      | 10         | 1          | 50
            iwslt2017    | ppo_on_supervised  | 512     | 5e-7 | 0.0      | 0.001 | 0.2    | 5     | -    | -          | 128     | -        | -        | -       | right           | 50      | 10         | 1          | 50
            iwslt2017    | nlpo               | 512     | 1e-6 | 0.0      | 0.001 | 0.2    | 10    | -    | -          | 128     | 0.5      | 100      | 20      | right           | 50      | 10         | 1          | 50
            iwslt2017    | nlpo_on_supervised | 512     | 5e-7 | 0.0      | 0.001 | 0.2    | 10    | -    | -          | 128     | 0.5      | 100      | 20      | right           | 50      | 10         | 1          | 50
            cnn          | ppo                | 512     | 2e-6 | 0.0      | 0.001 | 0.2    | 50    | -    | 50         | 100     | -        | -        | -       | right           | 100     | 10         | 1          | 100
            cnn          | ppo_on_supervised  | 512     | 2e-6 | 0.0      | 0.01  | 0.2    | 100   | -    | 50         | 100     | -        | -        | -       | right           | 50      | 10         | 1          | 100
            cnn          | nlpo               | 512     | 2e-6 | 0.0      | 0.001 | 0.2    | 100   | -    | 50         | 100     | 0.9      | 100      | 20      | right           | 100     | 10         | 1          | 100
            cnn          | nlpo_on_supervised | 512     | 2e-6 | 0.0      | 0.01  | 0.2    | 100   | -    | 50         | 100     | 0.9      | 100      | 30      | right           | 50      | 10         | 1          | 100
            dialog       | ppo                | 128     | 1e-6 | -        | 0.2   | 0.5    | 20    | -    | 2          | 20      | -        | -        | -       | -               | 50      | 5          | 10         | 32
            dialog       | ppo_on_supervised  | 128     | 1e-6 | -        | 0.2   | 0.05   | 20    | -    | 2          | 20      | -        | -        | -       | -               | 50      | 5          | 10         | 32
            dialog       | nlpo               | 128     | 1e-6 | -        | 0.2   | 0.5    | 20    | -    | 2          | 20      | 0.9      | 100      | 20      | -               | 50      | 5          | 10         | 32
            dialog       | nlpo_on_supervised | 128     | 1e-6 | -        | 0.2   | 0.05   | 20    | -    | 2          | 20      | 0.9      | 100      | 20      | -               | 50      | 5          | 10         | 32
            imdb         | ppo                | 128     | 1e-6 | -        | 0.1   | 0.1    | -     | -    | 48         | 48      | -        | -        | -       | -               | 50      | 10         | 10         | 64
            imdb         | ppo_on_supervised  | 128     | 1e-6 | -        | 0.1   | 0.1    | -     | -    | 48         | 48      | -        | -        | -       | -               | 50      | 10         | 10         | 256
            imdb         | nlpo               | 128     | 1e-6 | -        | 0.1   | 0.1    | -     | -    | 48         | 48      | 0.9      | 100      | 5       | -               | 50      | 10         | 10         | 64
            imdb         | nlpo_on_supervised | 128     | 1e-6 | -        | 0.1   | 0.1    | -     | -    | 48         | 48      | 0.9      | 100      | 5       | -               | 50      | 10         | 10         | 256
            """;

    /** The supervised trainings; tokenizers and metrics are those of {@link #DATASETS}. */
    static final String SUPERVISED =
            """
            dataset      | pool           | batch | lr   | schedule             | weight_decay | epochs | max_steps | logging_steps | train                                                                    | evaluation                                                                  | eval batch
            narrative_qa | narrative_qa   | 64    | 1e-5 | constant             | 0.01         | 5      | -1        | 500           | temperature=1, do_sample=True, top_k=50                                  | num_beams=4, max_new_tokens=50                                              | 50
            totto        | totto          | 8     | 1e-4 | constant_with_warmup | 0.1          | 5      | -1        | 20000         | temperature=1, do_sample=True, top_k=0, min_length=10, max_new_tokens=50 | do_sample=True, num_beams=5, min_length=10, max_new_tokens=50               | 100
            common_gen   | commongen      | 8     | 1e-5 | cosine               | 0.01         | 4      | -1        | 5000          | temperature=1, do_sample=True, top_k=0, min_length=5, max_new_tokens=20  | num_beams=5, min_length=5, max_new_tokens=20                                | 100
            iwslt2017    | iwslt2017en_de | 64    | 1e-5 | constant             | 0.1          | 5      | -         | 1000          | do_sample=True, top_k=10, max_new_tokens=128                             | num_beams=4, length_penalty=0.6, max_new_tokens=128                         | 50
            cnn          | cnn_daily_mail | 16    | 1e-4 | cosine               | 0.1          | 2      | -1        | 5000          | do_sample=True, top_k=50, min_length=50, max_new_tokens=100              | do_sample=True, top_k=0, temperature=0.7, min_length=50, max_new_tokens=100 | 100
            dialog       | daily_dialog   | 32    | 1e-5 | constant             | -            | 20     | -         | 300           | do_sample=True, top_k=20, min_length=2, max_new_tokens=20                | do_sample=True, top_k=20, min_length=2, max_new_tokens=20                   | 256
            imdb         | imdb_seq2seq   | 16    | 1e-5 | constant             | -            | 10     | -         | 200           | do_sample=True, min_length=48, max_new_tokens=48                         | do_sample=True, min_length=48, max_new_tokens=48                            | 256
            """;

    private TrainingTables() {}

    /** The rows of a table, each by the names of the columns. */
    static List<Map<String, String>> rows(String table) {
        List<List<String>> cells = table.lines()
                .map(line ->
                        Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
                .toList();
        return cells.stream().skip(1).map(row -> row(cells.get(0), row)).toList();
    }

    /** The only row with this value in the first column. */
    static Map<String, String> row(String table, String first) {
        return rows(table).stream()
                .filter(row -> row.values().iterator().next().equals(first))
                .findAny()
                .orElseThrow();
    }

    private static Map<String, String> row(List<String> names, List<String> values) {
        if (names.size() != values.size()) {
            throw new IllegalArgumentException(values + " does not fit " + names);
        }
        Map<String, String> row = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            row.put(names.get(i), values.get(i));
        }
        return row;
    }
}
