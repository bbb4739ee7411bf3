package org.ducksoup.bench.load;

import java.time.Duration;
import java.util.List;
import org.ducksoup.testkit.media.LatencyHistogram;

/**
 * What was measured of one load on one server.
 *
 * @param firstVideo of each participant, from its join to its first whole key frame, sorted
 * @param seconds for which the rest was measured
 * @param sent packets of all participants
 * @param wanted packets that all participants should have sent
 * @param delivered packets to all participants
 * @param lost packets of all tracks since they began
 * @param latency from the sender's thread to the receiver's socket
 * @param lateness of the sender's thread, which is part of no latency and says how busy this side was
 * @param frameDelay from a frame's capture to its arrival, as the sender reports tell it; for tracks the server encodes
 * @param server what it used; null if its process is not on this machine
 */
public record Figures(
        List<Duration> firstVideo,
        double seconds,
        long sent,
        double wanted,
        long delivered,
        long lost,
        LatencyHistogram latency,
        LatencyHistogram lateness,
        LatencyHistogram frameDelay,
        @org.jspecify.annotations.Nullable Use server) {

    /**
     * @param cpuSeconds of the server and its children while the load was measured
     * @param residentBefore bytes before the first join
     * @param resident bytes at the end
     * @param threads at the end
     * @param allocated bytes of the Java heap while the load was measured; -1 if the server is no Java process
     */
    public record Use(double cpuSeconds, long residentBefore, long resident, int threads, long allocated) {}

    /** The share of its packets that this side did not send. */
    public double missed() {
        return wanted == 0 ? 0 : Math.max(0, 1 - sent / wanted);
    }

    /** Packets that the server delivered for each second of its processor time; NaN if that is not known. */
    public double packetsPerCpuSecond() {
        return server == null ? Double.NaN : delivered / server.cpuSeconds;
    }

    /** @param percent 0 to 100 */
    public Duration firstVideo(double percent) {
        int index = (int) Math.ceil(firstVideo.size() * percent / 100) - 1;
        return firstVideo.isEmpty() ? Duration.ZERO : firstVideo.get(Math.max(0, index));
    }
}
