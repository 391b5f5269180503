package dev.vez.app.harness;

import java.util.List;

/**
 * What a checker has found.
 *
 * @param checker its name
 * @param violations promises that were certainly broken, each with the message and the times
 * @param judged how many things it could judge; a checker that judged nothing proves nothing
 */
public record Findings(String checker, List<String> violations, long judged) {

  public Findings {
    violations = List.copyOf(violations);
  }
}
