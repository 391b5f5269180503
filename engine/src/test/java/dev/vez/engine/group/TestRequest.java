package dev.vez.engine.group;

import dev.vez.domain.command.Command;
import dev.vez.domain.command.DeleteQueue;
import dev.vez.domain.outcome.Outcome;
import dev.vez.ports.api.Rejection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request that notes what became of it. */
final class TestRequest implements Submission {

  private final String name;
  private final int bytes;
  private final Runnable onAnswered;
  private final List<Object> answers = new ArrayList<>();

  private final int messages;
  private final boolean isBoundedBySource;

  TestRequest(String name, int bytes, Runnable onAnswered) {
    this(name, bytes, onAnswered, 1, false);
  }

  TestRequest(
      String name, int bytes, Runnable onAnswered, int messages, boolean isBoundedBySource) {
    this.name = name;
    this.bytes = bytes;
    this.onAnswered = onAnswered;
    this.messages = messages;
    this.isBoundedBySource = isBoundedBySource;
  }

  @Override
  public int messages() {
    return messages;
  }

  @Override
  public boolean isBoundedBySource() {
    return isBoundedBySource;
  }

  @Override
  public Command command() {
    return new DeleteQueue(name);
  }

  @Override
  public int bytes() {
    return bytes;
  }

  @Override
  public void answered(Outcome outcome) {
    answers.add(outcome);
    onAnswered.run();
  }

  @Override
  public void refused(Rejection reason) {
    answers.add(reason);
  }

  boolean isDone() {
    return !answers.isEmpty();
  }

  boolean isAnswered() {
    return answer() instanceof Outcome;
  }

  /** The one answer, none yet. */
  @Nullable Object answer() {
    if (answers.size() > 1) {
      throw new AssertionError("Expected one answer, but got " + answers);
    }
    return answers.isEmpty() ? null : answers.getFirst();
  }
}
