package org.ducksoup.gstreamer;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.ducksoup.gstreamer.cfg}. */
@ObjectClassDefinition(name = "DuckSoup GStreamer", description = "Decoding, effects, encoding")
public @interface GStreamerConfiguration {
    @AttributeDefinition(description = "How long an audio packet that comes late is waited for, in ms, 0 to 2000")
    int audioJitterMillis() default 40;

    @AttributeDefinition(description = "How long a video packet that comes late is waited for, in ms, 0 to 2000")
    int videoJitterMillis() default 100;

    @AttributeDefinition(description = "Longest time between two key frames of an encoder, in s, 1 to 600")
    int keyFrameSeconds() default 10;

    @AttributeDefinition(description = "Elements allowed as effects besides audio and video filters")
    String[] allowedEffects() default {};

    @AttributeDefinition(description = "Elements never allowed as effects")
    String[] refusedEffects() default {};
}
