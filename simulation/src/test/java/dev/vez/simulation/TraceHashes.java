package dev.vez.simulation;

import java.util.List;
import java.util.stream.LongStream;

/** A program that prints the hash of the trace of each seed from 1 up. */
final class TraceHashes {

  private TraceHashes() {}

  /** Takes the number of seeds. */
  @SuppressWarnings("SystemOut") // It is what the program is for.
  public static void main(String[] arguments) {
    of(Integer.parseInt(arguments[0])).forEach(System.out::println);
  }

  static List<String> of(int seeds) {
    return LongStream.rangeClosed(1, seeds)
        .mapToObj(seed -> Long.toHexString(Simulation.run(seed).traceHash()))
        .toList();
  }
}
