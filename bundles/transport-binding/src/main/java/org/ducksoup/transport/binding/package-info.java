/** Linux's calls for sockets, as few as needed, called without reflection. */
@Export
@Version("1.0.0")
@NullMarked
package org.ducksoup.transport.binding;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
