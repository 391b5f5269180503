package dev.vez.domain.effect;

/**
 * Propose a {@code Tick} when log time reaches this. Replaces an earlier wish.
 *
 * @param logTimeMicros log time in microseconds; at or before the entry's own: at once, because a
 *     limit left work undone
 */
public record WakeAt(long logTimeMicros) implements Effect {}
