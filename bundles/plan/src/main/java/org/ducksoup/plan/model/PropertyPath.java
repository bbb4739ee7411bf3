package org.ducksoup.plan.model;

/**
 * A property of an effect of a role: {@code a.voice.pitch}.
 *
 * @param role a role, or {@link Plan#ALL}
 * @param effect the {@code name=} in the effect's text
 * @param property of the effect; its own name may have dots
 */
public record PropertyPath(String role, String effect, String property) {
    public PropertyPath of(String otherRole) {
        return new PropertyPath(otherRole, effect, property);
    }

    /** Without the role. */
    public String inRole() {
        return effect + "." + property;
    }

    @Override
    public String toString() {
        return role + "." + inRole();
    }
}
