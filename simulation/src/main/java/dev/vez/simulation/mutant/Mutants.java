package dev.vez.simulation.mutant;

import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** Finds mutants by name. */
public final class Mutants {

  private Mutants() {}

  /** All that there are; none where only the program itself is on the class path. */
  public static List<Mutant> all() {
    return ServiceLoader.load(MutantSource.class).stream()
        .flatMap(source -> source.get().mutants().stream())
        .toList();
  }

  /**
   * The one of this name.
   *
   * @throws IllegalArgumentException with the names that there are, if there is none
   */
  public static Mutant named(String name) {
    List<Mutant> all = all();
    return all.stream()
        .filter(mutant -> mutant.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Expected the name of a mutant, but got "
                        + name
                        + (all.isEmpty() ? "; no mutants are on the class path" : "; there are ")
                        + all.stream().map(Mutant::name).collect(Collectors.joining(", "))));
  }
}
