package org.ducksoup.rtp.rtcp;

/**
 * A decoder lost a picture and wants to be able to go on: in practice, a request for a key frame (RFC 4585 section 6.3.1).
 *
 * @param senderSsrc who asks
 * @param mediaSsrc the video source that is to answer
 */
public record PictureLossIndication(int senderSsrc, int mediaSsrc) implements RtcpPacket {}
