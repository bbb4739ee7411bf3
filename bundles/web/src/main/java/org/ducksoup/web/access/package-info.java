/** Who may open what: logins, origins, and limits by address. */
@NullMarked
package org.ducksoup.web.access;

import org.jspecify.annotations.NullMarked;
