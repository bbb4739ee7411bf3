package org.ducksoup.stats.report;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.ducksoup.api.interaction.ClientReport;
import org.ducksoup.api.interaction.InteractionEvent;
import org.ducksoup.api.interaction.InteractionEvent.ClientLogged;
import org.ducksoup.api.interaction.InteractionEvent.InboundReport;
import org.ducksoup.api.interaction.InteractionEvent.Run;
import org.ducksoup.api.interaction.InteractionKey;
import org.ducksoup.api.interaction.ParticipantSession.EffectControl;
import org.ducksoup.api.interaction.RecordingGap;
import org.ducksoup.api.transport.ReceptionReport;
import org.jspecify.annotations.Nullable;

/** The content of a run's report, gathered from the events of the run. Not thread-safe. */
final class RunRecord {
    /** A page can report incidents as often as it likes, and a report is for people. */
    private static final int MAX_INCIDENTS = 500;

    final InteractionKey key;
    final Run run;
    final PlanSection plan = new PlanSection();
    private final Map<String, ParticipantRecord> participants = new LinkedHashMap<>();
    private final Map<String, Long> keyFrameCounts = new LinkedHashMap<>();

    @Nullable
    String endCause;

    long endMillis;

    RunRecord(InteractionKey key, Run run) {
        this.key = key;
        this.run = run;
    }

    Map<String, ParticipantRecord> participants() {
        return participants;
    }

    Instant start() {
        return run.origin();
    }

    void hear(InteractionEvent event) {
        Duration sinceStart = Duration.between(run.origin(), event.scope().at());
        plan.hear(event, sinceStart);
        long at = sinceStart.toMillis();
        if (event instanceof InteractionEvent.InteractionEnded e) {
            endCause = e.reason().token();
            endMillis = at;
        }
        String user = event.scope().userId();
        if (event instanceof InteractionEvent.EffectControlled e && user == null) {
            user = e.target(); // an operator's
        }
        if (user == null) {
            return;
        }
        if (endCause == null) {
            endMillis = Math.max(endMillis, at);
        }
        ParticipantRecord participant = participants.computeIfAbsent(user, unused -> new ParticipantRecord());
        if (!heardFigure(participant, at, event)) {
            heardIncident(user, participant, at, event);
        }
    }

    private static boolean heardFigure(ParticipantRecord participant, long at, InteractionEvent event) {
        if (event instanceof InteractionEvent.InboundBitrate e) {
            participant.medium(e.kind()).in.add(at, kilobits(e.bitrate().bitsPerSecond()));
        } else if (event instanceof InteractionEvent.OutboundBitrate e) {
            participant.medium(e.kind()).out.add(at, kilobits(e.bitrate().bitsPerSecond()));
        } else if (event instanceof InteractionEvent.TargetBitrate e) {
            participant.medium(e.kind()).target.add(at, kilobits(e.bitrate().bitsPerSecond()));
        } else if (event instanceof InboundReport e) {
            report(participant, at, e);
        } else if (event instanceof InteractionEvent.KeyFrameRequested) {
            participant.keyFrameRequests.add(at, 1);
        } else {
            return false;
        }
        return true;
    }

    private static double kilobits(long bits) {
        return bits / 1000.0;
    }

    private static void report(ParticipantRecord participant, long at, InboundReport event) {
        ParticipantRecord.Medium medium = participant.medium(event.kind());
        ReceptionReport report = event.sinceLast();
        long lost = Math.max(0, report.lost());
        long expected = Math.max(0, report.packets()) + lost;
        medium.lost += lost;
        medium.expected += expected;
        medium.loss.add(at, expected == 0 ? 0 : 100.0 * lost / expected);
        medium.jitter.add(at, report.jitterMillis());
        Duration roundTrip = event.roundTrip();
        // Both media report the same path: one of them is enough.
        Series known = participant.roundTrip;
        if (roundTrip != null && (known.isEmpty() || known.time(known.size() - 1) < at - 500)) {
            known.add(at, roundTrip.toNanos() / 1e6);
        }
    }

