package org.ducksoup.rtp.rtcp;

import org.osgi.annotation.versioning.ProviderType;

/**
 * One RTCP packet, as {@link RtcpReader} reads it and {@link RtcpWriter} writes it. All kinds are immutable values, checked
 * when made: a number that its field cannot hold is an {@link IllegalArgumentException}. Sources are 32-bit patterns and may be
 * negative.
 */
@ProviderType
public sealed interface RtcpPacket
        permits SenderReport,
                ReceiverReport,
                SourceDescription,
                Goodbye,
                PictureLossIndication,
                FullIntraRequest,
                GenericNack,
                TransportFeedback,
                ReceiverEstimatedMaximumBitrate,
                UnknownRtcp {}
