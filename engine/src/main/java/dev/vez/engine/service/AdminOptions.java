package dev.vez.engine.service;

import dev.vez.domain.command.ConfigLimits;

/**
 * What administration needs to know of this node.
 *
 * @param nodeId this node, as shown in figures
 * @param replicas nodes that hold each group, 1 or greater
 * @param callsMax administrative calls on their way at once, 1 or greater
 * @param config what the runtime configuration may grow to
 */
public record AdminOptions(long nodeId, int replicas, int callsMax, ConfigLimits config) {

  /** A node alone. */
  public static final AdminOptions DEFAULT = new AdminOptions(1, 1, 1_000, ConfigLimits.DEFAULT);

  public AdminOptions {
    if (replicas < 1 || callsMax < 1) {
      throw new IllegalArgumentException(
          "Expected replicas and callsMax of 1 or more, but got " + replicas + " and " + callsMax);
    }
  }
}
