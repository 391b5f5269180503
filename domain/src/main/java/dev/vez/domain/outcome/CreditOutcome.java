package dev.vez.domain.outcome;

/** Answers to {@code GrantCredit}. */
public sealed interface CreditOutcome extends Outcome permits CreditGranted, ConsumerMissing {}
