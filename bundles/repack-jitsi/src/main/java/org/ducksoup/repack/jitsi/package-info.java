@NullMarked
package org.ducksoup.repack.jitsi;

import org.jspecify.annotations.NullMarked;
