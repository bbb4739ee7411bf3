/** Session descriptions (RFC 8866) as WebRTC writes them (RFC 8829). */
@NullMarked
package org.ducksoup.transport.sdp;

import org.jspecify.annotations.NullMarked;
