/** Offers and answers (RFC 8829): which sections there are, and what each side may send. */
@NullMarked
package org.ducksoup.transport.negotiation;

import org.jspecify.annotations.NullMarked;
