package org.rlgrad.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rlgrad.ExitCode;
import org.rlgrad.Failure;

class SampleRecordTest {
    @TempDir
    Path folder;

    private static SampleRecord record(int position, String text, double... rewards) {
        LinkedHashMap<String, double[]> byMetric = new LinkedHashMap<>();
        byMetric.put("rouge_l", rewards);
        byMetric.put("bleu", rewards.clone());
        List<String> texts = new ArrayList<>();
        List<int[]> tokens = new ArrayList<>();
        for (int i = 0; i < rewards.length; i++) {
            texts.add(text + i);
            tokens.add(new int[] {i, 32000});
        }
        return new SampleRecord(
                position,
                77,
                "train_77",
                "Say \"" + text + "\":\n",
                List.of("a", ""),
                texts,
                tokens,
                byMetric,
                new LinkedHashMap<>());
    }

    @Test
    void theLineIsExactlyThis() {
        assertThat(record(3, "Öl", 0.1, 1).toJson())
                .isEqualTo("{\"position\":3,\"train_index\":77,\"id\":\"train_77\","
                        + "\"prompt\":\"Say \\\"Öl\\\":\\n\",\"references\":[\"a\",\"\"],\"samples\":["
                        + "{\"text\":\"Öl0\",\"tokens\":[0,32000],\"rewards\":{\"rouge_l\":0.1,\"bleu\":0.1}},"
                        + "{\"text\":\"Öl1\",\"tokens\":[1,32000],\"rewards\":{\"rouge_l\":1.0,\"bleu\":1.0}}]}");
    }

    @Test
    void whatReferencesEarnIsKeptWhereItIsKnown() {
        String old = record(0, "x", 0.5).toJson();
        assertThat(old).doesNotContain("reference_rewards");
        assertThat(SampleRecord.fromJson(old, "f").referenceRewards()).isEmpty();

        LinkedHashMap<String, double[]> ofReferences = new LinkedHashMap<>();
        ofReferences.put("rouge_l", new double[] {1, 0});
        ofReferences.put("bleu", new double[] {0.25, Double.NaN});
        SampleRecord record = record(0, "x", 0.5);
        String line = new SampleRecord(
                        0,
                        77,
                        record.id(),
                        record.prompt(),
                        record.references(),
                        record.texts(),
                        record.tokens(),
                        record.rewards(),
                        ofReferences)
                .toJson();
        assertThat(line).endsWith("],\"reference_rewards\":{\"rouge_l\":[1.0,0.0],\"bleu\":[0.25,\"NaN\"]}}");
        SampleRecord back = SampleRecord.fromJson(line, "f");
        assertThat(back.toJson()).isEqualTo(line);
        assertThat(back.referenceRewards().get("bleu")).containsExactly(0.25, Double.NaN);
    }

    @Test
    void everyTextAndEveryRewardComesBack() {
        Random random = new Random(1);
        double[] rewards = new double[200];
        for (int i = 0; i < rewards.length; i++) {
            rewards[i] = Double.longBitsToDouble(random.nextLong());
        }
        rewards[0] = Double.NaN;
        rewards[1] = Double.POSITIVE_INFINITY;
        rewards[2] = Double.NEGATIVE_INFINITY;
        rewards[3] = -0.0;
        rewards[4] = Double.MIN_VALUE;
        rewards[5] = 2e-3;
        for (String text :
                List.of("\ud800", "\udc00\ud800", "😀\ud83d", "\ud83d😀\ude00", "\u2028\u0000\t\u007f", "")) {
            String line = record(0, text, rewards).toJson();
            assertThat(line).doesNotContain("\n");
            String stored = new String(line.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
            SampleRecord back = SampleRecord.fromJson(stored, "here");
            assertThat(back.toJson()).isEqualTo(line);
            assertThat(back.texts()).isEqualTo(record(0, text, rewards).texts());
            assertThat(back.rewards().get("bleu")).containsExactly(rewards);
            assertThat(back.rewards().keySet()).containsExactly("rouge_l", "bleu");
            assertThat(back.tokens().get(9)).containsExactly(9, 32000);
        }
    }

    @Test
    void aBrokenLineIsNamedWithItsField() {
        String line = record(0, "x", 0.5).toJson();
        for (String[] wrong : new String[][] {
            {"", "no field 'samples'"},
            {"{", "no JSON"},
            {line + "{}", "no JSON"},
            {line.replace("\"id\"", "\"ID\""), "no field 'id'"},
            {line.replace("\"position\":0", "\"position\":\"0\""), "'position' must be an integer"},
            {line.replace("0.5", "\"much\""), "reward 'rouge_l' must be a number"},
            {line.replace("[0,32000]", "7"), "'tokens' must be an array"},
            {
                line.replaceFirst("}$", ",\"reference_rewards\":{\"bleu\":[1.0]}}"),
                "of bleu must be an array with a number for each"
            },
            {line.replaceFirst("}$", ",\"reference_rewards\":[]}"), "'reference_rewards' must be an object"}
        }) {
            assertThatThrownBy(() -> SampleRecord.fromJson(wrong[0], "samples.jsonl:5"))
                    .isInstanceOf(Failure.class)
                    .hasMessageContainingAll("samples.jsonl:5", wrong[1])
                    .extracting(e -> ((Failure) e).exitCode())
                    .isEqualTo(ExitCode.BAD_DATA);
        }
    }

    @Test
    void samplesWithDifferentRewardsAreRefused() {
        String line = record(0, "x", 0.5, 0.25).toJson();
        assertThatThrownBy(() -> SampleRecord.fromJson(line.replace(",\"bleu\":0.25", ""), "f"))
                .hasMessageContaining("sample 1 has other rewards");
        assertThatThrownBy(() -> SampleRecord.fromJson(line.replace("\"bleu\":0.25", "\"x\":0.25"), "f"))
                .hasMessageContaining("only sample 1 has a reward x");
    }

    @Test
    void theFileIsOrderedByPositionWhateverTheOrderOfTheWork() throws Exception {
        Path file = folder.resolve("samples.jsonl");
        SamplesFile.write(file, List.of(record(2, "c", 0.5), record(0, "a", 0.5), record(1, "b", 0.5)));
        List<Integer> positions = new ArrayList<>();
        SamplesFile.read(file, record -> positions.add(record.position()));
        assertThat(positions).containsExactly(0, 1, 2);
        Files.writeString(file, "{}\n");
        assertThatThrownBy(() -> SamplesFile.read(file, record -> {})).hasMessageContaining("samples.jsonl:1");
        assertThatThrownBy(() -> SamplesFile.read(folder.resolve("no"), record -> {}))
                .isInstanceOf(Failure.class);
    }
}
