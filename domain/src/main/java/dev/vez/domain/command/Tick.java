package dev.vez.domain.command;

/** Nothing but the passing of time, which every entry brings. Proposed when a timer is due. */
public record Tick() implements QueueCommand {}
