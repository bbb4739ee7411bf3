package org.ducksoup.signaling;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.ducksoup.signaling.cfg}. */
@ObjectClassDefinition(name = "DuckSoup signaling", description = "What a client may ask for, and how often")
public @interface SignalingConfiguration {
    @AttributeDefinition(description = "Seconds a socket may stay without a join before it is closed, 1 to 600")
    int joinTimeoutSeconds() default 10;

    @AttributeDefinition(description = "Longest interaction in seconds, 1 to 86400; a longer wish is cut to it")
    int maxDurationSeconds() default 1200;

    @AttributeDefinition(description = "Largest interaction in participants, 1 to 100; a larger wish is cut to it")
    int maxSize() default 8;

    @AttributeDefinition(description = "Widest video in pixels, 16 to 16384; a wider wish is refused")
    int maxWidth() default 3840;

    @AttributeDefinition(description = "Highest video in pixels, 16 to 16384; a higher wish is refused")
    int maxHeight() default 3840;

    @AttributeDefinition(description = "Highest frame rate in frames per second, 1 to 1000; a higher wish is refused")
    int maxFrameRate() default 60;

    @AttributeDefinition(
            description = "Most pixels per second, width x height x frame rate; by default 1920x1080 at 60")
    long maxPixelsPerSecond() default 124_416_000L;

    @AttributeDefinition(description = "Messages a client may send per second in the long run, 1 to 100000")
    int maxMessagesPerSecond() default 200;

    @AttributeDefinition(description = "Messages a client may send at once, 1 to 100000")
    int messageBurst() default 400;

    @AttributeDefinition(
            description = "Messages without sense, or above the rate, until the socket is closed, 1 to 10000")
    int maxIgnoredMessages() default 50;

    @AttributeDefinition(
            description = "Secret that join tokens are signed with (HS256), at least 32 bytes; empty for none")
    String joinTokenSecret() default "";

    @AttributeDefinition(
            description = "Public key (Ed25519, X.509 in base64) of who signs join tokens (EdDSA); empty for none")
    String joinTokenPublicKey() default "";
}
