package org.ducksoup.rtp.rtcp;

/** The ranges of fields, checked when a value is made, so that writing it cannot fail. */
final class Ranges {

    private Ranges() {}

    static void check(String field, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(field + " " + value + " is not in " + least + ".." + most);
        }
    }

    static void unsigned8(String field, long value) {
        check(field, value, 0, 0xff);
    }

    static void unsigned16(String field, long value) {
        check(field, value, 0, 0xffff);
    }

    static void unsigned32(String field, long value) {
        check(field, value, 0, 0xffffffffL);
    }

    /** RFC 3550 section 6.4.1: the count of a list stands in five bits of the packet's header. */
    static void fiveBitCount(String field, int size) {
        check("number of " + field, size, 0, 31);
    }
}
