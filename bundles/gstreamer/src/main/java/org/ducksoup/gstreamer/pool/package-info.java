/**
 * Worker processes as the server sees them: started ahead in a sandbox, watched, and replaced when they die. Their program is in
 * {@code org.ducksoup.gstreamer.worker}.
 */
@NullMarked
package org.ducksoup.gstreamer.pool;

import org.jspecify.annotations.NullMarked;
