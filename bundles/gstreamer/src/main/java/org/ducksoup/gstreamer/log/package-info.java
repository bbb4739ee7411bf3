/** GStreamer's own log, handed on to the server's event log. */
@NullMarked
package org.ducksoup.gstreamer.log;

import org.jspecify.annotations.NullMarked;
