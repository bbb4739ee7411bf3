/** Pages, scripts and documents over HTTP, with their headers. */
@NullMarked
package org.ducksoup.web.page;

import org.jspecify.annotations.NullMarked;
