package dev.vez.domain.outcome;

/** Refused: the queue to which the messages should move is not hosted by the group. */
public record RedriveParentMissing() implements RedriveOutcome {}
