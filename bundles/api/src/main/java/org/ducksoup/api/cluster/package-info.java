/** Several servers that serve as one. None of these services exists on a server that is alone. */
@Export
@Version("1.0.0")
@NullMarked
package org.ducksoup.api.cluster;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
