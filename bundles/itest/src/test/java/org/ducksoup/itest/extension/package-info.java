/** What a lab adds to a server: bundles, effects, GStreamer plug-ins. */
package org.ducksoup.itest.extension;
