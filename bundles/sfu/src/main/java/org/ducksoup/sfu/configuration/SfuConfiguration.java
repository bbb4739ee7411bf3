package org.ducksoup.sfu.configuration;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.ducksoup.sfu.cfg}. */
@ObjectClassDefinition(name = "DuckSoup interactions", description = "Times of an interaction")
public @interface SfuConfiguration {
    @AttributeDefinition(
            description = "How long an interaction waits for everybody's media, in seconds",
            min = "1",
            max = "86400")
    int waitForOthersSeconds() default 15;

    @AttributeDefinition(
            description = "How long before the end participants are told, in seconds",
            min = "0",
            max = "600")
    int endingNoticeSeconds() default 15;

    @AttributeDefinition(
            description = "How long a running interaction goes on with nobody connected, in seconds",
            min = "0",
            max = "3600")
    int gracePeriodSeconds() default 30;

    @AttributeDefinition(
            description =
                    "How long interactions may go on after the server was told to stop, in seconds; 0 for not at all",
            min = "0",
            max = "86400")
    int drainSeconds() default 0;

    @AttributeDefinition(description = "STUN and TURN servers given to the clients, as URLs of RFC 7064 and 7065")
    String[] iceServers() default {};

    @AttributeDefinition(description = "Host name or address of a TURN server given to the clients; empty for none")
    String turnAddress() default "";

    @AttributeDefinition(description = "Port of the TURN server, UDP and TCP", min = "1", max = "65535")
    int turnPort() default 3478;

    @AttributeDefinition(description = "Port of the TURN server for TLS; 0 for none", min = "0", max = "65535")
    int turnTlsPort() default 0;

    @AttributeDefinition(description = "Secret shared with the TURN server, from which expiring passwords are made")
    String turnSecret() default "";

    @AttributeDefinition(description = "Lowest bitrate of our audio encoder, bit/s", min = "1000", max = "100000000")
    int audioMinBitrate() default 16000;

    @AttributeDefinition(description = "First bitrate of our audio encoder, bit/s", min = "1000", max = "100000000")
    int audioDefaultBitrate() default 48000;

    @AttributeDefinition(description = "Highest bitrate of our audio encoder, bit/s", min = "1000", max = "100000000")
    int audioMaxBitrate() default 64000;

    @AttributeDefinition(description = "Lowest bitrate of our video encoder, bit/s", min = "1000", max = "100000000")
    int videoMinBitrate() default 200_000;

    @AttributeDefinition(description = "First bitrate of our video encoder, bit/s", min = "1000", max = "100000000")
    int videoDefaultBitrate() default 600_000;

    @AttributeDefinition(description = "Highest bitrate of our video encoder, bit/s", min = "1000", max = "100000000")
    int videoMaxBitrate() default 1_200_000;

    @AttributeDefinition(description = "Name of the bandwidth estimator: loss, gcc, or one that a lab has installed")
    String estimator() default "loss";

    @AttributeDefinition(
            description = "Largest RTP packet that comes from a pipeline, bytes",
            min = "576",
            max = "1500")
    int mtu() default 1280;

    @AttributeDefinition(description = "Where recordings go")
    String dataDirectory() default "data";

    @AttributeDefinition(description = "Whether nothing is recorded, whatever the mode")
    boolean noRecording() default false;

    @AttributeDefinition(
            description = "What must be free there before a recording begins, in MiB; 0 for no check",
            min = "0",
            max = "1000000000")
    int minFreeMebibytes() default 500;

    @AttributeDefinition(
            description =
                    "What of one recording may wait in memory for a disk that does not answer, in MiB; 0 for a minute at the highest bitrates",
            min = "0",
            max = "65536")
    int recordingMemoryMebibytes() default 0;

    @AttributeDefinition(
            description = "The same for all recordings together; 0 for a third of the heap",
            min = "0",
            max = "1048576")
    int recordingMemoryTotalMebibytes() default 0;

    @AttributeDefinition(
            description = "Participants of the whole server; 0 for as many as its cores and its heap can take",
            min = "0",
            max = "100000")
    int maxParticipants() default 0;

    @AttributeDefinition(
            description = "Media with effects, and videos that are encoded again, of the whole server; 0 for 64 a core",
            min = "0",
            max = "100000")
    int maxPipelines() default 0;

    @AttributeDefinition(
            description =
                    "Pictures that the whole server changes, in millions of pixels a second; 0 for 62 a core and 124 at least",
            min = "0",
            max = "1000000")
    int maxMegapixelsPerSecond() default 0;

    @AttributeDefinition(
            description =
                    "Memory for media of the whole server, outside the heap, in MiB; 0 for what the machine leaves",
            min = "0",
            max = "10000000")
    int maxMemoryMebibytes() default 0;

    @AttributeDefinition(description = "When an effect is lost in a call: mute, pass or end")
    String effectLost() default "mute";

    @AttributeDefinition(description = "Whether the time is written on everybody's picture")
    boolean forceOverlay() default false;

    @AttributeDefinition(
            description =
                    "Names of this server's own recording modes, estimators and effects that a lab's bundle may replace")
    String[] labsMayReplace() default {};
}
