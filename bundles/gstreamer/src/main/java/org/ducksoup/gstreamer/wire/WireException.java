package org.ducksoup.gstreamer.wire;

import java.io.IOException;

/** The other side says something that is no message. Nothing more is read from it. */
public final class WireException extends IOException {
    private static final long serialVersionUID = 1L;

    WireException(String sentence) {
        super(sentence);
    }

    WireException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
