package org.rlgrad.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import java.util.function.Supplier;

/**
 * Who frees native arrays: nothing is freed by the garbage collector, so every computation runs in a scope.
 *
 * <p>One scope per layer keeps a forward pass's peak memory at a layer's temporaries instead of the whole network's.
 */
public final class Scopes {
    private Scopes() {}

    /** Runs {@code body} and frees all arrays it made, except its result, which passes to the surrounding scope. */
    public static NDArray layer(Supplier<NDArray> body) {
        NDArray result;
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            result = body.get();
            NDScope.unregister(result);
        }
        NDScope.register(result);
        return result;
    }

    /** Runs {@code body}, which returns Java values, and frees all arrays it made. */
    public static <T> T step(Supplier<T> body) {
        try (NDScope scope = new NDScope()) {
            scope.suppressNotUsedWarning();
            return body.get();
        }
    }

    /** Takes an array out of the current scope: from now on {@code owner} (or its holder's close) frees it. */
    public static NDArray keep(NDManager owner, NDArray array) {
        NDScope.unregister(array);
        array.attach(owner);
        return array;
    }
}
