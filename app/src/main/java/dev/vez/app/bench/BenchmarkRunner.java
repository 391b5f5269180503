package dev.vez.app.bench;

import java.io.PrintWriter;

/** The benchmarks, found by {@link java.util.ServiceLoader}. */
public interface BenchmarkRunner {

  /**
   * Runs what was asked for.
   *
   * @param out gets the table
   * @param err gets the progress
   * @throws IllegalArgumentException where the request names what there is not
   */
  void run(BenchmarkRequest request, PrintWriter out, PrintWriter err) throws Exception;
}
