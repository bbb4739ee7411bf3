/** Additions of labs to a server: bundles, effects, GStreamer plug-ins. */
package org.ducksoup.itest.extension;
