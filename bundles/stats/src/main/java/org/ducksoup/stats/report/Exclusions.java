package org.ducksoup.stats.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ducksoup.api.interaction.ExclusionRules;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.InboundReport;
import org.ducksoup.api.interaction.InteractionEvent.InteractionEnded;
import org.ducksoup.api.interaction.InteractionEvent.ParticipantConnected;
import org.ducksoup.api.interaction.InteractionEvent.ParticipantDisconnected;
import org.ducksoup.api.interaction.InteractionEvent.PlanStepDone;
import org.ducksoup.api.media.MediaKind;
import org.jspecify.annotations.Nullable;

/** Who exceeds the thresholds that a plan states for its analysis. */
final class Exclusions {
    /** What counts against one participant. */
    private static final class Tally {
        private long lostSound;
        private long sound;
        private long lostPicture;
        private long picture;
        private int deviations;
        private Duration away = Duration.ZERO;
        private @Nullable Duration gone;
    }

    private final Map<String, Tally> tallies = new LinkedHashMap<>();
    private boolean over;

    /** @param at since the start of the interaction */
    void hear(InteractionEvent event, Duration at) {
        if (event instanceof InteractionEnded) {
            over = true;
            tallies.values().forEach(tally -> back(tally, at));
            return;
        }
        String user = event.scope().userId();
        if (user == null || over) {
            return;
        }
        Tally tally = tallies.computeIfAbsent(user, unused -> new Tally());
        if (event instanceof InboundReport report) {
            long lost = Math.max(0, report.sinceLast().lost());
            long sent = Math.max(0, report.sinceLast().packets()) + lost;
            if (report.kind() == MediaKind.AUDIO) {
                tally.lostSound += lost;
                tally.sound += sent;
            } else {
                tally.lostPicture += lost;
                tally.picture += sent;
            }
        } else if (event instanceof ParticipantConnected) {
            back(tally, at);
        } else if (event instanceof ParticipantDisconnected) {
            tally.gone = at;
        } else if (event instanceof PlanStepDone done) {
            tally.deviations += done.isDeviation() ? 1 : 0;
        }
    }

    private static void back(Tally tally, Duration at) {
        Duration since = tally.gone;
        tally.gone = null;
        // Before the start nobody misses anything.
        if (since != null && at.compareTo(Duration.ZERO) > 0) {
            tally.away = tally.away.plus(at.minus(since.isNegative() ? Duration.ZERO : since));
        }
    }

    /** For a paper's methods. Empty if the plan states no thresholds. */
    String sentences(ExclusionRules rules) {
        if (rules.isEmpty()) {
            return "";
        }
        List<String> excluded = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        tallies.forEach((user, tally) -> {
            List<String> reasons = reasons(rules, tally);
            if (reasons.isEmpty()) {
                kept.add(user);
            } else {
                excluded.add(user + " (" + String.join(", ", reasons) + ")");
            }
        });
        return " The plan excludes who exceeds " + String.join(", ", stated(rules)) + ". "
                + (excluded.isEmpty()
                        ? "Nobody is excluded."
                        : "Excluded: " + String.join(", ", excluded) + "."
                                + (kept.isEmpty() ? "" : " Not excluded: " + String.join(", ", kept) + "."));
    }

    private static List<String> stated(ExclusionRules rules) {
        List<String> all = new ArrayList<>();
        if (rules.lostSoundPercent() != null) {
            all.add(percent(rules.lostSoundPercent()) + " of the packets of sound lost");
        }
        if (rules.lostPicturePercent() != null) {
            all.add(percent(rules.lostPicturePercent()) + " of the packets of the picture lost");
        }
        if (rules.away() != null) {
            all.add(seconds(rules.away()) + " without a connection");
        }
        if (rules.deviations() != null) {
            all.add(Count.of(rules.deviations(), "deviation", "deviations") + " from the plan");
        }
        return all;
    }

    private static List<String> reasons(ExclusionRules rules, Tally tally) {
        List<String> all = new ArrayList<>();
        double sound = share(tally.lostSound, tally.sound);
        double picture = share(tally.lostPicture, tally.picture);
        if (rules.lostSoundPercent() != null && sound > rules.lostSoundPercent()) {
            all.add(percent(sound) + " of the packets of sound lost");
        }
        if (rules.lostPicturePercent() != null && picture > rules.lostPicturePercent()) {
            all.add(percent(picture) + " of the packets of the picture lost");
        }
        if (rules.away() != null && tally.away.compareTo(rules.away()) > 0) {
            all.add(seconds(tally.away) + " without a connection");
        }
        if (rules.deviations() != null && tally.deviations > rules.deviations()) {
            all.add(Count.of(tally.deviations, "deviation", "deviations"));
        }
        return all;
    }

    private static double share(long lost, long sent) {
        return sent == 0 ? 0 : 100.0 * lost / sent;
    }

    private static String percent(double value) {
        return String.format(Locale.ROOT, "%.2f %%", value);
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
    }
}
