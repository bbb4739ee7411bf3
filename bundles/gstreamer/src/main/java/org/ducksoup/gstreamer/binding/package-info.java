/** GStreamer's own functions, as few as needed, called without reflection; and what makes them fit for Java. */
@NullMarked
package org.ducksoup.gstreamer.binding;

import org.jspecify.annotations.NullMarked;
