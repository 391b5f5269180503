package dev.vez.ports.recovery;

import dev.vez.domain.record.Mutation;
import java.util.List;

/**
 * What one entry writes.
 *
 * @param position the entry's position
 * @param mutations in the order in which they take effect
 */
public record StoreBatch(AppliedPosition position, List<Mutation> mutations) {}
