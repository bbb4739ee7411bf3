/** The program of a worker process: media whose native code must not run in the server's process. */
@NullMarked
package org.ducksoup.gstreamer.worker;

import org.jspecify.annotations.NullMarked;
