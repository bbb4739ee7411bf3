package org.ducksoup.shell.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.ducksoup.api.effect.EffectDescription;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.OperationException;
import org.ducksoup.api.operation.ParticipantStatus;

/** What may follow in a command that is being typed. */
public final class Proposals {
    private static final String NAME = "name=";

    private Proposals() {}

    /** The participants of an interaction. */
    public static List<String> users(List<InteractionStatus> interactions, String interaction) {
        return participants(interactions, interaction)
                .map(ParticipantStatus::userId)
                .toList();
    }

    /** The names that a participant's effects have. */
    public static List<String> effects(List<InteractionStatus> interactions, String interaction, String userId) {
        return new ArrayList<>(named(interactions, interaction, userId).keySet());
    }

    /** The properties of a participant's effect that can be set live. */
    public static List<String> properties(
            List<InteractionStatus> interactions,
            String interaction,
            String userId,
            String effect,
            List<EffectDescription> available) {
        String factory = named(interactions, interaction, userId).getOrDefault(effect, effect);
        return available.stream()
                .filter(one -> one.name().equals(factory))
                .flatMap(one -> one.properties().stream())
                .filter(EffectDescription.Property::live)
                .map(EffectDescription.Property::name)
                .toList();
    }

    private static Stream<ParticipantStatus> participants(List<InteractionStatus> interactions, String interaction) {
        try {
            return InteractionNames.find(interactions, interaction).participants().stream();
        } catch (OperationException e) {
            return Stream.empty(); // the command says so when it is sent
        }
    }

    /** From the name of each effect of a participant to the effect: {@code pitch pitch=0.8 name=fx}. */
    private static Map<String, String> named(List<InteractionStatus> interactions, String interaction, String userId) {
        Map<String, String> named = new LinkedHashMap<>();
        participants(interactions, interaction)
                .filter(one -> one.userId().equals(userId))
                .flatMap(one -> Stream.of(Optional.ofNullable(one.audioFx()), Optional.ofNullable(one.videoFx())))
                .flatMap(Optional::stream)
                .flatMap(text -> Stream.of(text.split("!")))
                .map(step -> List.of(step.strip().split("\\s+")))
                .forEach(words -> words.stream()
                        .filter(word -> word.startsWith(NAME))
                        .forEach(word -> named.put(word.substring(NAME.length()).replace("\"", ""), words.get(0))));
        return named;
    }
}
