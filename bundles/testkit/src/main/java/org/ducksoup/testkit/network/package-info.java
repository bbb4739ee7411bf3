/** A bad network on one machine: what lies between a participant and the server, impaired on purpose. */
@NullMarked
package org.ducksoup.testkit.network;

import org.jspecify.annotations.NullMarked;
