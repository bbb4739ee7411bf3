package org.ducksoup.rtp.rtcp;

/** Numbers that reader and writer share. */
final class RtcpFormat {

    // Packet types: RFC 3550 section 12.1, RFC 4585 section 6.1.
    static final int SENDER_REPORT = 200;
    static final int RECEIVER_REPORT = 201;
    static final int SOURCE_DESCRIPTION = 202;
    static final int GOODBYE = 203;
    static final int TRANSPORT_LAYER_FEEDBACK = 205;
    static final int PAYLOAD_SPECIFIC_FEEDBACK = 206;

    // Feedback message types: RFC 4585 sections 6.2 and 6.3, RFC 5104 section 4.3.1, the drafts of Holmer and
    // Alvestrand.
    static final int GENERIC_NACK = 1;
    static final int TRANSPORT_WIDE = 15;
    static final int PICTURE_LOSS = 1;
    static final int FULL_INTRA = 4;
    static final int APPLICATION_LAYER = 15;

    /** The letters REMB. */
    static final int REMB = 0x52454D42;

    /** RFC 3550 section 6.5.1. */
    static final int CNAME_ITEM = 1;

    private RtcpFormat() {}
}
