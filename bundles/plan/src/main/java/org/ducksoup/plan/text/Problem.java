package org.ducksoup.plan.text;

/**
 * Something in a plan that is wrong, or legal and most likely a mistake.
 *
 * @param place where it is
 * @param key which value: {@code timeline.2.when.at}
 * @param value as it is written; empty if it is missing
 * @param what is wrong with it, a clause without the key
 * @param allowed a clause: {@code allowed are seconds from 1 to 86400}
 * @param remedy a clause: {@code write 600 or 10:00}
 */
public record Problem(Place place, String key, String value, String what, String allowed, String remedy) {
    /** One sentence with all of it. */
    public String sentence() {
        String written = value.isEmpty() ? "" : " " + Problems.quoted(value);
        return place + ": " + key + written + " " + what + "; " + allowed + "; " + remedy + ".";
    }
}
