package org.ducksoup.shell.http;

/** A request that cannot be carried out. Nothing has changed. */
final class ApiFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String key;
    private final String value;

    /**
     * @param status of RFC 9110
     * @param key the member or the part of the path that is wrong
     * @param value its value
     * @param message what is allowed, or what to do
     */
    ApiFailure(int status, String key, String value, String message) {
        super(message);
        this.status = status;
        this.key = key;
        this.value = value;
    }

    int status() {
        return status;
    }

    String key() {
        return key;
    }

    String value() {
        return value;
    }
}
