package dev.vez.domain.machine;

/**
 * Figures of one token bucket as of the group's log time. A token is 1,000,000 micro-tokens.
 *
 * @param throttleKey its key
 * @param tokensMicros what it holds, in micro-tokens
 * @param rateMicros what it gains, in micro-tokens per second
 * @param burstMicros what it holds at most, in micro-tokens
 */
public record BucketFigures(
    String throttleKey, long tokensMicros, long rateMicros, long burstMicros) {}
