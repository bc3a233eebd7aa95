package org.rlgrad.controlled;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.rlgrad.config.ClassifierConfig;
import org.rlgrad.config.ControlledConfig;
import org.rlgrad.config.Split;
import org.rlgrad.data.SentencePairs;
import org.rlgrad.hub.ModelLocation;
import org.rlgrad.model.EncoderConfig;
import org.rlgrad.model.SequenceClassifier;
import org.rlgrad.random.TorchRandom;
import org.rlgrad.tokenizer.Encoded;
import org.rlgrad.tokenizer.Tokenizer;

/** Pairs of sentences; as in the reference the validation split serves as test samples. */
record PairDataset(SentencePairs train, SentencePairs test) implements Dataset {
    static PairDataset read(Path folder) {
        return new PairDataset(SentencePairs.read(folder, Split.TRAIN), SentencePairs.read(folder, Split.VAL));
    }

    @Override
    public int[] trainClasses() {
        return train.labels();
    }

    @Override
    public int[] testClasses() {
        return test.labels();
    }

    @Override
    public int classes() {
        return SentencePairs.CLASSES;
    }

    @Override
    public List<Path> files() {
        return Stream.of(train, test).flatMap(part -> part.files().stream()).toList();
    }

    @Override
    public List<String> notes() {
        return List.of();
    }

    @Override
    public Classifier classifier(ControlledConfig config, ControlledSamples samples, Device device) {
        ClassifierConfig.Bert bert = (ClassifierConfig.Bert) config.model();
        Path tokenizerFolder = ModelLocation.resolve(config.data().tokenizer());
        try (Tokenizer tokenizer = Tokenizer.load(tokenizerFolder)) {
            EncoderConfig encoder = EncoderConfig.bert(
                    tokenizer.vocabularySize(),
                    bert.size().layers(),
                    bert.size().width(),
                    classes());
            SequenceClassifier model =
                    SequenceClassifier.initialized(encoder, new TorchRandom(config.initSeed()), device);
            return new TextClassifier(
                    model,
                    encoded(tokenizer, train, samples.trainIndices(), encoder.positions()),
                    encoded(tokenizer, test, samples.testIndices(), encoder.positions()));
        }
    }

    private static List<Encoded> encoded(Tokenizer tokenizer, SentencePairs pairs, int[] indices, int maxLength) {
        return IntStream.of(indices)
                .parallel()
                .mapToObj(i ->
                        tokenizer.encode(pairs.first().get(i), pairs.second().get(i), maxLength))
                .toList();
    }
}
