package org.ducksoup.web.socket;

/** Status codes of RFC 6455 section 7.4 and the registry it founded. */
final class CloseCode {
    static final int NOT_ACCEPTABLE = 1003;
    static final int ABNORMAL = 1006;
    static final int INTERNAL_ERROR = 1011;
    static final int SERVICE_RESTART = 1012;
    static final int TRY_AGAIN_LATER = 1013;

    private CloseCode() {}
}
