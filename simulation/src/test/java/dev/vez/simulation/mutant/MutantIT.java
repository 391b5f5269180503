package dev.vez.simulation.mutant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.vez.simulation.RunPlan;
import dev.vez.simulation.RunReport;
import dev.vez.simulation.audit.Violation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every mutant is found out. The list in {@code docs/simulation.md} is what a run gave: {@code
 * -Dvez.simulation.docs=true} writes it anew.
 */
@Tag("simulation")
class MutantIT {

  private static final int MUTANTS_MIN = 30;
  private static final int SEEDS_MAX = 400;
  private static final Path DOCUMENT = Path.of("..", "docs", "simulation.md");
  private static final String BEGIN = "<!-- mutants: written by MutantIT -->";
  private static final String END = "<!-- end of mutants -->";

  /** How a mutant was found out. */
  private record Caught(Mutant mutant, int seeds, Optional<Violation> violation) {

    String row() {
      return "| `"
          + mutant.name()
          + "` | "
          + mutant.what()
          + " | "
          + mutant.source()
          + " | "
          + violation.map(it -> it.invariant().label()).orElse("none")
          + " | "
          + seeds
          + " |";
    }
  }

  @Test
  void shouldFindOutEveryMutant() throws IOException {
    List<Caught> caught = Mutants.all().parallelStream().map(MutantIT::hunt).toList();

    assertThat(caught).hasSizeGreaterThanOrEqualTo(MUTANTS_MIN);
    assertThat(caught)
        .allSatisfy(it -> assertThat(it.violation()).as(it.mutant().name()).isPresent());
    if (Boolean.getBoolean("vez.simulation.docs")) {
      write(caught);
    }
  }

  @Test
  void shouldListEveryMutantInTheDocument() throws IOException {
    String document = Files.readString(DOCUMENT, StandardCharsets.UTF_8);
    List<String> listed =
        document
            .substring(document.indexOf(BEGIN), document.indexOf(END))
            .lines()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .toList();

    assertThat(listed).isEqualTo(Mutants.all().stream().map(Mutant::name).toList());
  }

  @Test
  void shouldHaveMutantsOfDifferentNames() {
    assertThat(Mutants.all().stream().map(Mutant::name)).doesNotHaveDuplicates();
  }

  private static Caught hunt(Mutant mutant) {
    for (int seed = 1; seed <= SEEDS_MAX; seed++) {
      RunReport report = mutant.run(RunPlan.of(seed), null);
      if (report.violation().isPresent()) {
        return new Caught(mutant, seed, report.violation());
      }
    }
    return new Caught(mutant, SEEDS_MAX, Optional.empty());
  }

  private static void write(List<Caught> caught) throws IOException {
    String document = Files.readString(DOCUMENT, StandardCharsets.UTF_8);
    String table =
        Stream.concat(
                Stream.of(
                    BEGIN,
                    "| mutant | what it does wrong | after | broken promise | seeds |",
                    "|---|---|---|---|---:|"),
                caught.stream().map(Caught::row))
            .collect(Collectors.joining("\n", "", "\n"));
    Files.writeString(
        DOCUMENT,
        document.substring(0, document.indexOf(BEGIN))
            + table
            + document.substring(document.indexOf(END)),
        StandardCharsets.UTF_8);
  }
}
