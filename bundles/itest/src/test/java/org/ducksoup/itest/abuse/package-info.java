/** What strangers and hostile participants do, with a call beside it that must not notice. */
package org.ducksoup.itest.abuse;
