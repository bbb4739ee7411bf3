package org.ducksoup.transport.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.ducksoup.transport.SdpFuzzer;
import org.ducksoup.transport.dtls.DtlsFuzzer;
import org.ducksoup.transport.dtls.DtlsRecordFuzzer;
import org.ducksoup.transport.ice.StunFuzzer;
import org.ducksoup.transport.media.HeaderExtensionFuzzer;
import org.ducksoup.transport.media.RtcpFuzzer;
import org.ducksoup.transport.media.RtpFuzzer;

/** What is fuzzed, with the inputs that are kept: those that once found something, or reached code that others did not. */
enum FuzzTarget {
    STUN(StunFuzzer.class, StunFuzzer::fuzzerTestOneInput, 600),
    DTLS(DtlsFuzzer.class, DtlsFuzzer::fuzzerTestOneInput, 2000),
    DTLS_RECORD(DtlsRecordFuzzer.class, DtlsRecordFuzzer::fuzzerTestOneInput, 1500),
    RTP(RtpFuzzer.class, RtpFuzzer::fuzzerTestOneInput, 400),
    HEADER_EXTENSION(HeaderExtensionFuzzer.class, HeaderExtensionFuzzer::fuzzerTestOneInput, 400),
    RTCP(RtcpFuzzer.class, RtcpFuzzer::fuzzerTestOneInput, 600),
    SDP(SdpFuzzer.class, SdpFuzzer::fuzzerTestOneInput, 3000);

    private static final Path CORPORA = Path.of("src/test/resources/fuzz").toAbsolutePath();

    final Class<?> fuzzer;
    final Consumer<byte[]> execution;
    final int maxLength;

    FuzzTarget(Class<?> fuzzer, Consumer<byte[]> execution, int maxLength) {
        this.fuzzer = fuzzer;
        this.execution = execution;
        this.maxLength = maxLength;
    }

    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    Path corpus() {
        return CORPORA.resolve(title());
    }

    List<Path> kept() {
        try (Stream<Path> files = Files.list(corpus())) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
