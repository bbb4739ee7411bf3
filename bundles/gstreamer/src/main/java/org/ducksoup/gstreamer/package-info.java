/** Media pipelines on GStreamer. */
@NullMarked
package org.ducksoup.gstreamer;

import org.jspecify.annotations.NullMarked;
