/** Messages of the client protocol, read and written. */
@NullMarked
package org.ducksoup.signaling.message;

import org.jspecify.annotations.NullMarked;
