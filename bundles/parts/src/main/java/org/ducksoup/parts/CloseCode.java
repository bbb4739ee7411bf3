package org.ducksoup.parts;

/** Status codes of a closed WebSocket: RFC 6455 section 7.4 and the registry that it founded. */
public final class CloseCode {
    public static final int NORMAL = 1000;
    /** A page unloads; some proxies say it too, when they restart. */
    public static final int GOING_AWAY = 1001;

    public static final int NOT_ACCEPTABLE = 1003;
    public static final int ABNORMAL = 1006;
    public static final int POLICY_VIOLATION = 1008;
    public static final int INTERNAL_ERROR = 1011;
    public static final int SERVICE_RESTART = 1012;
    public static final int TRY_AGAIN_LATER = 1013;

    private CloseCode() {}

    /**
     * The client did not want the socket to close: the network broke it, this server replaces one of its parts, or the client did
     * not read for too long.
     */
    public static boolean isLoss(int code) {
        return code == ABNORMAL || code == SERVICE_RESTART || code == TRY_AGAIN_LATER;
    }
}
