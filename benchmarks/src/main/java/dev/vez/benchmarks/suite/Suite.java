package dev.vez.benchmarks.suite;

import dev.vez.app.BuildVersion;
import dev.vez.app.bench.BenchmarkRequest;
import dev.vez.app.bench.BenchmarkRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Runs the workloads that were asked for, one after the other. */
public final class Suite implements BenchmarkRunner {

  private static final List<Workload> WORKLOADS =
      List.of(
          new DiskFloor(),
          new UnaryCalls(),
          new Streams(),
          new Fairness(),
          new LuaHook(),
          new Memory(),
          new Compaction(),
          new KeyCardinality(),
          new ConsumerConcurrency(),
          new Expiry(),
          new Queues(),
          new Depth(),
          new FailOver(),
          new Cluster(),
          new Rejoin());

  /** For the service loader. */
  public Suite() {}

  @Override
  public void run(BenchmarkRequest request, PrintWriter out, PrintWriter err) throws Exception {
    if (request.isListing()) {
      for (Workload workload : WORKLOADS) {
        out.println(workload.group());
        workload.names().forEach(name -> out.println("  " + name));
      }
      return;
    }
    List<Workload> chosen = chosen(request.only());
    Map<String, Measurement> earlier =
        request.compare().isPresent() ? ResultFile.read(request.compare().get()) : Map.of();
    request.json().ifPresent(ResultFile::checkWritable);
    Path folder = Files.createTempDirectory("vez-bench");
    Table table = new Table(out, earlier, !earlier.isEmpty());
    Progress progress = new Progress(err, request.isTerminal(), chosen.size());
    Figures figures =
        new Figures(
            measurement -> {
              progress.clear();
              if (isWanted(measurement.name(), request.only(), chosen)) {
                table.print(measurement);
              }
              progress.show();
            });
    try {
      Bench bench = new Bench(folder, request.depth(), request.rounds());
      for (Workload workload : chosen) {
        progress.begin(workload.group());
        workload.run(bench, figures);
      }
    } finally {
      progress.clear();
      delete(folder);
    }
    if (request.json().isPresent()) {
      List<Measurement> wanted =
          figures.all().stream()
              .filter(each -> isWanted(each.name(), request.only(), chosen))
              .toList();
      ResultFile.write(request.json().get(), BuildVersion.number(), BuildVersion.commit(), wanted);
    }
  }

  /** The workloads of which any figure is wanted. */
  static List<Workload> chosen(List<String> only) {
    if (only.isEmpty()) {
      return WORKLOADS;
    }
    for (String name : only) {
      if (WORKLOADS.stream().noneMatch(workload -> holds(workload, name))) {
        throw new IllegalArgumentException(
            "Expected a group or a benchmark as --list tells them, but got \"" + name + "\"");
      }
    }
    return WORKLOADS.stream()
        .filter(workload -> only.stream().anyMatch(name -> holds(workload, name)))
        .toList();
  }

  /** A group that has the name stands for itself, and not for figures that begin so too. */
  private static boolean holds(Workload workload, String name) {
    return isGroup(name)
        ? workload.group().equals(name)
        : workload.names().stream().anyMatch(each -> each.startsWith(name));
  }

  private static boolean isGroup(String name) {
    return WORKLOADS.stream().anyMatch(workload -> workload.group().equals(name));
  }

  private static boolean isWanted(String name, List<String> only, List<Workload> chosen) {
    return only.isEmpty()
        || only.stream().filter(each -> !isGroup(each)).anyMatch(name::startsWith)
        || chosen.stream()
            .anyMatch(each -> only.contains(each.group()) && each.names().contains(name));
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    }
  }
}
