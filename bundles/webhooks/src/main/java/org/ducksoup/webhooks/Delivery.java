package org.ducksoup.webhooks;

import java.nio.charset.StandardCharsets;

/**
 * A message to a receiver.
 *
 * @param id the same in each attempt: a receiver that has had this id has had this message
 * @param body JSON
 */
record Delivery(String id, String body) {
    byte[] bytes() {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
