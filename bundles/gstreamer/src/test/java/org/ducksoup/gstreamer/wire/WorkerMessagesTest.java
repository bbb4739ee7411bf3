package org.ducksoup.gstreamer.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.ducksoup.api.effect.Effect;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.api.media.BitrateRange;
import org.ducksoup.api.media.Codec;
import org.ducksoup.api.media.MediaKind;
import org.ducksoup.api.pipeline.PipelineSpecification.Element;
import org.ducksoup.api.pipeline.PipelineSpecification.Option;
import org.ducksoup.api.pipeline.PipelineSpecification.Picture;
import org.ducksoup.api.pipeline.PipelineSpecification.Processing;
import org.ducksoup.api.pipeline.PipelineSpecification.Treatment;
import org.ducksoup.gstreamer.element.Domain;
import org.ducksoup.gstreamer.element.ElementFacts;
import org.ducksoup.gstreamer.element.PropertyFacts;
import org.ducksoup.gstreamer.element.PropertyFacts.TypedValue;
import org.ducksoup.gstreamer.pipeline.CodecTexts;
import org.ducksoup.gstreamer.pipeline.Medium;
import org.ducksoup.gstreamer.pipeline.MediumPlan;
import org.ducksoup.gstreamer.pipeline.PipelineTexts;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the server and a worker say arrives as it was said, and what is no message is refused. */
final class WorkerMessagesTest {
    private static final BitrateRange RATE =
            new BitrateRange(new Bitrate(1), new Bitrate(2), new Bitrate(3_000_000_000L));
    private static final Processing VIDEO = new Processing(
            Codec.H264,
            102,
            90_000,
            new Treatment.Transcoded(
                    new Picture(800, 600, 30),
                    List.of(
                            new Element("broken", "fx", Map.of("mode", "\u00e4 \u2013 \ud83e\udd86")),
                            new Element("coloreffects", null, Map.of())),
                    RATE,
                    Set.of(Option.TIME_OVERLAY, Option.GPU)));
    private static final Processing AUDIO = new Processing(Codec.OPUS, 111, 48_000, new Treatment.Sorted());

    private static final List<Domain> DOMAINS = List.of(
            new Domain.Whole(
                    Domain.Width.UINT64, BigInteger.ZERO, BigInteger.TWO.pow(64).subtract(BigInteger.ONE)),
            new Domain.Real(false, -1e30, 1e30),
            new Domain.Switch(),
            new Domain.Choice(List.of(new Domain.Option(-1, "none", "No effect"), new Domain.Option(7, "x", "X"))),
            new Domain.Flags(List.of(new Domain.Option(4, "a", "A"))),
            new Domain.Text(),
            new Domain.Other("GstCaps"));

    private static final List<Message> MESSAGES = List.of(
            new Message.Ready(1, "GStreamer 1.22.0"),
            new Message.Started(1),
            new Message.KeyFrameNeeded(2),
            new Message.Failed(3, "media go in, and nothing comes out"),
            new Message.Freed(4),
            new Message.Description(5, "digraph".repeat(20_000)),
            new Message.Elements(6, List.of(element()), ""),
            new Message.Elements(7, List.of(), "It hangs."),
            new Message.Pong(8),
            new Message.Setup(new MediumPlan.Tuning(-1, 10, 3840, PipelineTexts.builtIn())),
            new Message.Setup(new MediumPlan.Tuning(
                    40,
                    1,
                    640,
                    new PipelineTexts("latency=40", Map.of(Codec.VP8, CodecTexts.VP8), CodecTexts.NV264, Map.of()))),
            new Message.Open(
                    9,
                    new Medium.Design("default/trial/ann", VIDEO, 1200, Long.MIN_VALUE),
                    List.of("/plugins/1/libgstbroken.so"),
                    Set.of("broken"),
                    List.of(new Message.LabEffect(
                            "telephone",
                            Map.of("volume", "0.8"),
                            new Effect.Bin(
                                    "volume name=out", Map.of("out.volume", "0.8"), Map.of("volume", "out.volume")))),
                    65_535,
                    -1,
                    0.25,
                    List.of(
                            new Message.Value("effect-0", "amount", new TypedValue.RealValue(0.5)),
                            new Message.Value("effect-0", "mode", new TypedValue.TextValue("none")),
                            new Message.Value("effect-1", "preset", new TypedValue.WholeValue(-1))),
                    List.of("effect-1")),
            new Message.Open(
                    10,
                    new Medium.Design("", AUDIO, 128, 0),
                    List.of(),
                    Set.of(),
                    List.of(),
                    -1,
                    64_000,
                    0,
                    List.of(),
                    List.of()),
            new Message.SetValue(
                    11,
                    new Message.Value("effect-0", "amount", new TypedValue.RealValue(Double.NaN)),
                    new Message.Timing(Long.MAX_VALUE, 7)),
            new Message.Circuit(21, "effect-0", true, Message.Timing.AT_ONCE),
            new Message.Applied(22, 7, 123_456_789_012L),
            new Message.KeyFrame(12),
            new Message.Rate(13, 3_000_000_000L),
            new Message.Loss(14, 1),
            new Message.Close(15),
            new Message.Describe(16, 17),
            new Message.Find(18, "/plugins/libgstlab.so", null),
            new Message.Find(19, null, "videobalance"),
            new Message.Ping(20));

