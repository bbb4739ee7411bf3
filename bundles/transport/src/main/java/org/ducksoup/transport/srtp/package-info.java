/** Protection of RTP and RTCP (RFC 3711, 7714): by jitsi-srtp, and for RTP under AES-GCM by contexts of our own with its ciphers. */
@NullMarked
package org.ducksoup.transport.srtp;

import org.jspecify.annotations.NullMarked;
