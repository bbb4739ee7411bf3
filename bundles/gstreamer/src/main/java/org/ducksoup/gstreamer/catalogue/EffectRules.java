package org.ducksoup.gstreamer.catalogue;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.gstreamer.catalogue.Verdict.Ruling;
import org.ducksoup.gstreamer.element.ElementFacts;

/**
 * Decides which elements are effects, and with which values: the elements of the list that comes with this bundle, and
 * those that the operator allows on their own responsibility.
 *
 * @param list elements that were measured
 * @param allowed names that the operator allows, with all values that GStreamer takes
 * @param refused names that the operator refuses, even if the list or the operator allows them
 */
public record EffectRules(AllowedEffects list, Set<String> allowed, Set<String> refused) {
    public EffectRules {
        allowed = Set.copyOf(allowed);
        refused = Set.copyOf(refused);
    }

    public EffectRules(Set<String> allowed, Set<String> refused) {
        this(AllowedEffects.shipped(), allowed, refused);
    }

    public static EffectRules of(String[] allowed, String[] refused) {
        return new EffectRules(names(allowed), names(refused));
    }

    /** Whether the operator allows an element, with whatever values it takes. */
    public boolean isWaived(String element) {
        return allowed.contains(element);
    }

    /** Whether an element is in the list of those that were measured. */
    public boolean isMeasured(String element) {
        return list.find(element).isPresent();
    }

    /** Whether an element was measured and not refused. */
    public boolean isFit(String element) {
        return list.find(element)
                .filter(verdict -> verdict.ruling() != Ruling.REFUSED)
                .isPresent();
    }

    /** @param perhapsOfOtherKind whether the element may still be an effect on the other medium */
    record Refusal(String sentence, boolean perhapsOfOtherKind) {}

    /**
     * Why an element cannot be an effect on a medium, as far as that is known without loading it. The code of a plug-in
     * does not run for a page that may not use it.
     *
     * @return empty if it can be an effect
     */
    Optional<Refusal> refusal(String element, MediaKind kind) {
        Optional<Refusal> byOperator = refusalByOperator(element);
        if (byOperator.isPresent()) {
            return byOperator;
        } else if (allowed.contains(element)) {
            return Optional.empty();
        }
        Optional<Verdict> verdict = list.find(element);
        if (verdict.isEmpty()) {
            return refusal(
                    "Only " + kind.token() + " filters and effects that have been measured are allowed. The server's"
                            + " operator can allow others (allowedEffects in etc/org.ducksoup.gstreamer.cfg).",
                    true);
        } else if (verdict.get().kind() != kind) {
            return refusal(otherKind(kind), true);
        } else if (verdict.get().ruling() == Ruling.REFUSED) {
            return refusal("It is not allowed. " + verdict.get().reason(), false);
        }
        return Optional.empty();
    }

    /** The same for an element that needs no other permission than the operator's. */
    Optional<Refusal> refusalByOperator(String element) {
        return refused.contains(element)
                ? refusal("The operator of this server has refused it.", false)
                : Optional.empty();
    }

    private static Optional<Refusal> refusal(String sentence, boolean perhapsOfOtherKind) {
        return Optional.of(new Refusal(sentence, perhapsOfOtherKind));
    }

    static String otherKind(MediaKind kind) {
        return "Only " + kind.token() + " filters and effects are allowed.";
    }

    /** Whether an element can be an effect on the medium that it is made for. */
    boolean mayAllow(String element) {
        return Stream.of(MediaKind.values())
                .anyMatch(kind -> refusal(element, kind).isEmpty());
    }

    /** The element with the properties and values that pages may set. */
    ElementFacts bounded(ElementFacts facts) {
        return allowed.contains(facts.factory())
                ? facts
                : list.find(facts.factory())
                        .map(verdict -> verdict.bounded(facts))
                        .orElse(facts);
    }

    /**
     * Why a property is bounded, as the last sentence of a message. Empty if the property is not bounded, or if the
     * reason is obvious.
     */
    String reason(String element, String property) {
        return allowed.contains(element)
                ? ""
                : list.find(element)
                        .map(verdict -> verdict.reason(property))
                        .filter(reason -> !reason.isEmpty())
                        .map(reason -> " " + reason)
                        .orElse("");
    }

    /**
     * A sentence, for one log line, on the elements that the operator allows. Empty if there are none.
     *
     * @param apart whether they run in processes of their own
     */
    public Optional<String> waiver(boolean apart) {
        return allowed.isEmpty()
                ? Optional.empty()
                : Optional.of("allowedEffects: " + String.join(", ", new TreeSet<>(allowed))
                        + ". Pages can set all properties of these elements to any value that GStreamer takes, file"
                        + " names included. "
                        + (apart
                                ? "They run in processes of their own, which have bounds of memory and time."
                                : "No bounds of memory and time are kept for them, and a value that a plug-in"
                                        + " does not survive ends the server."));
    }

    private static Set<String> names(String[] names) {
        return Stream.of(names).map(String::trim).filter(n -> !n.isEmpty()).collect(Collectors.toUnmodifiableSet());
    }
}
