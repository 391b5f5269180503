package dev.vez.ports.api;

import org.jspecify.annotations.Nullable;

/**
 * Dead letters to be moved back to the queue from which they came.
 *
 * @param deadLetterQueue name of the dead-letter queue
 * @param count messages to move at most, 0 or greater; 0 for all that are pending when it begins
 * @param fairnessKey move those of this key only; null for all
 * @param ratePerSecond moves a second at most, 0 to 1,000,000; 0 for no such limit
 * @param isDryRun whether to tell only how many it would move now
 */
public record Redrive(
    String deadLetterQueue,
    long count,
    @Nullable String fairnessKey,
    long ratePerSecond,
    boolean isDryRun) {}
