/** Peer connections; {@link org.ducksoup.transport.InboundPath} and {@link org.ducksoup.transport.OutboundPath} are the way of a packet. */
@NullMarked
package org.ducksoup.transport;

import org.jspecify.annotations.NullMarked;
