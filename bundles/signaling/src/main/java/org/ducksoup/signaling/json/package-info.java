/** Strict reading of JSON: what is not as the protocol says is refused by name. */
@NullMarked
package org.ducksoup.signaling.json;

import org.jspecify.annotations.NullMarked;
