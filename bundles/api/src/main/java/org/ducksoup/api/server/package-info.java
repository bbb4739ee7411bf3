/** What happens to the server as a whole, for its log. */
@Export
@Version("1.0.0")
@NullMarked
package org.ducksoup.api.server;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
