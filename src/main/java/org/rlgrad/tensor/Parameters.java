package org.rlgrad.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A model's weights by their Hugging Face names, in one place with one owner.
 *
 * <p>A tied weight is one entry. Closing frees all of them, except in a view ({@link #joined}, {@link #without}), which owns
 * none: closing that frees only what was made on it, an optimizer's state.
 */
public final class Parameters implements AutoCloseable {
    private final NDManager manager;
    private final Map<String, NDArray> byName = new LinkedHashMap<>();

    /** Empty; takes over {@code manager}. */
    public Parameters(NDManager manager) {
        this.manager = manager;
    }

    /** Adds a weight and becomes its owner. */
    public void put(String name, NDArray value) {
        if (byName.putIfAbsent(name, Scopes.keep(manager, value)) != null) {
            throw new IllegalArgumentException("parameter " + name + " twice");
        }
        value.setName(name);
    }

    /** The weight of that name, which must exist: models only ask for what they declared. */
    public NDArray get(String name) {
        NDArray value = byName.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return value;
    }

    /** Names in the order of the model's declaration. */
    public Set<String> names() {
        return Collections.unmodifiableSet(byName.keySet());
    }

    /** The same as a map, in that order. */
    public Map<String, NDArray> asMap() {
        return Collections.unmodifiableMap(byName);
    }

    /** Values in the same order. */
    public Collection<NDArray> values() {
        return Collections.unmodifiableCollection(byName.values());
    }

    /** Number of scalars in all. */
    public long size() {
        long size = 0;
        for (NDArray value : byName.values()) {
            size += value.size();
        }
        return size;
    }

    /** Makes every weight a leaf that collects gradients. */
    public void requireGradients() {
        for (NDArray value : byName.values()) {
            value.setRequiresGradient(true);
        }
    }

    /** The same names with values of their own, which collect no gradients. */
    public Parameters copy() {
        Parameters copy = new Parameters(Torch.newManager(manager.getDevice()));
        byName.forEach((name, value) -> {
            NDArray twin = value.duplicate();
            twin.attach(copy.manager);
            copy.put(name, twin);
        });
        return copy;
    }

    /**
     * A view of several models' weights under prefixed names, so that one optimizer and one clipping can span them.
     *
     * @param parts weights by the prefix of their names, such as {@code policy.}; all on one device
     */
    public static Parameters joined(Map<String, Parameters> parts) {
        Parameters first = parts.values().iterator().next();
        Parameters view = new Parameters(Torch.newManager(first.manager.getDevice()));
        parts.forEach((prefix, part) -> part.byName.forEach((name, value) -> {
            if (view.byName.putIfAbsent(prefix + name, value) != null) {
                throw new IllegalArgumentException("parameter " + prefix + name + " twice");
            }
        }));
        return view;
    }

    /** A view that leaves out the weights of some names. */
    public Parameters without(Predicate<String> left) {
        Parameters view = new Parameters(Torch.newManager(manager.getDevice()));
        view.byName.putAll(byName);
        view.byName.keySet().removeIf(left);
        return view;
    }

    /** Where the weights live, and where a model makes what it keeps. */
    public NDManager manager() {
        return manager;
    }

    /** Native arrays that this owner and what it gave out still hold; constant over a loop that leaks nothing. */
    public int liveArrays() {
        return Torch.liveArrays(manager);
    }

    @Override
    public void close() {
        manager.close();
    }
}
