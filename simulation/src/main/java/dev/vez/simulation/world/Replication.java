package dev.vez.simulation.world;

import dev.vez.engine.local.LocalConsensusGroup;
import dev.vez.ports.replication.ConsensusGroups;
import java.util.function.IntPredicate;

/** Where nodes get their consensus library from. */
public interface Replication {

  /** Each node is alone. */
  Replication NONE =
      new Replication() {
        @Override
        public ConsensusGroups node(int nodeId, IntPredicate hasRoom) {
          return (group, applied, members) -> new LocalConsensusGroup(applied);
        }

        @Override
        public void crash(int nodeId) {}
      };

  /**
   * The library of one run of a node.
   *
   * @param hasRoom whether the node's group of this number takes another entry without blocking
   */
  ConsensusGroups node(int nodeId, IntPredicate hasRoom);

  /** A run of a node is over. */
  void crash(int nodeId);
}
