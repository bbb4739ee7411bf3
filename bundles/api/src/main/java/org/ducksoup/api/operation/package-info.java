/** What the person who runs a study sees of its interactions, and can do to them. */
@Export
@Version("1.0.0")
@NullMarked
package org.ducksoup.api.operation;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
