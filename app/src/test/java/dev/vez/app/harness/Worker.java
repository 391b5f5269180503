package dev.vez.app.harness;

/** Something that makes load until it is interrupted. */
@FunctionalInterface
interface Worker {

  /** Works until interrupted, or until the {@link Directory} is closed. */
  void run() throws InterruptedException;
}
