/** Bad, interrupted and hostile networks, and a TURN server. */
package org.ducksoup.itest.tool.network;
