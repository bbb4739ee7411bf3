/** Steps of a packet's way, each measured alone. */
@NullMarked
package org.ducksoup.microbench;

import org.jspecify.annotations.NullMarked;
