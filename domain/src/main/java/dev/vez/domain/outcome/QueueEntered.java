package dev.vez.domain.outcome;

import dev.vez.domain.id.Mark;
import dev.vez.domain.id.QueueId;

/**
 * The queue is in the catalogue; its group has yet to carry the change out.
 *
 * @param id the new queue
 * @param group the data group that is to host it
 * @param mark the change's mark
 */
public record QueueEntered(QueueId id, int group, Mark mark) implements CreateQueueOutcome {}
