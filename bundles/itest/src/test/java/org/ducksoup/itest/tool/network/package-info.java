/** Networks that are bad, cut, or hostile; a TURN server. */
package org.ducksoup.itest.tool.network;
