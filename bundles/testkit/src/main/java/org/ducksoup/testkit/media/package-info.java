/** Media without a codec: paced tracks that carry stamps, clips of real media, and what arrives of them. */
@NullMarked
package org.ducksoup.testkit.media;

import org.jspecify.annotations.NullMarked;
