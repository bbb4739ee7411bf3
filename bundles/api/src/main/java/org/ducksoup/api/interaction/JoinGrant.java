package org.ducksoup.api.interaction;

import java.util.Locale;
import java.util.Map;

/**
 * What a join may do beyond the values in it. Without join tokens everybody has {@link #OPEN}.
 *
 * @param control whose effects the participant may control while the call runs
 * @param ignored values that the page asked for and that do not count, by their names on the wire, because its token does not
 *     have them
 */
public record JoinGrant(Control control, Map<String, String> ignored) {
    /** The grant of a server without join tokens. */
    public static final JoinGrant OPEN = new JoinGrant(Control.ALL, Map.of());

    public JoinGrant {
        ignored = Map.copyOf(ignored);
    }

    /** Whose effects a participant may control. */
    public enum Control {
        NONE,
        OWN,
        ALL;

        /** The spelling in a token. */
        public String token() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** @param own whether the effect belongs to the participant who asks */
        public boolean allows(boolean own) {
            return this == ALL || (this == OWN && own);
        }
    }
}
