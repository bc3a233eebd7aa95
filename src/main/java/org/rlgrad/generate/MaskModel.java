package org.rlgrad.generate;

import org.rlgrad.config.Fidelity;
import org.rlgrad.model.LanguageModel;

/**
 * The model that says which tokens a policy may use, of the policy's shape and with its tokens.
 *
 * <p>Under {@link Fidelity#REFERENCE} an encoder-decoder mask model reads the policy's encoder output and caches at every step,
 * so that only its view of the newest token is its own; otherwise it reads the whole sequence itself.
 *
 * @param model not run if the mask is not learned: then any model will do, the policy included
 */
public record MaskModel(LanguageModel model, ActionMask mask, Fidelity fidelity) {}
