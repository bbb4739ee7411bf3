/** The way of one participant's media through the server: {@link org.ducksoup.sfu.media.SessionMedia} draws it. */
@NullMarked
package org.ducksoup.sfu.media;

import org.jspecify.annotations.NullMarked;
