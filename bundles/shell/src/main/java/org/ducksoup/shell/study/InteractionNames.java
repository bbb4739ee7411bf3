package org.ducksoup.shell.study;

import java.util.List;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.OperationException.Cause;

/**
 * What an operator types for an interaction: its name, or {@code namespace/name}, or {@code origin#namespace#name} as the
 * statistics page writes it; the shortest that means only one.
 */
public final class InteractionNames {
    private InteractionNames() {}

    /** The shortest name of each interaction. */
    public static List<String> of(List<InteractionStatus> interactions) {
        List<InteractionKey> keys = keys(interactions);
        return keys.stream().map(key -> shortest(key, keys)).toList();
    }

    private static List<InteractionKey> keys(List<InteractionStatus> interactions) {
        return interactions.stream().map(InteractionStatus::key).toList();
    }

    private static String shortest(InteractionKey key, List<InteractionKey> all) {
        return forms(key).stream()
                .filter(form -> all.stream()
                                .filter(other -> forms(other).contains(form))
                                .count()
                        == 1)
                .findFirst()
                .orElseGet(() -> whole(key));
    }

    private static List<String> forms(InteractionKey key) {
        return List.of(key.name(), key.namespace() + "/" + key.name(), whole(key));
    }

    private static String whole(InteractionKey key) {
        return key.origin() + "#" + key.namespace() + "#" + key.name();
    }

    /**
     * The interaction that is meant.
     *
     * @throws OperationException if it is none or several of these; says which there are
     */
    public static InteractionStatus find(List<InteractionStatus> interactions, String typed) throws OperationException {
        List<InteractionStatus> meant = interactions.stream()
                .filter(interaction -> forms(interaction.key()).contains(typed))
                .toList();
        if (meant.stream().map(InteractionStatus::key).distinct().count() == 1) {
            // It may still end on one server while it runs on another one, the newest.
            return meant.get(meant.size() - 1);
        }
        String there =
                interactions.isEmpty() ? "there is none now" : "there are: " + String.join(", ", of(interactions));
        throw new OperationException(
                Cause.UNKNOWN,
                meant.isEmpty()
                        ? "no interaction is called " + typed + "; " + there
                        : typed + " may be "
                                + String.join(
                                        " or ",
                                        meant.stream()
                                                .map(one -> whole(one.key()))
                                                .toList()) + "; one of these is needed");
    }
}
