package org.ducksoup.gstreamer;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** {@code etc/org.ducksoup.gstreamer.cfg}. */
@ObjectClassDefinition(name = "DuckSoup GStreamer", description = "Decoding, effects, encoding")
public @interface GStreamerConfiguration {
    @AttributeDefinition(
            description = "How long a packet that comes late is waited for, in ms; -1 follows the network",
            min = "-1",
            max = "2000")
    int jitterBufferMillis() default -1;

    @AttributeDefinition(description = "Whether H264 of pages that ask for gpu is handled by an NVIDIA graphics card")
    boolean nvcodec() default false;

    @AttributeDefinition(
            description =
                    "Whether warnings of GStreamer are wanted, and those of face trackers as messages of their own")
    boolean tracking() default false;

    @AttributeDefinition(
            description = "Longest time between two key frames of an encoder, in s",
            min = "1",
            max = "600")
    int keyFrameSeconds() default 10;

    @AttributeDefinition(
            description = "Longest side of a picture that is decoded, in pixels; larger key frames are left out")
    int maxPictureSide() default 3840;

    @AttributeDefinition(
            description = "Elements allowed as effects with whatever values they take, on the operator's word")
    String[] allowedEffects() default {};

    @AttributeDefinition(description = "Elements never allowed as effects")
    String[] refusedEffects() default {};

    @AttributeDefinition(description = "Properties of rtpjitterbuffer, in launch syntax")
    String jitterBufferProperties() default "";

    @AttributeDefinition(description = "Caps of the packets of opus, in launch syntax; empty means the built-in one")
    String opusCaps() default "";

    @AttributeDefinition(description = "Depayloader of opus, in launch syntax; empty means the built-in one")
    String opusDepay() default "";

    @AttributeDefinition(description = "Payloader of opus, in launch syntax; empty means the built-in one")
    String opusPay() default "";

    @AttributeDefinition(description = "Decoder of opus, in launch syntax; empty means the built-in one")
    String opusDecoder() default "";

    @AttributeDefinition(description = "Encoder of opus, in launch syntax; empty means the built-in one")
    String opusEncoder() default "";

    @AttributeDefinition(description = "Caps of the packets of vp8, in launch syntax; empty means the built-in one")
    String vp8Caps() default "";

    @AttributeDefinition(description = "Depayloader of vp8, in launch syntax; empty means the built-in one")
    String vp8Depay() default "";

    @AttributeDefinition(description = "Payloader of vp8, in launch syntax; empty means the built-in one")
    String vp8Pay() default "";

    @AttributeDefinition(description = "Decoder of vp8, in launch syntax; empty means the built-in one")
    String vp8Decoder() default "";

    @AttributeDefinition(description = "Encoder of vp8, in launch syntax; empty means the built-in one")
    String vp8Encoder() default "";

    @AttributeDefinition(
            description = "Converter of size and format of vp8, in launch syntax; empty means the built-in one")
    String vp8Converter() default "";

    @AttributeDefinition(description = "Caps of the packets of x264, in launch syntax; empty means the built-in one")
    String x264Caps() default "";

    @AttributeDefinition(description = "Depayloader of x264, in launch syntax; empty means the built-in one")
    String x264Depay() default "";

    @AttributeDefinition(description = "Payloader of x264, in launch syntax; empty means the built-in one")
    String x264Pay() default "";

    @AttributeDefinition(description = "Decoder of x264, in launch syntax; empty means the built-in one")
    String x264Decoder() default "";

    @AttributeDefinition(description = "Encoder of x264, in launch syntax; empty means the built-in one")
    String x264Encoder() default "";

    @AttributeDefinition(
            description = "Converter of size and format of x264, in launch syntax; empty means the built-in one")
    String x264Converter() default "";

    @AttributeDefinition(description = "Caps of the packets of nv264, in launch syntax; empty means the built-in one")
    String nv264Caps() default "";

    @AttributeDefinition(description = "Depayloader of nv264, in launch syntax; empty means the built-in one")
    String nv264Depay() default "";

    @AttributeDefinition(description = "Payloader of nv264, in launch syntax; empty means the built-in one")
    String nv264Pay() default "";

    @AttributeDefinition(description = "Decoder of nv264, in launch syntax; empty means the built-in one")
    String nv264Decoder() default "";

    @AttributeDefinition(description = "Encoder of nv264, in launch syntax; empty means the built-in one")
    String nv264Encoder() default "";

    @AttributeDefinition(
            description = "Converter of size and format of nv264, in launch syntax; empty means the built-in one")
    String nv264Converter() default "";

    @AttributeDefinition(description = "Names of GStreamer's own effects that a lab's bundle may replace")
    String[] labsMayReplace() default {};

    @AttributeDefinition(
            description =
                    "Worker processes kept ready for effects that were not measured; 0 runs everything in the server",
            min = "0",
            max = "64")
    int workers() default 1;

    @AttributeDefinition(description = "Which effects run in workers: unmeasured, or all that are not Java code")
    String workersFor() default "unmeasured";

    @AttributeDefinition(description = "What has a worker to itself: a medium, a participant or an interaction")
    String workersPer() default "participant";

    @AttributeDefinition(description = "Memory of one worker, in MiB; more ends it", min = "128", max = "65536")
    int workerMebibytes() default 1024;

    @AttributeDefinition(
            description = "Processor time of one worker, in percent of a core over five seconds; more ends it",
            min = "10",
            max = "6400")
    int workerCpuPercent() default 200;

    @AttributeDefinition(description = "Whether workers are cut off from the machine, by bubblewrap")
    boolean workerSandbox() default true;

    @AttributeDefinition(description = "System user that workers run as; empty for the server's own")
    String workerUser() default "";

    @AttributeDefinition(description = "Files and directories that effects in workers may read, besides the system's")
    String[] workerReadable() default {};
}
