/** Interactions: {@link org.ducksoup.sfu.Interaction} is the state machine, {@link org.ducksoup.sfu.PublishedTrack} the media path. */
@NullMarked
package org.ducksoup.sfu;

import org.jspecify.annotations.NullMarked;
