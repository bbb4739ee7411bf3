/** Participants without a browser: transport as client, the wire protocol, and the milestones of a call. */
@NullMarked
package org.ducksoup.testkit.peer;

import org.jspecify.annotations.NullMarked;
