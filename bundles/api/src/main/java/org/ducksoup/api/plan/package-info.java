/** Plans of experiments: what happens to whom in an interaction, and when. */
@Export
@Version("1.0.0")
@NullMarked
package org.ducksoup.api.plan;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
