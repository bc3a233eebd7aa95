package org.rlgrad.model;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.rlgrad.tensor.Torch;

/** Gives each test a manager and a scope on the CPU, and takes them back. */
abstract class TorchTest {
    NDManager manager;
    private NDScope scope;

    @BeforeEach
    void openScope() {
        manager = Torch.newManager(Device.cpu());
        scope = new NDScope();
        scope.suppressNotUsedWarning();
    }

    @AfterEach
    void closeScope() {
        scope.close();
        manager.close();
    }
}
