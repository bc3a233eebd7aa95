package org.rlgrad.metric;

import java.util.Arrays;
import java.util.List;
import org.rlgrad.PythonText;

/**
 * Numbers for words, from 0 in order of appearance, so that metrics compare integers instead of strings.
 *
 * <p>An open-addressed hash table that is asked with a part of a text, so that no string is made for each word.
 */
final class WordIds {
    /** The number of a word that nobody added. */
    static final int UNKNOWN = -1;

    private String[] words = new String[32];
    /** Open-addressed: a word's number plus one; twice as long as {@link #words}, a power of two. */
    private int[] slots = new int[64];

    private int size;

    /** The words' numbers; new words get one. */
    int[] add(List<String> text) {
        int[] numbers = new int[text.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(text.get(i), true);
        }
        return numbers;
    }

    /** The words' numbers, {@link #UNKNOWN} for those that have none. */
    int[] find(List<String> text) {
        int[] numbers = new int[text.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(text.get(i), false);
        }
        return numbers;
    }

    /** The word's number, or {@link #UNKNOWN}. */
    int find(String word) {
        return number(word, false);
    }

    /** Numbers of the words between white space; new words get one. */
    int[] addSplit(String text) {
        return split(text, true);
    }

    /** Numbers of the words between white space, {@link #UNKNOWN} for those that have none. */
    int[] findSplit(String text) {
        return split(text, false);
    }

    int size() {
        return size;
    }

    private int[] split(String text, boolean add) {
        char[] chars = text.toCharArray();
        int[] numbers = new int[16];
        int count = 0;
        int start = -1;
        int hash = 0;
        for (int i = 0; i <= chars.length; i++) {
            if (i < chars.length && !PythonText.isSpace(chars[i])) {
                start = start < 0 ? i : start;
                hash = 31 * hash + chars[i];
            } else if (start >= 0) {
                if (count == numbers.length) {
                    numbers = Arrays.copyOf(numbers, 2 * count);
                }
                numbers[count++] = number(text, start, i, hash, add);
                start = -1;
                hash = 0;
            }
        }
        return Arrays.copyOf(numbers, count);
    }

    private int number(String word, boolean add) {
        return number(word, 0, word.length(), word.hashCode(), add);
    }

    /** Of the part of a text that has this hash code as a string of its own. */
    private int number(String text, int start, int end, int hash, boolean add) {
        int slot = slot(hash);
        while (slots[slot] != 0) {
            String word = words[slots[slot] - 1];
            if (word.length() == end - start && text.startsWith(word, start)) {
                return slots[slot] - 1;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        if (!add) {
            return UNKNOWN;
        }
        words[size] = text.substring(start, end);
        slots[slot] = ++size;
        if (size == words.length) {
            grow();
        }
        return size - 1;
    }

    private void grow() {
        words = Arrays.copyOf(words, 2 * size);
        slots = new int[4 * size];
        for (int number = 0; number < size; number++) {
            int slot = slot(words[number].hashCode());
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = number + 1;
        }
    }

    private int slot(int hash) {
        return (hash ^ (hash >>> 15)) & (slots.length - 1);
    }
}
