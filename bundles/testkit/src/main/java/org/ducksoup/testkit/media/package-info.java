/**
 * Media without a codec: paced tracks that carry stamps, clips of real media, and counts of the packets that arrive.
 */
@NullMarked
package org.ducksoup.testkit.media;

import org.jspecify.annotations.NullMarked;
