/**
 * GStreamer's functions, as few as needed, called without reflection, and the classes that make them usable from Java.
 */
@NullMarked
package org.ducksoup.gstreamer.binding;

import org.jspecify.annotations.NullMarked;
