/** The client protocol; {@link org.ducksoup.signaling.SignalingSession} is one client. */
@NullMarked
package org.ducksoup.signaling;

import org.jspecify.annotations.NullMarked;
