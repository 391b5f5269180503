package dev.vez.app.demo;

import dev.vez.app.Vez;
import java.io.IOException;

/**
 * The main class of a node of the cluster demonstration: Vez itself, but it ends when the process
 * that has started it does, however that ends. It holds the other end of a pipe that only its
 * parent holds open.
 */
final class DemoNode {

  private DemoNode() {}

  public static void main(String[] args) {
    Thread.ofPlatform().name("leash").daemon().start(DemoNode::haltWithParent);
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
