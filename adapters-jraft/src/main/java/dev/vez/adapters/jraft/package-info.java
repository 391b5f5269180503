/**
 * The replication port by SOFAJRaft over Bolt: one server a node, one Raft node a group, each with
 * a log in a RocksDB of its own. What the library does, what it leaves to its user and which of its
 * defects are worked around is told in {@code docs/consensus.md}.
 */
@NullMarked
package dev.vez.adapters.jraft;

import org.jspecify.annotations.NullMarked;
