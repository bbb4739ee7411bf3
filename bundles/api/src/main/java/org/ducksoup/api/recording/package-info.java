/** What a lab implements to write media of its own format. */
@Export
@Version("1.0.0")
@NullMarked
package org.ducksoup.api.recording;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
