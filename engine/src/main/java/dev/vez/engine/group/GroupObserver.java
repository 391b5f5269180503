package dev.vez.engine.group;

import dev.vez.domain.command.Entry;
import dev.vez.domain.machine.Applied;
import dev.vez.domain.machine.StateMachine;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.recovery.StateStore;
import org.jspecify.annotations.Nullable;

/**
 * What is built on a group. Called on its loop; must not block.
 *
 * @param <M> its state machine
 */
public interface GroupObserver<M extends StateMachine> {

  /**
   * The state is recovered; entries follow. Called at the start, and again where the state of
   * another node has taken the place of this one's: what was read from the earlier one counts no
   * more, and its store is closed.
   */
  void onRecovered(M machine, StateStore store);

  /** This node leads, and takes requests from now on. */
  void onServing(long term, LogClock logClock);

  /** This node serves no more. May be called where it never served. */
  void onCeased(Rejection reason);

  /**
   * An entry is applied and written, but perhaps not durable yet.
   *
   * @param ownTerm whether it is of the term in which this node leads: only then may its effects be
   *     run
   * @return to be run once it is durable, after its answers, in log order, on another thread; none
   *     where there is nothing to do
   */
  @Nullable Runnable onApplied(Entry entry, Applied applied, boolean ownTerm);
}