    private void heardIncident(String user, ParticipantRecord participant, long at, InteractionEvent event) {
        if (event instanceof ClientLogged e) {
            told(user, participant, at, e);
        } else if (event instanceof InteractionEvent.EffectControlled e) {
            String target = e.target();
            ParticipantRecord changed = target == null ? participant : participants.getOrDefault(target, participant);
            EffectControl control = e.control();
            changed.effects.add(new ParticipantRecord.Mark(
                    at,
                    change(
                            control.effectName() + "." + control.property(),
                            control.value().plain(),
                            control.duration())));
        } else if (event instanceof InteractionEvent.PlanStepDone e) {
            if (!e.change().target().isEmpty() && e.applied() != null) {
                participant.effects.add(new ParticipantRecord.Mark(
                        at,
                        change(
                                e.change().target(),
                                e.change().value(),
                                e.change().over())));
            }
        } else if (event instanceof InteractionEvent.ClientReported e) {
            reported(participant, at, e.report());
        } else if (event instanceof InteractionEvent.EffectLost e) {
            String which = e.kind() == null ? "all" : e.kind().token();
            incident(participant, at, "effect lost (" + which + "): " + e.reason());
        } else if (event instanceof InteractionEvent.EffectRestarted e) {
            incident(participant, at, "effect restarted (" + e.kind().token() + ")");
        } else if (event instanceof InteractionEvent.ParticipantConnected e && e.connectionCount() > 1) {
            incident(participant, at, "connected again, connection " + e.connectionCount());
        } else if (event instanceof InteractionEvent.ParticipantDisconnected e && endCause == null) {
            incident(participant, at, "disconnected: " + e.cause());
        } else if (event instanceof InteractionEvent.RecordingFailed e) {
            incident(participant, at, "recording failed: " + e.reason());
        } else if (event instanceof InteractionEvent.RecorderLost e) {
            incident(participant, at, "recorder lost: " + e.reason());
        } else if (event instanceof InteractionEvent.RecordingStalled e) {
            incident(participant, at, "recording stalled: " + e.reason());
        } else if (event instanceof InteractionEvent.RecordingResumed e) {
            RecordingGap missing = e.missing();
            incident(
                    participant,
                    at,
                    missing == null
                            ? "recording resumed, nothing is missing"
                            : "recording resumed, missing from "
                                    + missing.from().toMillis() / 1e3 + " s to "
                                    + missing.to().toMillis() / 1e3 + " s ("
                                    + missing.cause().token() + ")");
        }
    }

    /** A browser and its settings are in the manifest; a report shows what happened. */
    private static void reported(ParticipantRecord participant, long at, ClientReport report) {
        if (report instanceof ClientReport.Incident incident && participant.incidents.size() < MAX_INCIDENTS) {
            String what = incident.what().token().replace('_', ' ');
            String detail =
                    incident.type() == null ? "" : " (" + incident.type().token() + "): " + incident.reason();
            incident(participant, at - incident.ago().toMillis(), what + detail);
        }
    }

    private static void incident(ParticipantRecord participant, long at, String text) {
        participant.incidents.add(new ParticipantRecord.Mark(at, text));
    }

    private static String change(String target, Object value, Duration duration) {
        String to = target + " → " + value;
        long over = duration.toMillis();
        return over == 0 ? to : to + " over " + over + " ms";
    }

    /** Only the page can know these values. */
    private void told(String user, ParticipantRecord participant, long at, ClientLogged event) {
        String payload = event.entry().payload();
        if (payload == null) {
            return;
        }
        switch (event.entry().kind()) {
            case "client_video_resolution_updated" -> resolution(participant, at, payload);
            case "client_video_fps_updated" -> frameRate(participant, at, payload);
            case "client_keyframe_encoded_count_updated" -> {
                long count = number(payload);
                long before = keyFrameCounts.getOrDefault(user, 0L);
                keyFrameCounts.put(user, count);
                if (count > before) {
                    participant.keyFrames.add(at, count - before);
                }
            }
            default -> {
                // Not part of a report.
            }
        }
    }

    private static void resolution(ParticipantRecord participant, long at, String payload) {
        if (payload.matches("\\d{1,5}x\\d{1,5}")) {
            participant.height.add(at, (double) number(payload.substring(payload.indexOf('x') + 1)));
            participant.resolutions.add(new ParticipantRecord.Mark(at, payload.replace("x", " × ")));
        }
    }

    private static void frameRate(ParticipantRecord participant, long at, String payload) {
        if (payload.matches("\\d{1,4}")) {
            participant.frameRate.add(at, (double) number(payload));
        }
    }

    private static long number(String text) {
        return text.matches("\\d{1,15}") ? Long.parseLong(text) : 0;
    }
}
