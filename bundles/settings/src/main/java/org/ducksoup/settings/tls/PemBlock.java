package org.ducksoup.settings.tls;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One block of a PEM file (RFC 7468), which may have text around its blocks.
 *
 * @param label what it says it is, for instance {@code CERTIFICATE}
 * @param encrypted whether a password is needed for it (RFC 1421 header, or a label that says so)
 */
record PemBlock(String label, byte[] content, boolean encrypted) {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s(.*?)-----END \\1-----", Pattern.DOTALL);

    /** @throws IllegalArgumentException if a block is not Base64 */
    static List<PemBlock> parse(String text) {
        List<PemBlock> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            String label = matcher.group(1);
            String body = matcher.group(2);
            boolean encrypted = label.startsWith("ENCRYPTED") || body.contains("ENCRYPTED");
            byte[] content = encrypted ? new byte[0] : Base64.getDecoder().decode(body.replaceAll("\\s", ""));
            blocks.add(new PemBlock(label, content, encrypted));
        }
        return blocks;
    }
}
