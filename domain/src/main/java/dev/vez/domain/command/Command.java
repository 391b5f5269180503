package dev.vez.domain.command;

/** A resolved input of a state machine, carried by a log entry. */
public sealed interface Command permits BecomeLeader, QueueCommand, CatalogueCommand {}
