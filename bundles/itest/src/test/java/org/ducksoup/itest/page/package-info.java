/** Pages of a lab that embed the player, the check before a call, and tokens. */
package org.ducksoup.itest.page;
