/** Interactions: who asks to be in one, what they may do there, and every event of its life. */
@Export
@Version("1.0.0")
@NullMarked
package org.ducksoup.api.interaction;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
