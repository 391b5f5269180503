package dev.vez.domain.outcome;

/**
 * The consumer's credit is at least what was granted.
 *
 * @param creditUpTo its credit, a running total
 */
public record CreditGranted(long creditUpTo) implements CreditOutcome {}
