package dev.vez.domain.command;

import dev.vez.domain.record.QueueConfig;

/**
 * Enters a queue in the catalogue, with its dead-letter queue unless it is one itself or one
 * exists.
 *
 * @param name a valid queue name
 * @param config the queue's configuration; its dead-letter queue gets the default one
 * @param group the data group to host it; that of its partner (the name with or without {@code
 *     .dlq}) takes precedence
 */
public record CreateQueue(String name, QueueConfig config, int group) implements CatalogueCommand {}
