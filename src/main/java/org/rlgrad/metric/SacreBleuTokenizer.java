package org.rlgrad.metric;

import java.util.List;
import java.util.regex.Pattern;
import org.rlgrad.PythonText;
import org.rlgrad.config.MetricConfig;

/** sacreBLEU's tokenizers {@code 13a} (that of mteval-v13a) and {@code intl} (that of mteval-v14). */
final class SacreBleuTokenizer {
    private static final Pattern SYMBOL = Pattern.compile("([{-~\\[-` -&(-+:-@/])");
    private static final Pattern MARK_AFTER_NON_DIGIT = Pattern.compile("([^0-9])([.,])");
    private static final Pattern MARK_BEFORE_NON_DIGIT = Pattern.compile("([.,])([^0-9])");
    private static final Pattern DIGIT_AND_DASH = Pattern.compile("([0-9])(-)");

    private static final Pattern NON_NUMBER_AND_PUNCTUATION = Pattern.compile("(\\P{N})(\\p{P})");
    private static final Pattern PUNCTUATION_AND_NON_NUMBER = Pattern.compile("(\\p{P})(\\P{N})");
    private static final Pattern UNICODE_SYMBOL = Pattern.compile("(\\p{S})");

    private SacreBleuTokenizer() {}

    /** The tokens of one line, which the metric first strips of trailing white space. */
    static List<String> tokenize(String text, MetricConfig.SacreBleu.Tokenize tokenize) {
        String line = text.substring(0, PythonText.strippedLength(text));
        return PythonText.split(
                switch (tokenize) {
                    case V13A -> v13a(line);
                    case INTL -> intl(line);
                });
    }

    private static String v13a(String text) {
        String line = text.replace("<skipped>", "").replace("-\n", "").replace("\n", " ");
        if (line.indexOf('&') >= 0) {
            line = line.replace("&quot;", "\"")
                    .replace("&amp;", "&")
                    .replace("&lt;", "<")
                    .replace("&gt;", ">");
        }
        line = SYMBOL.matcher(" " + line + " ").replaceAll(" $1 ");
        line = MARK_AFTER_NON_DIGIT.matcher(line).replaceAll("$1 $2 ");
        line = MARK_BEFORE_NON_DIGIT.matcher(line).replaceAll(" $1 $2");
        return DIGIT_AND_DASH.matcher(line).replaceAll("$1 $2 ");
    }

    private static String intl(String text) {
        String line = NON_NUMBER_AND_PUNCTUATION.matcher(text).replaceAll("$1 $2 ");
        line = PUNCTUATION_AND_NON_NUMBER.matcher(line).replaceAll(" $1 $2");
        return UNICODE_SYMBOL.matcher(line).replaceAll(" $1 ");
    }
}
