package dev.vez.domain.machine;

/**
 * What a group knows of the demand at one of its token buckets.
 *
 * @param throttleKey its key
 * @param lacking whether messages wait for a token that it does not have
 * @param given tokens that it gave as long as this replica remembers; less than before where the
 *     replica has begun anew
 */
public record BucketDemand(String throttleKey, boolean lacking, long given) {}
