package org.ducksoup.shell.study;

import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.karaf.shell.support.table.Row;
import org.apache.karaf.shell.support.table.ShellTable;
import org.ducksoup.api.operation.InteractionState;
import org.ducksoup.api.operation.InteractionStatus;
import org.ducksoup.api.operation.ParticipantStatus;
import org.ducksoup.api.operation.ParticipantStatus.Presence;
import org.jspecify.annotations.Nullable;

/** Interactions as tables for the console. */
public final class StatusText {
    private StatusText() {}

    /** One line for each interaction. */
    public static void list(List<InteractionStatus> interactions, PrintStream out) {
        if (interactions.isEmpty()) {
            out.println("There is no interaction now.");
            return;
        }
        ShellTable table = new ShellTable();
        List.of("Interaction", "State", "Remaining", "Participants", "Recording")
                .forEach(table::column);
        boolean onSeveral = interactions.stream().anyMatch(one -> one.server() != null);
        if (onSeveral) {
            table.column("Server");
        }
        List<String> names = InteractionNames.of(interactions);
        for (int i = 0; i < names.size(); i++) {
            InteractionStatus one = interactions.get(i);
            Row row = table.addRow();
            row.addContent(
                    Printed.text(names.get(i)),
                    one.state().token(),
                    remaining(one),
                    participants(one),
                    one.recordingMode());
            if (onSeveral) {
                row.addContent(one.server() == null ? "" : one.server());
            }
        }
        table.print(out);
    }

    private static String remaining(InteractionStatus interaction) {
        String of = Printed.time(interaction.duration());
        return interaction.state() == InteractionState.WAITING
                ? "of " + of
                : Printed.time(interaction.remaining()) + " of " + of;
    }

    /** {@code ann, bob (away)}, and how many are still to come. */
    private static String participants(InteractionStatus interaction) {
        String there = interaction.participants().stream()
                .map(one -> Printed.text(one.userId())
                        + (one.presence() == Presence.PRESENT
                                ? ""
                                : " (" + one.presence().token() + ")"))
                .collect(Collectors.joining(", "));
        int missing = interaction.size() - interaction.participants().size();
        return interaction.state() == InteractionState.WAITING && missing > 0
                ? there + (there.isEmpty() ? "" : ", ") + missing + " to come"
                : there;
    }

    /** Everything about one interaction. */
    public static void details(InteractionStatus interaction, PrintStream out) {
        out.println("interaction  " + Printed.text(interaction.key().name()));
        out.println("namespace    " + Printed.text(interaction.key().namespace()));
        out.println("origin       " + Printed.text(interaction.key().origin()));
        if (interaction.server() != null) {
            out.println("server       " + interaction.server());
        }
        out.println("state        " + interaction.state().token());
        out.println("created      " + date(interaction.createdAt()));
        out.println("started      " + (interaction.startedAt() == null ? "not yet" : date(interaction.startedAt())));
        out.println("remaining    " + remaining(interaction));
        out.println("recording    " + interaction.recordingMode());
        ShellTable table = new ShellTable();
        List.of("Participant", "Presence", "Joins", "Missing", "Voice", "Picture", "Set live")
                .forEach(table::column);
        for (ParticipantStatus one : interaction.participants()) {
            table.addRow()
                    .addContent(
                            Printed.text(one.userId()),
                            one.presence().token(),
                            one.connectionCount(),
                            String.join(", ", one.missing()),
                            effect(one, one.audioFx()),
                            effect(one, one.videoFx()),
                            controls(one));
        }
        table.print(out);
        if (interaction.participants().stream().anyMatch(ParticipantStatus::blind)) {
            out.println(
                    "A plan decides on the effects. ducksoup:info --reveal shows them, and is in the log of the run.");
        }
    }

    private static String date(Instant instant) {
        return Printed.date(instant) + " (UTC)";
    }

    private static String effect(ParticipantStatus participant, @Nullable String text) {
        return participant.blind() ? "hidden" : text == null ? "" : Printed.text(text);
    }

    private static String controls(ParticipantStatus participant) {
        return new TreeMap<>(participant.controls())
                .entrySet().stream()
                        .map(entry -> Printed.text(entry.getKey() + "=" + entry.getValue()))
                        .collect(Collectors.joining(", "));
    }
}
