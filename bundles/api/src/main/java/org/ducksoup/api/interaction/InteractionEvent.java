package org.ducksoup.api.interaction;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.transport.ReceptionReport;
import org.jspecify.annotations.Nullable;

/**
 * An event of an interaction. Each record stands for one message of the manual's log reference, which is named in its
 * comment; some messages are not in the original's manual.
 */
public sealed interface InteractionEvent {
    /** Where and when it happened. */
    Scope scope();

    /**
     * The amount of text in this event that a client has worded. Observers that keep or write events limit this
     * amount, and leave such events out first.
     *
     * @return characters; 0 for what the server says of itself
     */
    default int clientChars() {
        return 0;
    }

    /**
     * @param at time of the event
     * @param key of the interaction
     * @param userId the participant it is about, or null for the interaction as a whole
     * @param createdAt when the interaction was created, or null where the publisher cannot know it
     * @param startedAt when it started, or null before
     */
    record Scope(
            Instant at,
            InteractionKey key,
            @Nullable String userId,
            @Nullable Instant createdAt,
            @Nullable Instant startedAt) {}

    // Context "peer"

    /** {@code websocket_upgraded} */
    record WebSocketUpgraded(
            Scope scope, String remoteAddress, @Nullable String pageUrl) implements InteractionEvent {}

    /** {@code peer_server_started} */
    record ParticipantConnected(Scope scope, int connectionCount) implements InteractionEvent {}

    /** {@code peer_server_ended} */
    record ParticipantDisconnected(Scope scope, String cause) implements InteractionEvent {}

    /** {@code interaction_ending_sent} */
    record EndingNoticeSent(Scope scope) implements InteractionEvent {}

    /** {@code join_refused} (not in the original's manual): a join was refused, and why. */
    record JoinRefused(Scope scope, ServerMessage.Refused refusal) implements InteractionEvent {}

    /**
     * {@code media_missing} (not in the original's manual): the interaction is aborted, and this participant was not complete.
     *
     * @param missing {@code connection}, or some of {@code audio}, {@code video} and {@code effect}
     */
    record MediaMissing(Scope scope, List<String> missing) implements InteractionEvent {
        public MediaMissing {
            missing = List.copyOf(missing);
        }
    }

    /** {@code websocket_lost} (not in the original's manual): the media goes on, and the client is expected back. */
    record ChannelLost(Scope scope) implements InteractionEvent {}

    /**
     * {@code websocket_resumed} (not in the original's manual): the client is back, with another channel and the same
     * media.
     */
    record ChannelResumed(Scope scope) implements InteractionEvent {}

    // Context "interaction"

    /** {@code interaction_created} */
    record InteractionCreated(Scope scope) implements InteractionEvent {}

    /** {@code peer_joined} */
    record ParticipantJoined(Scope scope, JoinRequest request) implements InteractionEvent {}

    /**
     * {@code join_value_ignored} (not in the original's manual): a join's value does not count, because the first join
     * or the join token has another.
     */
    record JoinValueIgnored(Scope scope, String key, String wanted, String valid) implements InteractionEvent {}

    /** {@code in_track_added} */
    record TrackAdded(Scope scope, MediaKind kind, String trackId) implements InteractionEvent {}

    /** {@code run_opened} (not in the original's manual): an interaction starts, and its run has a directory. */
    record RunOpened(Scope scope, Run run) implements InteractionEvent {}

    /**
     * One run of an interaction. The interaction's name may be used again once the run has ended.
     *
     * @param id 12 hexadecimal digits, unique to this run
     * @param data the data directory, absolute
     * @param directory the run's own directory in it; the first writer creates it
     * @param recordingMode the mode in effect, which may differ from an unknown one that was asked for
     * @param recorded whether the mode records anything
     * @param origin begin of the timeline that all files of the run share
     */
    record Run(String id, Path data, Path directory, String recordingMode, boolean recorded, Instant origin) {}

