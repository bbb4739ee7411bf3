/** Join tokens (RFC 7519): how they are verified, and what they fix. */
@NullMarked
package org.ducksoup.signaling.token;

import org.jspecify.annotations.NullMarked;
