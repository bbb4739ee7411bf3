/**
 * The way of media packets. {@link org.ducksoup.transport.media.InboundPath} is the way in, {@link
 * org.ducksoup.transport.media.OutboundPath} the way out, {@link org.ducksoup.transport.media.FeedbackPath} the way of
 * RTCP.
 */
@NullMarked
package org.ducksoup.transport.media;

import org.jspecify.annotations.NullMarked;
