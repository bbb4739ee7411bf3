package org.ducksoup.web.page;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The path of a request below the web prefix, decoded; starts with a slash.
 *
 * <p>Only the plain form of a path exists here. A path that would have to be normalised first (dots, empty segments,
 * encoded slashes, path parameters, control characters) is refused.
 */
public record RequestPath(String decoded) {

    /**
     * @param rawUri as in the request line, without the query
     * @return empty if it is outside the prefix or not in plain form
     */
    public static Optional<RequestPath> of(String rawUri, String prefix) {
        if (!rawUri.startsWith(prefix + "/")) {
            return Optional.empty();
        }
        return decode(rawUri.substring(prefix.length()))
                .filter(RequestPath::isPlain)
                .map(RequestPath::new);
    }

    boolean isBelow(String directory) {
        return decoded.startsWith(directory);
    }

    boolean isDirectory() {
        return decoded.endsWith("/");
    }

    private static boolean isPlain(String path) {
        if (path.chars().anyMatch(c -> c < ' ' || c == 0x7f || c == '\\' || c == ';')) {
            return false;
        }
        String[] segments = path.split("/", -1);
        for (int i = 1; i < segments.length; i++) {
            boolean last = i == segments.length - 1;
            if (segments[i].equals(".") || segments[i].equals("..") || (segments[i].isEmpty() && !last)) {
                return false;
            }
        }
        return true;
    }

    private static Optional<String> decode(String raw) {
        ByteBuffer bytes = ByteBuffer.allocate(raw.length() * 4);
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '%') {
                bytes.put(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            int high = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 1), 16) : -1;
            int low = i + 2 < raw.length() ? Character.digit(raw.charAt(i + 2), 16) : -1;
            int value = high * 16 + low;
            if (high < 0 || low < 0 || value == '/' || value == '%') {
                return Optional.empty();
            }
            bytes.put((byte) value);
            i += 2;
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
