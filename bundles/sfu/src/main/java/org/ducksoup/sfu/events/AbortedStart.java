package org.ducksoup.sfu.events;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ducksoup.api.interaction.ServerMessage.Reason;

/**
 * Why an interaction did not start in time.
 *
 * @param missing of each connected participant who was not complete
 * @param absent how many participants were not connected
 * @param size of the interaction
 * @param waited for everybody
 */
public record AbortedStart(Map<String, List<Missing>> missing, int absent, int size, Duration waited) {
    /** What an interaction needs of each participant. */
    public enum Missing {
        /** No way for media was found. Audio and video are missing too, but not by themselves. */
        CONNECTION("no way for audio and video to this server (a network, firewall or browser extension blocks it)"),
        AUDIO("no sound (the microphone yields nothing)"),
        VIDEO("no picture (the camera yields nothing)"),
        /** The browsers of the participants have no video codec in common. */
        CODEC("no video format that the browsers of all participants know (videoFormat)"),
        EFFECT("an effect that did not get ready on this server");

        private final String words;

        Missing(String words) {
            this.words = words;
        }

        String token() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static List<String> tokens(List<Missing> missing) {
        return missing.stream().map(Missing::token).toList();
    }

    /** The reason as this participant gets it: what concerns the participant itself comes first, and is the key. */
    public Reason reasonFor(String userId) {
        List<String> sentences = new ArrayList<>();
        String key = "size";
        String value = Integer.toString(size);
        List<Missing> own = missing.get(userId);
        if (own != null) {
            key = own.get(0).token();
            value = userId;
            sentences.add(sentence(userId, own));
        }
        for (Map.Entry<String, List<Missing>> other : missing.entrySet()) {
            if (!other.getKey().equals(userId)) {
                if (sentences.isEmpty()) {
                    key = other.getValue().get(0).token();
                    value = other.getKey();
                }
                sentences.add(sentence(other.getKey(), other.getValue()));
            }
        }
        if (absent > 0) {
            sentences.add(absent + " of " + size + " participants did not come");
        }
        return new Reason(
                key,
                value,
                "the interaction did not start within " + waited.toSeconds() + " s: " + String.join("; ", sentences));
    }

    private static String sentence(String userId, List<Missing> missing) {
        return "of " + userId + " there was "
                + String.join(" and ", missing.stream().map(what -> what.words).toList());
    }
}
