package org.ducksoup.signaling;

/** Why a socket is closed: RFC 6455 section 7.4.1. */
final class CloseCode {
    static final int NORMAL = 1000;
    static final int POLICY_VIOLATION = 1008;
    static final int INTERNAL_ERROR = 1011;
    static final int SERVICE_RESTART = 1012;
    private static final int ABNORMAL = 1006;

    private CloseCode() {}

    /** Nobody wanted it: the network broke the connection, or this server replaces one of its parts. */
    static boolean isLoss(int code) {
        return code == ABNORMAL || code == SERVICE_RESTART;
    }
}