    /**
     * {@code interaction_served_by} (not in the original's manual): the bundles that serve the interaction from its
     * creation on. {@link BundleChanged} tells what changes later.
     *
     * @param versions by symbolic name, without {@code org.ducksoup.} for those of the server; a lab's bundle is among them
     *     if it has a service of a contract of {@code org.ducksoup.api}
     */
    record InteractionServedBy(Scope scope, Map<String, String> versions) implements InteractionEvent {
        public InteractionServedBy {
            versions = Map.copyOf(versions);
        }
    }

    /**
     * {@code interaction_home} (not in the original's manual): the server of a cluster on which the interaction lives.
     *
     * @param server its name
     * @param number of its claim; a later home of the same interaction has a higher one
     * @param lostServer the server that lost the run before this one; null if none did
     * @param lostCreatedAt when that run was created; null if it never was
     */
    record InteractionHomed(
            Scope scope,
            String server,
            long number,
            @Nullable String lostServer,
            @Nullable Instant lostCreatedAt) implements InteractionEvent {}

    /**
     * {@code bundle_started}, {@code bundle_stopped} (not in the original's manual): a part of the server, or a lab's
     * bundle, came or went while the interaction was there.
     */
    record BundleChanged(Scope scope, String bundle, String version, boolean started) implements InteractionEvent {}

    /** {@code interaction_started} */
    record InteractionStarted(Scope scope) implements InteractionEvent {}

    /**
     * {@code interaction_ended}
     *
     * @param files of each user
     * @param incomplete those of them that are not complete at this moment, because their disk does not answer or has failed
     */
    record InteractionEnded(
            Scope scope, EndReason reason, Map<String, List<String>> files, Map<String, List<String>> incomplete)
            implements InteractionEvent {
        public InteractionEnded {
            files = Map.copyOf(files);
            incomplete = Map.copyOf(incomplete);
        }

        /** All files are complete. */
        public InteractionEnded(Scope scope, EndReason reason, Map<String, List<String>> files) {
            this(scope, reason, files, Map.of());
        }
    }

    /**
     * {@code interaction_events_lost} (not in the original's manual): an observer was too slow, most likely because its disk
     * does not answer, and did not hear these events. Each observer hears of its own losses only.
     *
     * @param events how many of this run
     */
    record EventsLost(Scope scope, int events) implements InteractionEvent {}

    /** {@code interaction_deleted} */
    record InteractionDeleted(Scope scope) implements InteractionEvent {}

    enum EndReason {
        /** The duration is over. */
        DURATION_REACHED,
        /** The others did not arrive in time. */
        ABORTED,
        /** Everybody left. */
        EMPTY,
        /** An operator has ended it. */
        STOPPED,
        /** A step of its plan. */
        PLAN,
        /** An effect was lost, and the installation's policy is to end the interaction. */
        EFFECT_LOST,
        /** The server, or one of its parts, is stopping. */
        SHUTDOWN,
        /** The server has lost the other servers of its cluster for so long that one of them may begin the interaction again. */
        CLUSTER_LOST,
        /** A bug of the server; the log has the details. */
        FAILED;

        /** The spelling in logs, manifests and metrics: {@code duration_reached}. */
        public String token() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    // Context "track"

    /** {@code in_track_received} */
    record TrackReceived(Scope scope, MediaKind kind, String trackId, int ssrc, String mediaType)
            implements InteractionEvent {}

    /**
     * {@code codec_changed} (not in the original's manual): a participant's browser sends another codec from now on. The others
     * get new tracks, and the recording a new part.
     */
    record CodecChanged(Scope scope, MediaKind kind, Codec from, Codec to) implements InteractionEvent {}

    /**
     * {@code codec_requested} (not in the original's manual): a participant is asked to send another codec than the page wanted,
     * because not everybody decodes that one.
     */
    record CodecRequested(Scope scope, Codec wanted, Codec requested) implements InteractionEvent {}