    private static ElementFacts element() {
        TreeMap<String, PropertyFacts> properties = new TreeMap<>();
        for (Domain domain : DOMAINS) {
            String name = domain.getClass().getSimpleName();
            properties.put(
                    name,
                    new PropertyFacts(name, 0, true, false, domain, name.length() > 4 ? "1" : null, "what it does"));
        }
        return new ElementFacts(
                "broken", Set.of("Filter", "Effect"), MediaKind.VIDEO, "sink", "src", Set.of("I420"), properties);
    }

    /** Everything that a reader hands on, in order. */
    private static final class Heard implements FrameReader.Handler {
        private final List<Object> all = new ArrayList<>();

        @Override
        public void onMessage(Message message) {
            all.add(message);
        }

        @Override
        public void onPacketIn(int medium, byte[] buffer, int length, long arrivalNanos) {
            all.add("in " + medium + " " + arrivalNanos + " " + Arrays.toString(Arrays.copyOf(buffer, length)));
        }

        @Override
        public void onPacketOut(int medium, boolean overdue, byte[] buffer, int length) {
            all.add("out " + medium + " " + overdue + " " + Arrays.toString(Arrays.copyOf(buffer, length)));
        }

        @Override
        public void onTiming(int medium, long rtpTimestamp, long timeNanos) {
            all.add("timing " + medium + " " + rtpTimestamp + " " + timeNanos);
        }

        @Override
        public void onAudioLevel(int medium, int level, long arrivalNanos) {
            all.add("level " + medium + " " + level + " " + arrivalNanos);
        }
    }

