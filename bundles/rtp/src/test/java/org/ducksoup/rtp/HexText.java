package org.ducksoup.rtp;

import java.util.HexFormat;

/** Bytes as the RFCs' diagrams show them: hexadecimal, with spaces wherever they help. */
public final class HexText {

    private HexText() {}

    public static byte[] bytes(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }
}
