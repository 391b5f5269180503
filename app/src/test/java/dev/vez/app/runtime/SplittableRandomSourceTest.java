package dev.vez.app.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

final class SplittableRandomSourceTest {

  @Test
  void shouldGiveDifferentNumbersToEveryThreadAndInEveryProcess() throws InterruptedException {
    Set<Long> seen = ConcurrentHashMap.newKeySet();
    List<Thread> threads = new ArrayList<>();
    for (int source = 0; source < 2; source++) {
      SplittableRandomSource random = new SplittableRandomSource();
      for (int i = 0; i < 2; i++) {
        threads.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      for (int n = 0; n < 10_000; n++) {
                        seen.add(random.nextLong());
                      }
                    }));
      }
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(seen).hasSize(40_000);
  }
}