    private static byte[] written() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Outbox outbox = new Outbox(Channels.newChannel(bytes));
        for (Message message : MESSAGES) {
            outbox.send(message);
            outbox.packetIn(1, new byte[] {9, 1, 2, 3, 9}, 1, 3, -5);
            outbox.packetOut(2, true, new byte[] {4, 5}, 0, 2);
            outbox.packetOut(3, false, new byte[1500], 100, 1400);
            outbox.timing(4, 0xffffffffL, Long.MAX_VALUE);
            outbox.audioLevel(5, 127, -7);
        }
        return bytes.toByteArray();
    }

    @Test
    void everythingArrivesAsItWasSaid() throws Exception {
        Heard heard = new Heard();
        new FrameReader(Channels.newChannel(new ByteArrayInputStream(written())), heard).run();
        assertThat(heard.all).hasSize(6 * MESSAGES.size());
        for (int i = 0; i < MESSAGES.size(); i++) {
            assertThat(heard.all.get(6 * i)).isEqualTo(MESSAGES.get(i));
            assertThat(heard.all.get(6 * i + 1)).isEqualTo("in 1 -5 [1, 2, 3]");
            assertThat(heard.all.get(6 * i + 2)).isEqualTo("out 2 true [4, 5]");
            assertThat(heard.all.get(6 * i + 4)).isEqualTo("timing 4 4294967295 9223372036854775807");
            assertThat(heard.all.get(6 * i + 5)).isEqualTo("level 5 127 -7");
        }
    }

    /** A channel may take and give any part of a frame. */
    @Test
    void framesComeInPieces() throws Exception {
        byte[] bytes = written();
        Heard heard = new Heard();
        int[] at = {0};
        new FrameReader(
                        new ReadableByteChannel() {
                            @Override
                            public int read(ByteBuffer into) {
                                if (at[0] == bytes.length) {
                                    return -1;
                                }
                                int length = Math.min(Math.min(7919, into.remaining()), bytes.length - at[0]);
                                into.put(bytes, at[0], length);
                                at[0] += length;
                                return length;
                            }

                            @Override
                            public boolean isOpen() {
                                return true;
                            }

                            @Override
                            public void close() {}
                        },
                        heard)
                .run();
        assertThat(heard.all).hasSize(6 * MESSAGES.size());
    }

    /** A channel that takes nothing: packets are left out, messages still find room for a while, and then it is an error. */
    @Test
    void whatTheOtherSideDoesNotReadHasABound() throws Exception {
        boolean[] open = {false};
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        WritableByteChannel sink = Channels.newChannel(bytes);
        Outbox outbox = new Outbox(new WritableByteChannel() {
            @Override
            public int write(ByteBuffer from) throws IOException {
                return open[0] ? sink.write(from) : 0;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        });
        int packets = 0;
        while (outbox.packetIn(1, new byte[1200], 0, 1200, 0)) {
            packets++;
        }
        assertThat(packets).isBetween(100, 300);
        outbox.send(new Message.KeyFrame(1));
        assertThatThrownBy(() -> {
                    while (true) {
                        outbox.send(new Message.Failed(1, "x".repeat(10_000)));
                    }
                })
                .hasMessageContaining("does not read");
        open[0] = true;
        outbox.flush();
        Heard heard = new Heard();
        new FrameReader(Channels.newChannel(new ByteArrayInputStream(bytes.toByteArray())), heard).run();
        assertThat(heard.all.subList(0, packets))
                .allMatch(each -> each.toString().startsWith("in 1"));
        assertThat(heard.all.get(packets)).isEqualTo(new Message.KeyFrame(1));
    }

    /** Wrong lengths, and louder than can be. */
    @Test
    void whatIsNoLoudnessIsRefused() {
        byte[][] frames = {
            {0, 0, 0, 14, 5, 0, 0, 0, 1, (byte) 128, 0, 0, 0, 0, 0, 0, 0, 0},
            {0, 0, 0, 13, 5, 0, 0, 0, 1, 20, 0, 0, 0, 0, 0, 0, 0},
            {0, 0, 0, 15, 5, 0, 0, 0, 1, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0}
        };
        for (byte[] frame : frames) {
            assertThatThrownBy(() ->
                            new FrameReader(Channels.newChannel(new ByteArrayInputStream(frame)), new Heard()).run())
                    .isInstanceOf(WireException.class);
        }
    }

    @Test
    void whatIsNoMessageIsRefused() {
        fuzz(20_000);
    }

    @Test
    @Tag("long")
    void whatIsNoMessageIsRefusedFarMoreOften() {
        fuzz(3_000_000);
    }

    /** Changed bytes in frames that were right: an exception that says so, or another message; never anything else. */
    private static void fuzz(int times) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<byte[]> encoded = MESSAGES.stream().map(MessageCodec::encode).toList();
        int refused = 0;
        for (int i = 0; i < times; i++) {
            byte[] bytes = encoded.get(random.nextInt(encoded.size())).clone();
            if (bytes.length > 10_000) {
                continue;
            }
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            byte[] cut = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length)) : bytes;
            ByteBuffer frame =
                    ByteBuffer.allocate(4 + cut.length).putInt(cut.length).put(cut);
            try {
                new FrameReader(Channels.newChannel(new ByteArrayInputStream(frame.array())), new Heard()).run();
            } catch (WireException e) {
                refused++;
            } catch (IOException | RuntimeException e) {
                throw new AssertionError("seed " + seed + ", trial " + i, e);
            }
        }
        System.out.printf("%d of %d changed messages were refused, seed %d%n", refused, times, seed);
        assertThat(refused).isPositive();
    }
}
