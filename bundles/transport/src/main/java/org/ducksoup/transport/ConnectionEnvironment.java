package org.ducksoup.transport;

import java.security.SecureRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import org.ducksoup.api.media.Bitrate;
import org.ducksoup.transport.dtls.DtlsIdentity;
import org.ducksoup.transport.ice.UdpEndpoint;

/**
 * Everything that the connections of one server share.
 *
 * @param endpoint the UDP port
 * @param identity the certificate
 * @param handshakes runs a bounded number of DTLS handshakes at a time
 * @param blocking runs other work that may block
 * @param timer runs short periodic work
 * @param random for identifiers that nobody may guess
 * @param transportWide whether the arrival of every packet is reported, both ways
 * @param maxReceiveRate the rate that one remote side may send, for all tracks together
 */
record ConnectionEnvironment(
        UdpEndpoint endpoint,
        DtlsIdentity identity,
        Executor handshakes,
        Executor blocking,
        ScheduledExecutorService timer,
        SecureRandom random,
        boolean transportWide,
        Bitrate maxReceiveRate) {}