    /** {@code out_track_stopped} */
    record OutboundTrackStopped(Scope scope, MediaKind kind, String trackId) implements InteractionEvent {}

    /** {@code audio_in_bitrate}, {@code video_in_bitrate} */
    record InboundBitrate(Scope scope, MediaKind kind, Bitrate bitrate) implements InteractionEvent {}

    /** {@code audio_out_bitrate}, {@code video_out_bitrate} */
    record OutboundBitrate(Scope scope, MediaKind kind, Bitrate bitrate) implements InteractionEvent {}

    /**
     * {@code audio_target_bitrate_updated}, {@code video_target_bitrate_updated}: the rate that the track's encoder is
     * told to use.
     */
    record TargetBitrate(Scope scope, MediaKind kind, Bitrate bitrate) implements InteractionEvent {}

    /**
     * {@code audio_in_report}, {@code video_in_report}
     *
     * @param roundTrip between server and participant, as last measured; null before
     */
    record InboundReport(
            Scope scope,
            MediaKind kind,
            ReceptionReport sinceLast,
            @Nullable Duration roundTrip) implements InteractionEvent {}

    /**
     * {@code twcc_report}: what a participant's browser reported, packet by packet, about the packets sent to it in the
     * last second.
     *
     * @param reports messages of transport-wide feedback
     * @param packets covered by them
     * @param lost packets among these that had not arrived
     */
    record TransportFeedbackReceived(Scope scope, int reports, int packets, int lost) implements InteractionEvent {}

    /** {@code loss_threshold_exceeded} */
    record LossThresholdExceeded(Scope scope, MediaKind kind, long lost) implements InteractionEvent {}

    /** {@code track_write_failed}: packets for a connected participant that could not be sent in the last second. */
    record TrackWriteFailed(Scope scope, String trackId, long packets) implements InteractionEvent {}

    /** {@code pli_sent} */
    record KeyFrameRequested(Scope scope, String cause) implements InteractionEvent {}

    /** {@code pli_skipped} */
    record KeyFrameRequestSkipped(Scope scope, String cause) implements InteractionEvent {}

    /** {@code client_fx_control} */
    record EffectControlled(
            Scope scope,
            ParticipantSession.EffectControl control,
            @Nullable String target) implements InteractionEvent {
        /** The participant asked for was changed, or the one who asked if none was named. */
        public EffectControlled(Scope scope, ParticipantSession.EffectControl control) {
            this(scope, control, control.userId() == null ? scope.userId() : control.userId());
        }
    }

    /**
     * {@code operator_stop}, {@code operator_extend}, {@code operator_remove}, {@code operator_message}, {@code operator_reveal} (not in the
     * original's manual): an act of the person who runs the study. Controls of effects are {@link EffectControlled}
     * without a user.
     *
     * @param detail the time added, the user taken out, the text sent; empty where there is nothing to say
     */
    record OperatorActed(Scope scope, Act act, String detail) implements InteractionEvent {
        public enum Act {
            STOP,
            EXTEND,
            REMOVE,
            MESSAGE,
            /** Looked at what a plan keeps from whoever meets participants. */
            REVEAL;

            /** The spelling in logs and manifests: {@code operator_stop}. */
            public String token() {
                return "operator_" + name().toLowerCase(Locale.ROOT);
            }
        }
    }

    /**
     * {@code plan_assigned} (not in the original's manual): the interaction carries out a plan.
     *
     * @param plan its name
     * @param sha256 of its file, in hexadecimal digits
     * @param condition the code that stands for it
     * @param seed of all draws: with the plan and the condition it determines the timetable
     * @param exclusions the plan's
     * @param trial whether an operator tries one role of it alone
     */
    record PlanAssigned(
            Scope scope,
            String plan,
            String sha256,
            String condition,
            long seed,
            ExclusionRules exclusions,
            boolean trial)
            implements InteractionEvent {}

