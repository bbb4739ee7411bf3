package org.ducksoup.transport.ice;

import java.net.InetAddress;

/**
 * An address clients can send to.
 *
 * @param address what is announced
 * @param port UDP port
 */
public record UdpAddress(InetAddress address, int port) {}
