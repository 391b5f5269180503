package dev.vez.client;

import java.util.concurrent.CompletionStage;

/** A stream of deliveries. */
public interface Consumer extends AutoCloseable {

  /**
   * Completes when the stream has ended: normally after {@link #close}, else with the {@link
   * VezException} of the broker or with what the handler threw.
   */
  CompletionStage<Void> ended();

  /**
   * Ends the stream. Idempotent. Of {@link VezClient#consume}: what was received keeps its lease
   * until it is settled or its deadline passes, and nobody waits for a handler that is running. Of
   * {@link VezClient#subscribe}: as its options say.
   */
  @Override
  void close();
}