    /**
     * {@code effect_delay} (not in the original's manual): how long the effects of a participant's connection have held a medium,
     * from the arrival of a packet to the departure of what was made of it. Told at its end.
     *
     * @param medianMillis of the packets that came out, in whole milliseconds
     * @param highMillis 99 % of them took no longer
     */
    record EffectDelayed(Scope scope, MediaKind kind, int medianMillis, int highMillis) implements InteractionEvent {}

    /**
     * {@code plan_step} (not in the original's manual): an act of a plan was carried out, or could not be. The participant is the
     * one whom it concerns.
     *
     * @param step its name
     * @param repetition from 1
     * @param cause what the step waited for, and when that was
     * @param due when it was to happen, since the start of the interaction
     * @param change what was to be changed
     * @param applied from when on it counted, since the start of the interaction; null if it was not done
     * @param frame the first frame that had it; null if no frame came, or if the act is not one on an effect
     * @param problem why it was not done as planned; null if it was
     */
    record PlanStepDone(
            Scope scope,
            String step,
            int repetition,
            String cause,
            Duration due,
            Change change,
            @Nullable Duration applied,
            @Nullable Frame frame,
            @Nullable String problem)
            implements InteractionEvent {
        /** What is later than this is a deviation; with a frame of sound also what is earlier. */
        public static final Duration TOLERANCE = Duration.ofMillis(20);

        /** The same with a picture: the time from one to the next, of 30 a second. */
        public static final Duration PICTURE_TOLERANCE = Duration.ofMillis(34);

        /**
         * A frame that entered an effect.
         *
         * @param at its time in the recordings of the changed medium, since the start of the interaction, to some milliseconds
         */
        public record Frame(MediaKind kind, Duration at) {}

        /**
         * An act in words.
         *
         * @param role whom it concerns; empty for everybody
         * @param act {@code control}, {@code switch}, {@code mute}, {@code freeze}, {@code message}, {@code end}, {@code extend}
         * @param target an effect, or its property: {@code voice.pitch}; empty if there is none
         * @param value the new value; empty if there is none
         * @param over the linear way to the value; zero means at once
         */
        public record Change(String role, String act, String target, String value, Duration over) {}

        /** How long after its time it took effect, by the frame if there is one; negative if before; zero if it never did. */
        public Duration lateness() {
            if (applied == null) {
                return Duration.ZERO;
            }
            return (frame == null ? applied : frame.at()).minus(due);
        }

        /** Whether it belongs among the deviations of a report. */
        public boolean isDeviation() {
            Duration allowed = frame != null && frame.kind() == MediaKind.VIDEO ? PICTURE_TOLERANCE : TOLERANCE;
            return problem != null || applied == null || lateness().abs().compareTo(allowed) > 0;
        }
    }

    /**
     * {@code mark} (not in the original's manual): somebody marked a moment. Without a participant it was an operator.
     *
     * @param at since the start of the interaction; null before
     */
    record MarkSet(
            Scope scope,
            ParticipantSession.Mark mark,
            @Nullable Duration at) implements InteractionEvent {
        @Override
        public int clientChars() {
            String data = mark.data();
            return scope.userId() == null ? 0 : mark.name().length() + (data == null ? 0 : data.length());
        }
    }

    /**
     * {@code effect_lost} (not in the original's manual): an effect does not work any more. {@code kind} is null when
     * this concerns all effects of the participant.
     */
    record EffectLost(Scope scope, @Nullable MediaKind kind, String reason) implements InteractionEvent {}

    /**
     * {@code effect_slow} (not in the original's manual): a lab's code takes longer for its frames than they last, and a part of
     * the medium is lost. Comes every ten seconds of the medium while this goes on.
     *
     * @param share of the medium that the code has no time for, from 0 to 1; at least that much is lost
     */
    record EffectSlow(Scope scope, MediaKind kind, double share) implements InteractionEvent {}

    /** {@code effect_restarted} (not in the original's manual): a lost effect works again. */
    record EffectRestarted(Scope scope, MediaKind kind) implements InteractionEvent {}

