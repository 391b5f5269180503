package dev.vez.app.harness;

import dev.vez.app.harness.Event.Settle;
import dev.vez.app.harness.Event.Settled;
import org.jspecify.annotations.Nullable;

/** An ack or a nack with its answer. */
public final class SettleCall {

  private final Settle begun;
  private @Nullable Settled ended;

  SettleCall(Settle begun) {
    this.begun = begun;
  }

  void ended(Settled event) {
    ended = event;
  }

  /** Whether it is a call of this kind. */
  public boolean is(Event.Settling how) {
    return begun.how() == how;
  }

  /** The broker process that was called. */
  public int incarnation() {
    return begun.incarnation();
  }

  /** Before this time it had no effect. */
  public long begunAt() {
    return begun.at();
  }

  /**
   * After this time it had no effect; {@link Long#MAX_VALUE} where the caller never learnt of any,
   * since the broker may act on a call that its caller has given up.
   */
  public long endedAt() {
    Settled answer = ended;
    return answer == null || answer.answer() == Answer.UNKNOWN ? Long.MAX_VALUE : answer.at();
  }

  /** {@link Answer#UNKNOWN} where no answer came. */
  public Answer outcome() {
    Settled answer = ended;
    return answer == null ? Answer.UNKNOWN : answer.answer();
  }

  /** What the broker said, empty for nothing. */
  public String detail() {
    Settled answer = ended;
    return answer == null ? "" : answer.detail();
  }

  @Override
  public String toString() {
    return begun.how() + " " + outcome();
  }
}
