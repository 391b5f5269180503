package dev.vez.app.harness;

import dev.vez.app.Vez;
import java.io.IOException;

/**
 * The main class of a broker under test: Vez itself, but it ends when the test's process ends,
 * however that ends. It holds the other end of a pipe that only its parent holds open.
 */
final class Leash {

  private Leash() {}

  public static void main(String[] args) {
    Thread.ofPlatform().name("leash").daemon().start(Leash::haltWithParent);
    Vez.main(args);
  }

  private static void haltWithParent() {
    try {
      while (System.in.read() >= 0) {
        // Nothing is ever sent.
      }
    } catch (IOException brokenPipe) {
      // As good as its end.
    }
    Runtime.getRuntime().halt(137);
  }
}
