/** How much a path to a receiver can carry (RFC 8836). */
@Export
@Version("1.0.0")
@NullMarked
package org.ducksoup.api.congestion;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
