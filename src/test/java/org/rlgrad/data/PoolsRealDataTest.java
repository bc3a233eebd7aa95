package org.rlgrad.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.rlgrad.Failure;
import org.rlgrad.Goldens;
import org.rlgrad.config.PoolArgs;
import org.rlgrad.config.Split;

/**
 * All pools on slices of the published data. The digests are SHA-256 over each sample's id, prompt and references (each followed
 * by a zero byte, in UTF-8), as the reference's rules, run in Python with its own ToTTo code and NumPy, made them.
 */
class PoolsRealDataTest {
    private static final PoolArgs TOTTO = new PoolArgs.Totto(PoolArgs.Totto.Representation.SUBTABLE);
    private static final PoolArgs TOTTO_FULL = new PoolArgs.Totto(PoolArgs.Totto.Representation.FULLTABLE);
    private static final PoolArgs COMMON_GEN = new PoolArgs.CommonGen("generate a sentence with: ", " ", ".");
    private static final PoolArgs CNN = new PoolArgs.CnnDailyMail("Summarize: ", "", -1, -1);
    private static final PoolArgs IWSLT = new PoolArgs.Iwslt2017EnDe("translate English to German: ", "");
    private static final PoolArgs NARRATIVE_QA = new PoolArgs.NarrativeQa();
    private static final PoolArgs DAILY_DIALOG = new PoolArgs.DailyDialog(5);
    private static final PoolArgs IMDB = new PoolArgs.Imdb(42, true);
    private static final PoolArgs IMDB_SEQ2SEQ = new PoolArgs.ImdbSeq2Seq(42, 0.5);

    static Stream<Arguments> pools() {
        return Stream.of(
                arguments(
                        TOTTO,
                        Split.TRAIN,
                        "totto",
                        8,
                        "c40a50d658fa5fcfe862f9baa2315778cded9f6d889f8370f6699fb5d5138ff7"),
                arguments(
                        TOTTO,
                        Split.VAL,
                        "totto",
                        45,
                        "b9f850899d2ea73cfef91f585988840052afa411950676b9d344172029f78d2c"),
                arguments(
                        TOTTO,
                        Split.TEST,
                        "totto",
                        5,
                        "3f5d7ce4cb930abea93ea9517f56e1a5a968f6cb12c2e92743eb9580ec7bc0c6"),
                arguments(
                        TOTTO_FULL,
                        Split.TRAIN,
                        "totto",
                        8,
                        "8a0fd8bc1a154a3efce586c253fed4bb910b0dabdf18c7ccccdb53105964696e"),
                arguments(
                        TOTTO_FULL,
                        Split.VAL,
                        "totto",
                        45,
                        "555a3efdb9c1b8be36dc1f22ff7714a9739f06bce2ebc7e6041461942af3b50e"),
                arguments(
                        TOTTO_FULL,
                        Split.TEST,
                        "totto",
                        5,
                        "855fb794596b10d557a2d771d33b8f3301feb88f1dcdc3f151ff443f53596b4b"),
                arguments(
                        COMMON_GEN,
                        Split.TRAIN,
                        "common_gen",
                        1000,
                        "644662cffce775bb38d69c6d9421483d67e976e5145832c2bb0d467534e8b3c6"),
                arguments(
                        COMMON_GEN,
                        Split.VAL,
                        "common_gen",
                        202,
                        "ed59ad5cdabff55085ba03a072cf0a06d42e63a88efa0840594d03b4a844b972"),
                arguments(
                        COMMON_GEN,
                        Split.TEST,
                        "common_gen",
                        200,
                        "4db1e175726ae1f6744ecbe6277c50a59d342e62caf0e91788c465cfa068f68e"),
                arguments(
                        CNN,
                        Split.TRAIN,
                        "cnn_dailymail",
                        400,
                        "aa8715720a946756554f9713fe1ad06be3ee0345f2548b287f9dee5a44b9e5ce"),
                arguments(
                        CNN,
                        Split.VAL,
                        "cnn_dailymail",
                        800,
                        "0073527101e714696baf29a8ce4ca4d2313bd5a9a4a55f9168dbed64b49ad177"),
                arguments(
                        CNN,
                        Split.TEST,
                        "cnn_dailymail",
                        200,
                        "4201b90ccc5e2a3b678ab24c7a13c34bfef97ee6256ba87c6f1c9de6729d904f"),
                arguments(
                        IWSLT,
                        Split.VAL,
                        "iwslt2017",
                        888,
                        "dcced5daf4e28bd03399ac074ee89c0d4c7a22af00467adf6df0637d8c8dd6f6"),
                arguments(
                        IWSLT,
                        Split.TEST,
                        "iwslt2017",
                        1000,
                        "9dbdad86a8dfb1eab9ddb98178337d2f109d9e4d4db5952ca559f6fdf1d725c6"),
                arguments(
                        NARRATIVE_QA,
                        Split.VAL,
                        "narrativeqa",
                        575,
                        "5bb4f6f6ce910f0cc04298cf78cee6b9e1127652da4f061697fe00bc834911e6"),
                arguments(
                        NARRATIVE_QA,
                        Split.TEST,
                        "narrativeqa",
                        200,
                        "782d2473f23bbe56a3b707391dbb61f0570319ac33be98f114ef85db0b2e2b67"),
                arguments(
                        DAILY_DIALOG,
                        Split.TRAIN,
                        "daily_dialog",
                        2853,
                        "2456463738911f39300ac8f5241f4d0ab57ebf7d0fe9a60f68a24ca0d8e39b55"),
                arguments(
                        DAILY_DIALOG,
                        Split.VAL,
                        "daily_dialog",
                        716,
                        "60d34303d951da6f925351106d6f228d8c98d387a04a29b3f7239ad359eedf04"),
                arguments(
                        DAILY_DIALOG,
                        Split.TEST,
                        "daily_dialog",
                        627,
                        "fd0557a19b539d281d9944b0d8c07c85483a17249fc84f11cecdbf4ca7a3f7b9"),
                arguments(
                        IMDB,
                        Split.TRAIN,
                        "imdb",
                        398,
                        "fceed12d96d71d8315f42a2a0a4e79cfc2d75bbe92751e8cc7a04a713f92ad04"),
                arguments(
                        IMDB,
                        Split.VAL,
                        "imdb",
                        200,
                        "a64d6d75eba6ad0b2c9e67da83e06b2f8aa3979801c6f966dfc07a9945b9c8a1"),
                arguments(
                        IMDB,
                        Split.TEST,
                        "imdb",
                        200,
                        "739ef957ad177fd78bd7e4fb9715b21d6960d9982ca8d9d756c7f5d7dc8fcc44"),
                arguments(
                        IMDB_SEQ2SEQ,
                        Split.TRAIN,
                        "imdb",
                        199,
                        "1aa355caa9c3890913725ee66e8bfa44eed3e4956b3dea3474d7616311caa727"),
                arguments(
                        IMDB_SEQ2SEQ,
                        Split.VAL,
                        "imdb",
                        200,
                        "9e18c89ce3794771fa2d59130708c3472dab14a70f1960751b74ebb72d5f5667"),
                arguments(
                        IMDB_SEQ2SEQ,
                        Split.TEST,
                        "imdb",
                        200,
                        "25e7cdddb5b63fbfab91580ff22decb6741cf7c63b1c0caff4938d4ff28eb7d0"));
    }

