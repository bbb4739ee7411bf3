package org.ducksoup.gstreamer;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.BitrateRange;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineSpecification;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Option;
import org.ducksoup.api.pipeline.PipelineSpecification.Picture;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecification.Treatment;
import org.ducksoup.gstreamer.catalogue.EffectRules;
import org.ducksoup.gstreamer.lab.LabEffects;
import org.ducksoup.gstreamer.log.EventLog;
import org.ducksoup.gstreamer.pipeline.CodecTexts;
import org.ducksoup.gstreamer.pipeline.PipelineTexts;
import org.ducksoup.gstreamer.pool.WorkerSettings;

/** Specifications as tests need them. */
public final class Specifications {
    private Specifications() {}

    public static PipelineSpecification of(Processing... media) {
        return new PipelineSpecification("test", 1200, List.of(media));
    }

    public static Processing video(Codec codec, Element... effect) {
        return video(codec, new Picture(640, 480, 30), effect);
    }

    public static Processing video(Codec codec, Picture picture, Element... effect) {
        return processing(codec, picture, range(200_000, 600_000, 1_200_000), effect);
    }

    public static GStreamerPipelineFactory factory() {
        return factory(new LabEffects());
    }

    public static GStreamerPipelineFactory factory(LabEffects labs) {
        return factory(labs, wanted());
    }

    public static GStreamerPipelineFactory factory(LabEffects labs, TextTrials.Wanted wanted) {
        return factory(labs, wanted, Set.of());
    }

    /** @param allowed elements that the operator allows with all values that they take */
    static GStreamerPipelineFactory factory(LabEffects labs, TextTrials.Wanted wanted, Set<String> allowed) {
        return factory(labs, wanted, allowed, WorkersWanted.NONE);
    }

    static GStreamerPipelineFactory factory(
            LabEffects labs, TextTrials.Wanted wanted, Set<String> allowed, WorkersWanted workers) {
        return new GStreamerPipelineFactory(
                -1, 10, 3840, wanted, new EffectRules(allowed, Set.of()), labs, new EventLog(), false, workers);
    }

    /**
     * With two workers ready, one for each medium, in a sandbox.
     *
     * @param allowed elements that run in a worker
     * @param home of the workers' files
     */
    public static GStreamerPipelineFactory withWorkers(LabEffects labs, Set<String> allowed, Path home) {
        List<Path> classPath = Stream.of(System.getProperty("java.class.path").split(":"))
                .map(Path::of)
                .toList();
        WorkerSettings settings =
                new WorkerSettings(2, false, WorkerSettings.Share.MEDIUM, 512L << 20, 200, true, "", List.of());
        return factory(labs, wanted(), allowed, new WorkersWanted(settings, home, directory -> classPath));
    }

    static TextTrials.Wanted wanted() {
        PipelineTexts builtIn = PipelineTexts.builtIn();
        return new TextTrials.Wanted(builtIn.jitterBuffer(), builtIn.byCodec(), CodecTexts.NV264, false);
    }

    public static Processing with(Processing processing, Option... options) {
        Treatment.Transcoded plain = (Treatment.Transcoded) processing.treatment();
        return with(
                processing,
                new Treatment.Transcoded(plain.picture(), plain.effects(), plain.bitrate(), Set.of(options)));
    }

    static Processing with(Processing processing, Treatment treatment) {
        return new Processing(processing.codec(), processing.payloadType(), processing.clockRate(), treatment);
    }

    public static Processing audio(Element... effect) {
        return processing(Codec.OPUS, null, range(16_000, 48_000, 64_000), effect);
    }

    public static Element element(String factory, String... properties) {
        return named(factory, null, properties);
    }

    public static Element named(String factory, String name, String... properties) {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < properties.length; i += 2) {
            map.put(properties[i], properties[i + 1]);
        }
        return new Element(factory, name, map);
    }

    private static Processing processing(Codec codec, Picture picture, BitrateRange range, Element... effect) {
        return new Processing(
                codec,
                RtpRecording.PAYLOAD_TYPE,
                codec.kind() == MediaKind.AUDIO ? 48_000 : 90_000,
                new Treatment.Transcoded(picture, List.of(effect), range, Set.of()));
    }

    private static BitrateRange range(long min, long initial, long max) {
        return new BitrateRange(new Bitrate(min), new Bitrate(initial), new Bitrate(max));
    }
}
