package org.ducksoup.gstreamer;

import java.util.ArrayList;
import java.util.List;

/** Finds short beeps in silence. */
final class Beeps {
    private static final int RATE = 48_000;
    private static final int PACKET = RATE / 50;
    private static final int BLOCK = RATE / 1000;
    private static final double LOUD = 2000;
    private static final double PAUSE_SECONDS = 0.1;

    private Beeps() {}

    /**
     * @param samples of packets of 20 ms each
     * @param packetSeconds when each packet is to be heard
     * @return the middle of each beep's energy, in seconds
     */
    static List<Double> at(short[] samples, List<Double> packetSeconds) {
        List<Double> beeps = new ArrayList<>();
        double energy = 0;
        double moment = 0;
        double last = Double.NEGATIVE_INFINITY;
        for (int i = 0; i + BLOCK <= samples.length && i / PACKET < packetSeconds.size(); i += BLOCK) {
            double seconds = packetSeconds.get(i / PACKET) + i % PACKET / (double) RATE;
            double loudness = loudness(samples, i);
            if (energy > 0 && seconds - last > PAUSE_SECONDS) {
                beeps.add(moment / energy);
                energy = 0;
                moment = 0;
            }
            if (loudness > LOUD) {
                energy += loudness;
                moment += loudness * seconds;
                last = seconds;
            }
        }
        if (energy > 0) {
            beeps.add(moment / energy);
        }
        return beeps;
    }

    private static double loudness(short[] samples, int from) {
        double sum = 0;
        for (int i = from; i < from + BLOCK; i++) {
            sum += (double) samples[i] * samples[i];
        }
        return Math.sqrt(sum / BLOCK);
    }
}
