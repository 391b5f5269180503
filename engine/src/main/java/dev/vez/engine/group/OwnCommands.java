package dev.vez.engine.group;

import dev.vez.ports.api.Rejection;
import dev.vez.ports.scheduling.Timers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The engine's own commands that one leader has yet to propose, or to propose again. On the loop
 * only.
 */
final class OwnCommands {

  private final ArrayDeque<OwnCommand> due = new ArrayDeque<>();
  private final List<OwnCommand> lost = new ArrayList<>();
  private final Timers timers;
  private final Executor loop;
  private final long repeatDelayMillis;
  private final Runnable onDue;
  private Timers.@Nullable Cancellation repetition;

  /**
   * None yet.
   *
   * @param loop runs tasks on the loop
   * @param onDue called when lost commands are due again
   */
  OwnCommands(Timers timers, Executor loop, long repeatDelayMillis, Runnable onDue) {
    this.timers = timers;
    this.loop = loop;
    this.repeatDelayMillis = repeatDelayMillis;
    this.onDue = onDue;
  }

  void add(OwnCommand command) {
    due.add(command);
  }

  @Nullable OwnCommand poll() {
    return due.poll();
  }

  boolean isEmpty() {
    return due.isEmpty() && lost.isEmpty();
  }

  /** Their entry has no effect, or is not known to have any: they come again after a delay. */
  void repeat(List<OwnCommand> commands) {
    lost.addAll(commands);
    if (repetition == null && !lost.isEmpty()) {
      repetition =
          timers.schedule(
              TimeUnit.MILLISECONDS.toNanos(repeatDelayMillis),
              () -> loop.execute(this::repeatLost));
    }
  }

  /** Commands that are not wanted any more. */
  void removeIf(Predicate<? super OwnCommand> unwanted) {
    due.removeIf(unwanted);
    lost.removeIf(unwanted);
  }

  void abandon(Rejection reason) {
    if (repetition != null) {
      repetition.cancel();
      repetition = null;
    }
    due.forEach(command -> command.abandoned(reason));
    lost.forEach(command -> command.abandoned(reason));
    due.clear();
    lost.clear();
  }

  private void repeatLost() {
    repetition = null;
    due.addAll(lost);
    lost.clear();
    onDue.run();
  }
}
