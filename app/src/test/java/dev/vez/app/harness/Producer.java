package dev.vez.app.harness;

import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages over one connection for as long as calls succeed, then over another. With a window
 * of 1 it awaits each answer, with more it has as many calls under way.
 */
final class Producer implements Worker {

  private final Recorder recorder;
  private final Directory directory;
  private final Semaphore quota;
  private final SplittableRandom random;
  private final ProducerSpec spec;

  Producer(
      Recorder recorder,
      Directory directory,
      Semaphore quota,
      SplittableRandom random,
      ProducerSpec spec) {
    this.recorder = recorder;
    this.directory = directory;
    this.quota = quota;
    this.random = random;
    this.spec = spec;
  }

  @Override
  public void run() throws InterruptedException {
    Endpoint endpoint = directory.awaitOther(null);
    while (endpoint != null) {
      boolean refused = false;
      try (RecordingClient client = new RecordingClient(recorder, endpoint)) {
        if (client.connect()) {
          refused = send(client) == Answer.REFUSED;
        }
      }
      // A refusal is the broker's wish to be left alone; everything else was its end.
      endpoint = directory.awaitOther(refused ? null : endpoint);
    }
  }

  /** Sends until a call fails, waits for the answers to all calls and gives the first failure. */
  private Answer send(RecordingClient client) throws InterruptedException {
    Semaphore window = new Semaphore(spec.window());
    AtomicBoolean failed = new AtomicBoolean();
    FirstFailure first = new FirstFailure();
    try {
      while (!failed.get()) {
        quota.acquire();
        window.acquire();
        if (failed.get() || !recorder.history().hasRoom()) {
          window.release();
          quota.release();
          break;
        }
        String key = Queues.keyName(random.nextInt(spec.keys()));
        var _ =
            client
                .enqueue(spec.queue(), key, 1 + random.nextInt(3), spec.sizes())
                .whenComplete(
                    (answer, failure) -> {
                      if (answer != Answer.OK) {
                        first.note(answer);
                        failed.set(true);
                      }
                      window.release();
                    });
      }
    } finally {
      window.acquireUninterruptibly(spec.window());
    }
    return first.answer();
  }

  /** The answer that ended a session. */
  private static final class FirstFailure {
    private @Nullable Answer answer;

    synchronized void note(@Nullable Answer failure) {
      if (answer == null) {
        answer = failure;
      }
    }

    synchronized Answer answer() {
      return answer == null ? Answer.UNKNOWN : answer;
    }
  }
}
