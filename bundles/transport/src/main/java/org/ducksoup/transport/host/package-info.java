/** What the machine has for media: network addresses, the buffer of the UDP socket, and the packets lost there. */
@NullMarked
package org.ducksoup.transport.host;

import org.jspecify.annotations.NullMarked;
