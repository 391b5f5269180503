package dev.vez.engine.group;

import dev.vez.domain.command.Command;
import dev.vez.domain.command.DeleteQueue;
import dev.vez.domain.outcome.Outcome;
import dev.vez.ports.api.Rejection;
import java.util.ArrayList;
import java.util.List;

/** One of the engine's own commands, that notes what became of it and tells its proposals apart. */
final class TestOwnCommand implements OwnCommand {

  private final String name;
  private final List<Object> ends = new ArrayList<>();
  private int proposals;

  TestOwnCommand(String name) {
    this.name = name;
  }

  @Override
  public Command command() {
    return new DeleteQueue(name + ++proposals);
  }

  @Override
  public void applied(Outcome outcome) {
    ends.add("applied");
  }

  @Override
  public void abandoned(Rejection reason) {
    ends.add(reason);
  }

  int proposals() {
    return proposals;
  }

  /** What it was told; one at most. */
  List<Object> ends() {
    return ends;
  }
}
