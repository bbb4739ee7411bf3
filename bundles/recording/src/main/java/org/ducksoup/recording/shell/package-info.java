/** Commands of the Karaf console. */
@NullMarked
package org.ducksoup.recording.shell;

import org.jspecify.annotations.NullMarked;
