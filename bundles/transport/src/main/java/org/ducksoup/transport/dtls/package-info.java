/** DTLS-SRTP handshakes, by Bouncy Castle (RFC 5764). */
@NullMarked
package org.ducksoup.transport.dtls;

import org.jspecify.annotations.NullMarked;
