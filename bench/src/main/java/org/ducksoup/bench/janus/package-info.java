/** Participants of Janus's video room, over its WebSocket. */
@NullMarked
package org.ducksoup.bench.janus;

import org.jspecify.annotations.NullMarked;
