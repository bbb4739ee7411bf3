/** Documents served over HTTP that are no files. */
@Export
@Version("1.0.0")
@NullMarked
package org.ducksoup.api.web;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
