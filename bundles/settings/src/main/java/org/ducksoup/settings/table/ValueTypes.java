package org.ducksoup.settings.table;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.ducksoup.settings.table.ValueType.Range;
import org.jspecify.annotations.Nullable;

/** The types of all settings. */
final class ValueTypes {
    private static final Pattern IPV4 = Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]+(\\d+\\.\\d+\\.\\d+\\.\\d+)?");

    /** RFC 6454 section 6.2: scheme, host and a port that is not the scheme's default; browsers send it in lower case. */
    private static final Pattern ORIGIN =
            Pattern.compile("(http|https)://([a-z0-9]([a-z0-9.-]*[a-z0-9])?|\\[[0-9a-f:.]+])(:\\d{1,5})?");

    /** RFC 7064. */
    private static final Pattern STUN_SERVER =
            Pattern.compile("stuns?:([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?");

    /** The scheme, the host and the port of a receiver, and a path. */
    private static final Pattern WEBHOOK = Pattern.compile(
            "https?://([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?(/[!-~&&[^?#\\\\,]]*)?");

    /** A host and a port. */
    private static final Pattern MEMBER =
            Pattern.compile("([A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+]):([1-9]\\d{0,4})");

    private ValueTypes() {}

    static ValueType integer(int min, int max) {
        return new ValueType("a whole number from " + min + " to " + max, "", new Range(min, max), text -> {
            try {
                int number = Integer.parseInt(text);
                return number >= min && number <= max ? number : null;
            } catch (NumberFormatException e) {
                return null;
            }
        });
    }

    /** @param meaning the number that stands for the word */
    static ValueType integerOr(String word, int meaning, int min, int max) {
        ValueType number = integer(min, max);
        return new ValueType(
                word + ", or " + number.allowed(),
                "",
                new Range(Math.min(meaning, min), Math.max(meaning, max)),
                text -> text.equals(word) ? (Object) meaning : number.parse(text));
    }

    static ValueType flag() {
        return new ValueType("true or false", "", text -> switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> null;
        });
    }

    static ValueType oneOf(String... choices) {
        List<String> known = List.of(choices);
        return new ValueType(String.join(" or ", choices), "", text -> known.contains(text) ? text : null);
    }

    static ValueType text(String allowed, String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return new ValueType(allowed, "", text -> compiled.matcher(text).matches() ? text : null);
    }

    static ValueType path() {
        return new ValueType("a path", "", text -> text.indexOf('\0') < 0 ? text : null);
    }

    static ValueType paths() {
        return list(
                "absolute paths such as /opt/models separated by commas", text -> text.matches("/[^\\x00-\\x1f,]*"));
    }

    static ValueType address() {
        return new ValueType(
                "an IPv4 or IPv6 address such as 0.0.0.0 or 192.0.2.7", "", text -> isAddress(text) ? text : null);
    }

    static ValueType addresses() {
        return list("IPv4 or IPv6 addresses separated by commas", ValueTypes::isAddress);
    }

    static ValueType networks() {
        return list(
                "addresses or networks such as 127.0.0.1 or 172.16.0.0/12 separated by commas", ValueTypes::isNetwork);
    }

    private static boolean isNetwork(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return isAddress(text);
        }
        String bits = text.substring(slash + 1);
        String address = text.substring(0, slash);
        return isAddress(address)
                && bits.matches("\\d{1,3}")
                && Integer.parseInt(bits) <= (address.contains(":") ? 128 : 32);
    }

    static ValueType origins() {
        return list(
                "origins such as https://lab.example or http://localhost:8180 in lower case, without a path,"
                        + " separated by commas",
                text -> ORIGIN.matcher(text).matches());
    }

    /** The word {@code false} becomes the empty list. */
    static ValueType stunServers() {
        ValueType servers = list(
                "STUN servers such as stun:stun.example:3478 separated by commas, or false for none",
                text -> STUN_SERVER.matcher(text).matches());
        return new ValueType(
                servers.allowed(),
                servers.absent(),
                text -> text.equals("false") ? new String[0] : servers.parse(text));
    }

    static ValueType webhooks() {
        return list(
                "addresses such as https://study.example/ducksoup, without user, query or fragment, separated by commas",
                text -> WEBHOOK.matcher(text).matches());
    }

    /** The address of a server of a cluster. */
    static ValueType member() {
        return new ValueType(
                "a host and a port such as lab1.example:5701",
                "",
                text -> MEMBER.matcher(text).matches() ? text : null);
    }

    /** The addresses of all servers of a cluster. */
    static ValueType members() {
        ValueType addresses = list(
                "addresses such as lab1.example:5701 of at least two servers, each once, separated by commas",
                text -> MEMBER.matcher(text).matches());
        return new ValueType(addresses.allowed(), addresses.absent(), text -> {
            Object parsed = addresses.parse(text);
            return parsed instanceof String[] all
                            && all.length > 1
                            && Arrays.stream(all).distinct().count() == all.length
                    ? all
                    : null;
        });
    }

    /** Names of element factories of GStreamer. */
    static ValueType elements() {
        return list(
                "names such as pitch or coloreffects, separated by commas",
                text -> text.matches("[A-Za-z0-9][A-Za-z0-9_.+-]{0,99}"));
    }

    /** RFC 8410: SubjectPublicKeyInfo in base64, the one line of the PEM file that {@code openssl pkey -pubout} writes. */
    static ValueType ed25519PublicKey() {
        return new ValueType(
                "an Ed25519 public key in base64, the line between BEGIN and END of its PEM file", "", text -> {
                    try {
                        KeyFactory.getInstance("Ed25519")
                                .generatePublic(new X509EncodedKeySpec(
                                        Base64.getDecoder().decode(text)));
                        return text;
                    } catch (GeneralSecurityException | IllegalArgumentException e) {
                        return null;
                    }
                });
    }

    private static ValueType list(String allowed, Predicate<String> entry) {
        return new ValueType(allowed, new String[0], text -> {
            String[] entries =
                    Arrays.stream(text.split(",", -1)).map(String::trim).toArray(String[]::new);
            return Arrays.stream(entries).allMatch(entry) ? entries : null;
        });
    }

    private static boolean isAddress(@Nullable String text) {
        if (text == null || IPV4.matcher(text).matches()) {
            return text != null;
        }
        if (!text.contains(":") || !IPV6.matcher(text).matches()) {
            return false;
        }
        try {
            // The text contains a colon, so this call never asks a name server.
            return InetAddress.getByName(text) != null;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
