package dev.vez.domain.outcome;

/** No such consumer is attached. */
public record ConsumerMissing() implements CreditOutcome {}
