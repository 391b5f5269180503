package dev.vez.engine.service;

import dev.vez.domain.command.Command;
import dev.vez.domain.command.NackMessage;
import dev.vez.domain.id.MessageId;
import dev.vez.domain.outcome.AckOutcome;
import dev.vez.domain.outcome.Acked;
import dev.vez.domain.outcome.DeadLettered;
import dev.vez.domain.outcome.ExtendOutcome;
import dev.vez.domain.outcome.LeaseExtended;
import dev.vez.domain.outcome.LeaseLost;
import dev.vez.domain.outcome.LeaseMissing;
import dev.vez.domain.outcome.NackOutcome;
import dev.vez.domain.outcome.Nacked;
import dev.vez.domain.outcome.Outcome;
import dev.vez.domain.outcome.QueueMissing;
import dev.vez.ports.api.Rejection;
import dev.vez.ports.api.Settled;
import org.jspecify.annotations.Nullable;

/** An ack, a nack or an extension on its way. */
abstract class SettleCall extends Call<Settled> {

  private final Command command;
  private final String queue;
  private final MessageId message;
  private boolean isBoundedBySource;

  private SettleCall(Command command, String queue, MessageId message) {
    this.command = command;
    this.queue = queue;
    this.message = message;
  }

  static SettleCall ack(Command command, String queue, MessageId message) {
    return new Ack(command, queue, message);
  }

  static SettleCall nack(NackMessage command, String queue, MessageId message) {
    return new Nack(command, queue, message, null);
  }

  /**
   * A nack that is bound to a lease.
   *
   * @param onLeaseLost called instead of an answer where another lease is alive
   */
  static SettleCall nack(
      NackMessage command, String queue, MessageId message, Runnable onLeaseLost) {
    return new Nack(command, queue, message, onLeaseLost);
  }

  static SettleCall extend(Command command, String queue, MessageId message) {
    return new Extend(command, queue, message);
  }

  /** Its source bounds what it has waiting. */
  SettleCall boundedBySource(boolean isBounded) {
    isBoundedBySource = isBounded;
    return this;
  }

  @Override
  public boolean isBoundedBySource() {
    return isBoundedBySource;
  }

  @Override
  public Command command() {
    return command;
  }

  @Override
  public int bytes() {
    return COMMAND_BYTES;
  }

  private void done() {
    accept(Settled.INSTANCE);
  }

  private void noLease() {
    refused(new Rejection.LeaseNotFound(queue, message.toString()));
  }

  private void leaseLost() {
    refused(new Rejection.LeaseLost(queue, message.toString()));
  }

  private void noQueue() {
    refused(new Rejection.QueueNotFound(queue));
  }

  private static final class Ack extends SettleCall {

    Ack(Command command, String queue, MessageId message) {
      super(command, queue, message);
    }

    @Override
    public void answered(Outcome outcome) {
      switch ((AckOutcome) outcome) {
        case Acked() -> super.done();
        case LeaseMissing() -> super.noLease();
        case LeaseLost _ -> super.leaseLost();
        case QueueMissing() -> super.noQueue();
      }
    }
  }

  private static final class Nack extends SettleCall {

    private final int bytes;
    private final @Nullable Runnable onLeaseLost;

    Nack(NackMessage command, String queue, MessageId message, @Nullable Runnable onLeaseLost) {
      super(command, queue, message);
      this.onLeaseLost = onLeaseLost;
      bytes = COMMAND_BYTES + command.error().length();
    }

    @Override
    public int bytes() {
      return bytes;
    }

    @Override
    public void answered(Outcome outcome) {
      switch ((NackOutcome) outcome) {
        case Nacked _, DeadLettered _ -> super.done();
        case LeaseMissing() -> super.noLease();
        case LeaseLost _ -> lost();
        case QueueMissing() -> super.noQueue();
      }
    }

    private void lost() {
      if (onLeaseLost == null) {
        super.leaseLost();
      } else {
        onLeaseLost.run();
      }
    }
  }

  private static final class Extend extends SettleCall {

    Extend(Command command, String queue, MessageId message) {
      super(command, queue, message);
    }

    @Override
    public void answered(Outcome outcome) {
      switch ((ExtendOutcome) outcome) {
        case LeaseExtended _ -> super.done();
        case LeaseMissing() -> super.noLease();
        case LeaseLost _ -> super.leaseLost();
        case QueueMissing() -> super.noQueue();
      }
    }
  }
}
