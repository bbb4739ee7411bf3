package org.ducksoup.rtp.rtcp;

/**
 * A decoder has lost a picture. In practice this is a request for a key frame (RFC 4585 section 6.3.1).
 *
 * @param senderSsrc who asks
 * @param mediaSsrc the video source that is to answer
 */
public record PictureLossIndication(int senderSsrc, int mediaSsrc) implements RtcpPacket {}
