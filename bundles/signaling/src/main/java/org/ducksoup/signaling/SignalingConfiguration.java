package org.ducksoup.signaling;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.ducksoup.signaling.cfg}. */
@ObjectClassDefinition(name = "DuckSoup signaling", description = "What a client may ask for, and how often")
public @interface SignalingConfiguration {
    @AttributeDefinition(
            description = "Seconds a socket may stay without a join before it is closed",
            min = "1",
            max = "600")
    int joinTimeoutSeconds() default 10;

    @AttributeDefinition(
            description = "Longest interaction in seconds; a longer wish is cut to it",
            min = "1",
            max = "86400")
    int maxDurationSeconds() default 1200;

    @AttributeDefinition(
            description = "Largest interaction in participants; a larger wish is cut to it",
            min = "1",
            max = "100")
    int maxSize() default 8;

    @AttributeDefinition(description = "Widest video in pixels; a wider wish is refused", min = "16", max = "8192")
    int maxWidth() default 3840;

    @AttributeDefinition(description = "Highest video in pixels; a higher wish is refused", min = "16", max = "8192")
    int maxHeight() default 3840;

    @AttributeDefinition(
            description = "Highest frame rate in frames per second; a higher wish is refused",
            min = "1",
            max = "240")
    int maxFrameRate() default 60;

    @AttributeDefinition(
            description = "Most pixels per second, width x height x frame rate; by default 1920x1080 at 60",
            min = "1000000",
            max = "2000000000")
    int maxPixelsPerSecond() default 124_416_000;

    @AttributeDefinition(
            description = "Messages a client may send per second in the long run",
            min = "10",
            max = "100000")
    int maxMessagesPerSecond() default 200;

    @AttributeDefinition(description = "Messages a client may send at once", min = "10", max = "100000")
    int messageBurst() default 400;

    @AttributeDefinition(
            description = "Messages without sense, or above the rate, until the socket is closed",
            min = "1",
            max = "100000")
    int maxIgnoredMessages() default 50;

    @AttributeDefinition(
            description = "Bytes a client may add to the log per second in the long run; sixteen times as much at once",
            min = "1024",
            max = "16777216")
    int maxLogBytesPerSecond() default 16_384;

    @AttributeDefinition(
            description = "Whether nobody may join before the servers of the cluster have found each other")
    boolean clustered() default false;

    @AttributeDefinition(
            description = "Secret that join tokens are signed with (HS256), at least 32 bytes; empty for none")
    String joinTokenSecret() default "";

    @AttributeDefinition(
            description = "Public key (Ed25519, X.509 in base64) of who signs join tokens (EdDSA); empty for none")
    String joinTokenPublicKey() default "";
}
