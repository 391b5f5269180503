package dev.vez.client;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * A message that a subscribed consumer holds. It settles the lease under which it was delivered and
 * no other, so it does no harm where the message has been delivered again meanwhile. For any
 * thread.
 */
public interface Delivery {

  /** The message. */
  ReceivedMessage message();

  /** It is done, and gone. */
  CompletionStage<SettleResult> ack();

  /**
   * An attempt has failed.
   *
   * @param error what went wrong, for the queue's {@code on_failure} script; empty for nothing
   */
  CompletionStage<SettleResult> nack(String error);

  /**
   * It takes longer.
   *
   * @param duration how long the lease is to last from now, 1 millisecond to 12 hours
   */
  CompletionStage<SettleResult> extend(Duration duration);

  /** Whether the broker has said that the lease is over, so that the work is in vain. */
  boolean isLost();
}
