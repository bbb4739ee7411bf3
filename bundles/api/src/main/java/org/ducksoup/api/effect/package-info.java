/** What a lab implements to change voices and faces. */
@Export
@Version("1.0.0")
@NullMarked
package org.ducksoup.api.effect;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
