package dev.vez.domain.outcome;

import dev.vez.domain.id.Mark;

/**
 * A change that a data group has yet to carry out.
 *
 * @param group the data group
 * @param mark the change's mark
 */
public record IssuedChange(int group, Mark mark) {}
