package dev.vez.domain.command;

/**
 * Says that a data group has carried out a change. Idempotent.
 *
 * @param group the data group
 * @param mark the change's mark
 */
public record ConfirmChange(int group, long mark) implements CatalogueCommand {}
