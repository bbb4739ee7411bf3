/** What the whole server can take, and what it has taken. */
@NullMarked
package org.ducksoup.sfu.capacity;

import org.jspecify.annotations.NullMarked;
