package dev.vez.engine.group;

import dev.vez.domain.hash.Digest;

/**
 * A group's state on one node.
 *
 * @param appliedIndex log index of the last entry that it holds
 * @param digest of the whole state; equal on all nodes at the same index
 */
public record ReplicaState(long appliedIndex, Digest digest) {}
