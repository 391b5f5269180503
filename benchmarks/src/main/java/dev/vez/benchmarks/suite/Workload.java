package dev.vez.benchmarks.suite;

import java.util.List;

/** A group of benchmarks that share a server process. */
interface Workload {

  /** Name of the group. */
  String group();

  /** Names of what it measures, in the order in which it does. */
  List<String> names();

  /** Measures all of it. */
  void run(Bench bench, Figures figures) throws Exception;
}
