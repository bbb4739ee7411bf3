/** One UDP port for everybody, by ice4j (RFC 8445). */
@NullMarked
package org.ducksoup.transport.ice;

import org.jspecify.annotations.NullMarked;
