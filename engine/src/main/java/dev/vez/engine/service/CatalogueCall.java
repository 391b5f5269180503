package dev.vez.engine.service;

import dev.vez.domain.command.Command;
import dev.vez.domain.outcome.Outcome;
import java.util.function.BiConsumer;

/**
 * A change of the catalogue on its way.
 *
 * @param <T> what the caller gets
 */
final class CatalogueCall<T> extends Call<T> {

  private final Command command;
  private final int bytes;
  private final BiConsumer<CatalogueCall<T>, Outcome> onAnswered;

  /**
   * A call that is yet to be submitted.
   *
   * @param textBytes bytes of the texts in the command
   * @param onAnswered completes the call, now or later
   */
  CatalogueCall(Command command, int textBytes, BiConsumer<CatalogueCall<T>, Outcome> onAnswered) {
    this.command = command;
    this.bytes = COMMAND_BYTES + textBytes;
    this.onAnswered = onAnswered;
  }

  @Override
  public Command command() {
    return command;
  }

  @Override
  public int bytes() {
    return bytes;
  }

  @Override
  public void answered(Outcome outcome) {
    onAnswered.accept(this, outcome);
  }
}
