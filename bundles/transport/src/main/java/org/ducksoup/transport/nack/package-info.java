/** Lost packets (RFC 4585): what is missing and asked for again, and what is kept to be sent again. */
@NullMarked
package org.ducksoup.transport.nack;

import org.jspecify.annotations.NullMarked;
