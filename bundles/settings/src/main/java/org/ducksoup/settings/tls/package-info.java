/** The certificate and its key, from PEM to the key store of the HTTP server. */
@NullMarked
package org.ducksoup.settings.tls;

import org.jspecify.annotations.NullMarked;
