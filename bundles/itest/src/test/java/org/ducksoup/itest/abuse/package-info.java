/** Attacks by strangers and by hostile participants, with a call beside them that must not notice. */
package org.ducksoup.itest.abuse;
