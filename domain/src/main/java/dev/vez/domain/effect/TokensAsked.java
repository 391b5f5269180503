package dev.vez.domain.effect;

/**
 * Say how often a token bucket was asked for a token.
 *
 * @param throttleKey the bucket's key
 * @param taken tokens that it gave, 0 or greater
 * @param refused how often a message had to wait for it, 0 or greater
 */
public record TokensAsked(String throttleKey, int taken, int refused) implements Effect {}
