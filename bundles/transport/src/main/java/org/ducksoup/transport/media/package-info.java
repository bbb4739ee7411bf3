/**
 * The media path, from socket to socket. Indented classes are called by the one above them.
 *
 * <pre>
 *  receive thread of a local address
 *    BatchedSocket                     what has arrived, with one call to the system
 *      SharedPort                      STUN goes to ice4j; everything else is a datagram of the connection with this address
 *        InboundPath.onDatagram        RFC 7983: DTLS, RTP or RTCP
 *          DtlsEndpoint.receive        DTLS waits for a thread of the handshake pool
 *          SrtpSession.unprotectRtp    RFC 3711, in place
 *          ArrivalRecorder             transport-wide arrival times, reported by RtcpReturnPath
 *          RtpDemuxer.sectionFor       RFC 8843: SSRC, MID, payload type
 *          TrackReceiver.accept        RFC 3550: statistics, duplicates; a retransmission (RFC 4588) becomes what it repeats
 *            AudioLevelListener        RFC 6464: the sfu hears how loud the packet is
 *            NackGenerator             RFC 4585: what is missing, asked for by RtcpReturnPath
 *            RtpSink.onPacket          the sfu:
 *              TrackTap                a recorder may copy the packet here (dry)
 *              PublishedTrack          every subscriber in turn; with an effect the packet goes to its pipeline instead, and
 *                                      comes out on a thread of GStreamer, through a second tap (wet), to PublishedTrack
 *                TrackSender.onPacket  this receiver's SSRC, payload type, sequence number
 *                  HeaderWriter        this receiver's header extensions
 *                  PacketCache         a copy, for Retransmitter
 *                  OutboundPath.send   the receiver's own ciphertext, out of the same socket, with the others of the batch
 *          FeedbackPath.onRtcp         RTCP from the remote side: key frame requests, reports, lost packets
 *            Retransmitter             sends lost packets again
 *  timer thread
 *    ReportTimer                       sender and receiver reports, REMB: once a second
 * </pre>
 *
 * A packet belongs to the callee until the call returns. Whoever needs it longer copies it.
 */
@NullMarked
package org.ducksoup.transport.media;

import org.jspecify.annotations.NullMarked;