    @ParameterizedTest
    @MethodSource("pools")
    void samplesAreTheReferences(PoolArgs args, Split split, String folder, int size, String digest) throws Exception {
        Pool pool = Pools.load(args, split, Goldens.data(folder));
        assertThat(pool.samples()).hasSize(size);
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        for (Sample sample : pool.samples()) {
            update(sha256, sample.id());
            update(sha256, sample.prompt());
            sample.references().forEach(reference -> update(sha256, reference));
        }
        assertThat(HexFormat.of().formatHex(sha256.digest())).isEqualTo(digest);
    }

    private static void update(MessageDigest sha256, String text) {
        sha256.update(text.getBytes(StandardCharsets.UTF_8));
        sha256.update((byte) 0);
    }

    @Test
    void tottoMetadataHoldsTheTable() {
        Sample sample =
                Pools.load(TOTTO, Split.VAL, Goldens.data("totto")).samples().get(0);
        assertThat(sample.metadata().at("/raw_table/table/0/0/value").textValue())
                .isEqualTo("#");
        assertThat(sample.metadata().at("/raw_table/overlap_subset").isBoolean())
                .isTrue();
        assertThat(sample.metadata().at("/raw_table/sentence_annotations").size())
                .isEqualTo(sample.references().size());
    }

    @Test
    void iwsltHasNoTrainingRowsHere() {
        Path folder = Goldens.data("iwslt2017");
        assertThatThrownBy(() -> Pools.load(IWSLT, Split.TRAIN, folder))
                .isInstanceOf(Failure.class)
                .hasMessage(folder + ": no train file of pool iwslt2017en_de (train.jsonl or the like); found:"
                        + " iwslt2017-en-de/test.jsonl, iwslt2017-en-de/validation.jsonl. To use what is there, set"
                        + " datapool.split: val");
    }
}
