package dev.vez.domain.outcome;

import dev.vez.domain.id.Mark;

/**
 * The queue is marked; its group has yet to carry the change out.
 *
 * @param group the data group that hosts it
 * @param mark the change's mark
 */
public record QueueMarkedDeleting(int group, Mark mark) implements DeleteQueueOutcome {}
