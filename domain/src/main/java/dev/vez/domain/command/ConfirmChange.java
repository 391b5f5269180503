package dev.vez.domain.command;

import dev.vez.domain.id.Mark;

/**
 * Says that a data group has carried out a change. Idempotent.
 *
 * @param group the data group
 * @param mark the change's mark
 */
public record ConfirmChange(int group, Mark mark) implements CatalogueCommand {}
