package dev.vez.domain.command;

/**
 * Marks a queue and its own dead-letter queue as deleting.
 *
 * @param name the queue's name
 */
public record DeleteQueue(String name) implements CatalogueCommand {}
