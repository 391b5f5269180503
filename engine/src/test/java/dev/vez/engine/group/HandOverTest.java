package dev.vez.engine.group;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class HandOverTest {

  private static final long PATIENCE_MILLIS = 30_000;

  private final HandOver handOver = new HandOver(2);
  private final AtomicBoolean entered = new AtomicBoolean();

  @Test
  void shouldHoldUpWhoeverBringsTooMuchUntilThereIsRoom() throws InterruptedException {
    Thread consensus = enterThirdTime();
    assertThat(entered).isFalse();

    handOver.leave();
    consensus.join(PATIENCE_MILLIS);

    assertThat(entered).isTrue();
  }

  @Test
  void shouldHoldNobodyUpOnceItIsOpen() throws InterruptedException {
    Thread consensus = enterThirdTime();

    handOver.open();
    consensus.join(PATIENCE_MILLIS);
    for (int i = 0; i < 100; i++) {
      handOver.enter();
    }

    assertThat(entered).isTrue();
  }

  private Thread enterThirdTime() {
    handOver.enter();
    handOver.enter();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  handOver.enter();
                  entered.set(true);
                });
    while (thread.getState() != Thread.State.WAITING) {
      assertThat(entered).isFalse();
      Thread.onSpinWait();
    }
    return thread;
  }
}
