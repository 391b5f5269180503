package dev.vez.simulation.mutant;

import java.util.List;
import java.util.stream.Stream;

/** All mutants. */
public final class TestMutants implements MutantSource {

  /** For the service loader. */
  public TestMutants() {}

  @Override
  public List<Mutant> mutants() {
    return Stream.of(
            EntryMutants.all(),
            StoreMutants.all(),
            ReplicationMutants.all(),
            EdgeMutants.all(),
            ThrottleMutants.all(),
            FailureMutants.all(),
            FairnessMutants.all(),
            IdempotencyMutants.all())
        .flatMap(List::stream)
        .toList();
  }
}
