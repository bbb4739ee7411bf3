/** Values that every bundle shares: kinds of media, codecs, bitrates. */
@Export
@Version("1.0.0")
@NullMarked
package org.ducksoup.api.media;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
