/** Offers of a connection's media, and what they are made for (RFC 8829). */
@NullMarked
package org.ducksoup.sfu.negotiation;

import org.jspecify.annotations.NullMarked;
