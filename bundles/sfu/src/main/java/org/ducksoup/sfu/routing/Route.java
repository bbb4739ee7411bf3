package org.ducksoup.sfu.routing;

import org.ducksoup.api.transport.RtpSender;
import org.ducksoup.sfu.media.PublishedTrack;

/**
 * A track on its way to one receiver.
 *
 * @param sender that sends it there
 */
public record Route(Endpoint receiver, PublishedTrack track, RtpSender sender) {}
