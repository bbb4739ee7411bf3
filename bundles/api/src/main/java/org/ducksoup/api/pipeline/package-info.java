/** Media pipelines: decode, apply effects, encode. Fit for an implementation in another process. */
@Export
@Version("1.0.0")
@NullMarked
package org.ducksoup.api.pipeline;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
