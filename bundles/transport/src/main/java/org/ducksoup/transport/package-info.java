/** Peer connections; {@link org.ducksoup.transport.media.InboundPath} and {@link org.ducksoup.transport.media.OutboundPath} are the way of a packet. */
@NullMarked
package org.ducksoup.transport;

import org.jspecify.annotations.NullMarked;
