/** One element of GStreamer: its facts, its properties, its launch text. */
@NullMarked
package org.ducksoup.gstreamer.element;

import org.jspecify.annotations.NullMarked;
