/**
 * What the server and a worker process say to each other: frames on two Unix sockets, one for each direction. Both ends check
 * everything they read.
 */
@NullMarked
package org.ducksoup.gstreamer.wire;

import org.jspecify.annotations.NullMarked;
