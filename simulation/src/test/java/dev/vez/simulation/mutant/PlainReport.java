package dev.vez.simulation.mutant;

import dev.vez.simulation.RunPlan;
import dev.vez.simulation.RunReport;
import dev.vez.simulation.audit.Invariant;
import dev.vez.simulation.audit.Violation;
import dev.vez.simulation.world.FaultKind;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Plans and reports in nothing but classes of the JDK. */
final class PlainReport {

  private PlainReport() {}

  static List<Object> plan(RunPlan plan) {
    return List.of(
        plan.seed(),
        plan.faultyEventsMax(),
        plan.heeded().stream().map(Invariant::name).sorted().toList());
  }

  static RunPlan planOf(List<Object> plain) {
    return RunPlan.of((Long) plain.get(0))
        .endingFaultsAfter((Long) plain.get(1))
        .heeding(
            ((List<?>) plain.get(2))
                .stream()
                    .map(name -> Invariant.valueOf((String) name))
                    .collect(Collectors.toSet()));
  }

  static List<@Nullable Object> of(RunReport report) {
    Map<String, Long> faults = new TreeMap<>();
    report.faults().forEach((kind, count) -> faults.put(kind.name(), count));
    return Arrays.asList(
        report.seed(),
        report.violation().map(violation -> violation.invariant().name()).orElse(null),
        report.violation().map(Violation::what).orElse(null),
        report.violation().map(Violation::nanos).orElse(null),
        report.traceHash(),
        report.events(),
        report.faultyEvents(),
        report.virtualNanos(),
        report.incarnations(),
        report.accepted(),
        report.delivered(),
        report.settled(),
        report.entries(),
        faults);
  }

  static RunReport report(List<@Nullable Object> plain) {
    EnumMap<FaultKind, Long> faults = new EnumMap<>(FaultKind.class);
    if (plain.get(13) instanceof Map<?, ?> counts) {
      counts.forEach((kind, count) -> faults.put(FaultKind.valueOf((String) kind), (Long) count));
    }
    return new RunReport(
        number(plain, 0),
        violation(plain),
        number(plain, 4),
        number(plain, 5),
        number(plain, 6),
        number(plain, 7),
        number(plain, 8),
        number(plain, 9),
        number(plain, 10),
        number(plain, 11),
        number(plain, 12),
        faults);
  }

  private static Optional<Violation> violation(List<@Nullable Object> plain) {
    return plain.get(1) instanceof String invariant && plain.get(2) instanceof String what
        ? Optional.of(new Violation(Invariant.valueOf(invariant), what, number(plain, 3)))
        : Optional.empty();
  }

  private static long number(List<@Nullable Object> plain, int at) {
    return plain.get(at) instanceof Long number ? number : 0;
  }
}
