package dev.vez.simulation.mutant;

import dev.vez.simulation.Simulation;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The far end of {@link PatchedBroker}: here everything is patched. */
public final class LoadedRun implements PatchedRun {

  /** For the service loader. */
  public LoadedRun() {}

  @Override
  public List<@Nullable Object> run(List<Object> plan, @Nullable Consumer<String> tracePrinter) {
    return PlainReport.of(Simulation.run(PlainReport.planOf(plan), tracePrinter));
  }
}
