/** Transport-wide congestion control: sequence numbers that are sent, and arrivals that are reported. */
@NullMarked
package org.ducksoup.transport.twcc;

import org.jspecify.annotations.NullMarked;
