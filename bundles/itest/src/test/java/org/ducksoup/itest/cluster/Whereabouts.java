package org.ducksoup.itest.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ducksoup.testkit.server.ServerProcess;
import org.jspecify.annotations.Nullable;

/**
 * Where each interaction was and when, by the logs of all servers: never in two places at a time. What a server has until it is killed or
 * stands still ends at that moment, and what it has when its lease runs out ends when it says so: from then on it sends nothing, and the
 * end of the interaction, with its complete files, is in its log a little later.
 */
final class Whereabouts {
    private static final DateTimeFormatter EVENT_TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss.SSS");
    private static final Pattern EVENT =
            Pattern.compile("^(\\S+) .*\\b(interaction_home|interaction_ended) .*\\binteraction=(\\S+)");
    private static final DateTimeFormatter LOG_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss,SSS");
    private static final String LEASE_IS_LOST = "has lost the other servers of its cluster for longer than its lease";

    /** A process of a server: one that is started again is another one. */
    static final class Log {
        private final String server;
        private final ServerProcess process;
        private final List<LocalDateTime> silences = new ArrayList<>();
        private @Nullable String containerLog;

        Log(String server, ServerProcess process) {
            this.server = server;
            this.process = process;
        }

        boolean isOf(ServerProcess other) {
            return process == other;
        }

        /** From now on it serves nothing of what it has. Call before that is so. */
        void fallsSilent() {
            silences.add(LocalDateTime.now());
        }

        /** Its directory will be gone. */
        void keep() {
            if (containerLog == null) {
                containerLog = process.log();
            }
        }

        private List<LocalDateTime> ends() {
            keep();
            List<LocalDateTime> ends = new ArrayList<>(silences);
            String.valueOf(containerLog)
                    .lines()
                    .filter(line -> line.contains(LEASE_IS_LOST))
                    .map(line -> LocalDateTime.parse(line.substring(0, line.indexOf(' ')), LOG_TIME))
                    .forEach(ends::add);
            return ends;
        }
    }

    private record Stay(String server, LocalDateTime from, LocalDateTime to) {}

    private final Map<String, List<Stay>> stays = new TreeMap<>();

    Whereabouts(List<Log> logs) {
        logs.forEach(this::read);
    }

    private void read(Log log) {
        Map<String, LocalDateTime> begun = new TreeMap<>();
        List<LocalDateTime> ends = log.ends();
        for (String line : log.process.output(line -> EVENT.matcher(line).find())) {
            Matcher event = EVENT.matcher(line);
            assertThat(event.find()).isTrue();
            LocalDateTime at = LocalDateTime.parse(event.group(1), EVENT_TIME);
            String interaction = event.group(3);
            LocalDateTime from = begun.remove(interaction);
            if (from != null) {
                add(log.server, interaction, from, at, ends);
            }
            if (event.group(2).equals("interaction_home")) {
                begun.put(interaction, at);
            }
        }
        begun.forEach((interaction, from) -> add(log.server, interaction, from, LocalDateTime.MAX, ends));
    }

    private void add(
            String server, String interaction, LocalDateTime from, LocalDateTime ended, List<LocalDateTime> ends) {
        LocalDateTime to = ends.stream()
                .filter(end -> end.isAfter(from) && end.isBefore(ended))
                .min(Comparator.naturalOrder())
                .orElse(ended);
        stays.computeIfAbsent(interaction, any -> new ArrayList<>()).add(new Stay(server, from, to));
    }

    /** @return how many interactions were on more than one server, one after the other */
    int check() {
        assertThat(stays).as("interactions in the logs").isNotEmpty();
        stays.forEach((interaction, all) -> {
            all.sort(Comparator.comparing(Stay::from));
            for (int i = 1; i < all.size(); i++) {
                assertThat(all.get(i).from())
                        .as("%s is in one place at a time: %s", interaction, all)
                        .isAfterOrEqualTo(all.get(i - 1).to());
            }
        });
        long moved = stays.values().stream()
                .filter(all -> all.stream().map(Stay::server).distinct().count() > 1)
                .count();
        System.out.printf(
                "%d interactions, %d of them on one server after another, none on two at a time%n",
                stays.size(), moved);
        return (int) moved;
    }
}
