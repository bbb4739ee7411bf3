/** Packets on their way into a pipeline and out of it: their places in time, what comes too late, and whether anything comes. */
@NullMarked
package org.ducksoup.gstreamer.packet;

import org.jspecify.annotations.NullMarked;
