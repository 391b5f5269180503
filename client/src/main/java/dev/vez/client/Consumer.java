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
   * Ends the stream. What was received keeps its lease until it is settled or its deadline passes.
   * Idempotent; does not wait for a handler that is running.
   */
  @Override
  void close();
}
