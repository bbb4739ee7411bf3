/** Packets that are not used, counted by cause. */
@NullMarked
package org.ducksoup.transport.drop;

import org.jspecify.annotations.NullMarked;
