package org.ducksoup.api.interaction;

/**
 * Which interaction. The three parts are compared exactly as written (NFC): the same name from another origin is another
 * interaction.
 *
 * @param origin {@code Origin} of the page
 * @param namespace groups the interactions of an experiment
 * @param name {@code interactionName} of the wire protocol
 */
public record InteractionKey(String origin, String namespace, String name) {
    /** A participant's name in logs: {@code namespace/name/userId}. It does not tell origins apart. */
    public String label(String userId) {
        return namespace + "/" + name + "/" + userId;
    }
}
