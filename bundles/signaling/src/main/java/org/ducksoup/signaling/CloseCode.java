package org.ducksoup.signaling;

/** Why a socket is closed: RFC 6455 section 7.4.1. */
final class CloseCode {
    static final int NORMAL = 1000;
    static final int POLICY_VIOLATION = 1008;
    static final int INTERNAL_ERROR = 1011;

    private CloseCode() {}
}
