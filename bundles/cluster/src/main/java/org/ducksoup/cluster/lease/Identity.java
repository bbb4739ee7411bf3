package org.ducksoup.cluster.lease;

/**
 * A server in one of its lives. It begins a new life when it starts, and after it has ended all its interactions because it had lost the
 * others: what belonged to an earlier life belongs to nobody.
 *
 * @param server its name
 * @param life differs from life to life
 */
public record Identity(String server, String life) {}
