package dev.vez.simulation.mutant;

import java.util.List;

/** Where mutants come from. Found by the service loader, so only where tests are on the path. */
public interface MutantSource {

  /** All of them, in a fixed order. */
  List<Mutant> mutants();
}
