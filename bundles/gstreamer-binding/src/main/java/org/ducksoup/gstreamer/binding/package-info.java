/**
 * GStreamer's functions, as few as needed, called without reflection, and the classes that make them usable from Java.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.ducksoup.gstreamer.binding;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