    /** Any other {@code client_*} or {@code ext_*} message, under the name the client gave it. */
    record ClientLogged(Scope scope, ParticipantSession.ClientLog entry) implements InteractionEvent {
        @Override
        public int clientChars() {
            String payload = entry.payload();
            return entry.kind().length() + (payload == null ? 0 : payload.length());
        }
    }

    /**
     * {@code client_preflight} (not in the original's manual): the result of the check before a call, as the client's
     * JSON.
     */
    record PreflightReported(Scope scope, String report) implements InteractionEvent {
        @Override
        public int clientChars() {
            return report.length();
        }
    }

    /**
     * A message of {@link ClientReport#kind} (not in the original's manual): the page reports on its devices or on
     * itself.
     */
    record ClientReported(Scope scope, ClientReport report) implements InteractionEvent {
        @Override
        public int clientChars() {
            return report.chars();
        }
    }

    // Context "pipeline"; also where media is forwarded without a pipeline, so that scripts find what they expect

    /** {@code pipeline_created} */
    record PipelineCreated(Scope scope) implements InteractionEvent {}

    /** {@code pipeline_started} */
    record PipelineStarted(Scope scope, String recordingPrefix) implements InteractionEvent {}

    /** {@code pipeline_stopped} */
    record PipelineStopped(Scope scope) implements InteractionEvent {}

    /** {@code pipeline_deleted} */
    record PipelineDeleted(Scope scope) implements InteractionEvent {}

    /** {@code gstreamer_pli_requested} */
    record PipelineKeyFrameWanted(Scope scope) implements InteractionEvent {}

    /**
     * {@code recording_failed} (not in the original's manual): the call goes on, the recording does not.
     *
     * @param isFinal nothing more is recorded of this connection; otherwise it is tried again, and {@code
     *     recording_resumed} tells when that worked
     */
    record RecordingFailed(Scope scope, String reason, boolean isFinal) implements InteractionEvent {}

    /** {@code recording_stalled} (not in the original's manual): the disk does not answer, and what comes waits in memory. */
    record RecordingStalled(Scope scope, String reason) implements InteractionEvent {}

    /**
     * {@code recorder_lost} (not in the original's manual): the bundle of the recorder was stopped. Its files are complete,
     * and what comes waits in memory for the next version of the recorder, which begins further files.
     */
    record RecorderLost(Scope scope, String reason) implements InteractionEvent {}

    /**
     * {@code recording_resumed} (not in the original's manual): the recording goes on after it stalled or failed, or after
     * its recorder was lost.
     *
     * @param missing what is not in the files; null if nothing is missing
     */
    record RecordingResumed(Scope scope, @Nullable RecordingGap missing) implements InteractionEvent {}

    // Context "signaling"

    /** {@code server_create_offer_requested} */
    record OfferRequested(Scope scope, String cause) implements InteractionEvent {}

    /** {@code duplicate_track_skipped}: the participant receives this track already. */
    record DuplicateTrackSkipped(Scope scope, String trackId) implements InteractionEvent {}

    /** {@code own_track_skipped}: participants do not receive their own tracks, except in a mirror. */
    record OwnTrackSkipped(Scope scope, String trackId) implements InteractionEvent {}

    /** {@code server_signaling_state_changed} */
    record SignalingStateChanged(Scope scope, String state) implements InteractionEvent {}

    /** {@code server_connection_state_changed} */
    record ConnectionStateChanged(Scope scope, String state) implements InteractionEvent {}

    /** {@code server_selected_candidate_pair} */
    record CandidatePairSelected(Scope scope, String local, String remote) implements InteractionEvent {}

    /**
     * {@code client_signaling_ignored} (not in the original's manual): a message that came too late or too early, or
     * that makes no sense.
     */
    record SignalingIgnored(Scope scope, String kind, String reason) implements InteractionEvent {}
}
