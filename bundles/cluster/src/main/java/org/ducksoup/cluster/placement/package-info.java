/** Which server a new interaction begins on: decisions by values alone. */
@NullMarked
package org.ducksoup.cluster.placement;

import org.jspecify.annotations.NullMarked;
