package dev.vez.ports.recovery;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** As much room as a test says. */
public final class FakeFreeSpace implements FreeSpace {

  private final AtomicInteger asked = new AtomicInteger();
  private volatile long bytes = Long.MAX_VALUE;
  private volatile @Nullable StoreException failure;

  /** This much is left from now on. */
  public void leave(long newBytes) {
    bytes = newBytes;
    failure = null;
  }

  /** Nobody can say from now on. */
  public void fail(StoreException newFailure) {
    failure = newFailure;
  }

  /** How often it was asked. */
  public int asked() {
    return asked.get();
  }

  @Override
  public long bytes() {
    asked.incrementAndGet();
    StoreException told = failure;
    if (told != null) {
      throw told;
    }
    return bytes;
  }
}
