package org.ducksoup.congestion;

/**
 * Decides whether the queue before the bottleneck grows. It compares the slope of the delay over the last groups with a
 * threshold that adapts itself, so that flows of other kinds do not starve this one (draft-ietf-rmcat-gcc-02 sections
 * 5.3 and 5.4, with the line fit of current browsers in place of the Kalman filter).
 */
final class DelayTrend {
    /** The state of the path. */
    enum Usage {
        NORMAL,
        /** The queue grows. */
        OVERUSE,
        /** The queue shrinks. */
        UNDERUSE
    }

    private static final int WINDOW = 20;
    private static final double SMOOTHING = 0.9;
    private static final double GAIN = 4;
    private static final int MAX_GROUPS = 60;
    private static final double INITIAL_THRESHOLD = 12.5;
    private static final double THRESHOLD_UP = 0.0087;
    private static final double THRESHOLD_DOWN = 0.039;
    private static final double MIN_THRESHOLD = 6;
    private static final double MAX_THRESHOLD = 600;

    /** A larger excess is a jump of the delay, and does not change the threshold. */
    private static final double JUMP = 15;

    private static final double OVERUSE_MILLIS = 10;

    private final double[] times = new double[WINDOW];
    private final double[] delays = new double[WINDOW];
    private int count;
    private int groups;
    private double accumulated;
    private double smoothed;
    private double threshold = INITIAL_THRESHOLD;
    private double lastTrend;
    private double overuseMillis = -1;
    private int overuseCount;
    private long lastAtNanos;
    private boolean started;
    private long originNanos;
    private Usage usage = Usage.NORMAL;

    void onGroup(long sendNanos, long arrivalNanos, long atNanos) {
        if (!started) {
            started = true;
            originNanos = atNanos;
            lastAtNanos = atNanos;
        }
        groups = Math.min(groups + 1, MAX_GROUPS);
        accumulated += (arrivalNanos - sendNanos) / 1e6;
        smoothed = SMOOTHING * smoothed + (1 - SMOOTHING) * accumulated;
        if (count == WINDOW) {
            System.arraycopy(times, 1, times, 0, WINDOW - 1);
            System.arraycopy(delays, 1, delays, 0, WINDOW - 1);
            count--;
        }
        times[count] = (atNanos - originNanos) / 1e6;
        delays[count] = smoothed;
        count++;
        double trend = count == WINDOW ? slope() : lastTrend;
        detect(trend, sendNanos / 1e6, atNanos);
    }

    /** Fits a line by least squares. */
    private double slope() {
        double meanTime = 0;
        double meanDelay = 0;
        for (int i = 0; i < WINDOW; i++) {
            meanTime += times[i] / WINDOW;
            meanDelay += delays[i] / WINDOW;
        }
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < WINDOW; i++) {
            covariance += (times[i] - meanTime) * (delays[i] - meanDelay);
            variance += (times[i] - meanTime) * (times[i] - meanTime);
        }
        return variance == 0 ? lastTrend : covariance / variance;
    }

    private void detect(double trend, double sendMillis, long atNanos) {
        double excess = groups * trend * GAIN;
        if (groups < 2) {
            usage = Usage.NORMAL;
        } else if (excess > threshold) {
            overuseMillis = overuseMillis < 0 ? sendMillis / 2 : overuseMillis + sendMillis;
            overuseCount++;
            if (overuseMillis > OVERUSE_MILLIS && overuseCount > 1 && trend >= lastTrend) {
                overuseMillis = 0;
                overuseCount = 0;
                usage = Usage.OVERUSE;
            }
        } else {
            overuseMillis = -1;
            overuseCount = 0;
            usage = excess < -threshold ? Usage.UNDERUSE : Usage.NORMAL;
        }
        lastTrend = trend;
        adapt(excess, atNanos);
    }

    private void adapt(double excess, long atNanos) {
        double size = Math.abs(excess);
        double elapsed = Math.min(100, (atNanos - lastAtNanos) / 1e6);
        lastAtNanos = atNanos;
        if (size > threshold + JUMP) {
            return;
        }
        double speed = size < threshold ? THRESHOLD_DOWN : THRESHOLD_UP;
        threshold += speed * (size - threshold) * elapsed;
        threshold = Math.max(MIN_THRESHOLD, Math.min(MAX_THRESHOLD, threshold));
    }

    Usage usage() {
        return usage;
    }
}
