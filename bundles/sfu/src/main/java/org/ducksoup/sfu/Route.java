package org.ducksoup.sfu;

import org.ducksoup.api.transport.RtpSender;

/**
 * A track on its way to one receiver.
 *
 * @param sender that sends it there
 */
record Route(Endpoint receiver, PublishedTrack track, RtpSender sender) {}
