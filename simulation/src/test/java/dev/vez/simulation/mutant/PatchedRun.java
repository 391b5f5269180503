package dev.vez.simulation.mutant;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A run among classes that were loaded anew. Speaks only what both sides know. */
public interface PatchedRun {

  /**
   * Runs a plan.
   *
   * @param plan as {@link PlainReport} puts it
   * @return the report, as it puts that
   */
  List<@Nullable Object> run(List<Object> plan, @Nullable Consumer<String> tracePrinter);
}
