package dev.vez.domain.message;

import dev.vez.domain.id.LeaseId;
import dev.vez.domain.id.MessageId;

/**
 * A message as its consumer knows it.
 *
 * @param id the message
 * @param lease the lease under which the consumer has it
 */
public record LeasedMessage(MessageId id, LeaseId lease) {}
