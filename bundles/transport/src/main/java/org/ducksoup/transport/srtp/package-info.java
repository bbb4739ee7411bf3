/** Protection of RTP and RTCP, by jitsi-srtp (RFC 3711, 7714). */
@NullMarked
package org.ducksoup.transport.srtp;

import org.jspecify.annotations.NullMarked;
