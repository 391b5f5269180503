package dev.vez.app.crash;

import dev.vez.app.harness.BrokerProcess;
import dev.vez.app.harness.BrokerSpec;
import dev.vez.app.harness.Directory;
import dev.vez.app.harness.Drain;
import dev.vez.app.harness.Elapse;
import dev.vez.app.harness.Endpoint;
import dev.vez.app.harness.Event;
import dev.vez.app.harness.Habits;
import dev.vez.app.harness.History;
import dev.vez.app.harness.Payloads;
import dev.vez.app.harness.ProducerSpec;
import dev.vez.app.harness.ProducerSpec.Sizes;
import dev.vez.app.harness.Queues;
import dev.vez.app.harness.Recorder;
import dev.vez.app.harness.Verdict;
import dev.vez.app.harness.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Kills a broker under load, again and again on the same data, then drains it and judges what
 * clients saw.
 *
 * <p>Two queues, for two kinds of promise. {@code competing} has consumers of every kind in every
 * round: leases, retries, give-backs, late acks over the next process. {@code ordered} has one
 * consumer, and that only in every third round: so that messages which waited through a restart are
 * known to have been touched by nobody, and their order can be judged.
 *
 * <p>A kill leaves what the operating system had taken, so this does not test syncing to disk; it
 * tests everything between an answer and the recovery of a process that ended anywhere.
 */
final class CrashCampaign {

  private static final String COMPETING = "competing";
  private static final String ORDERED = "ordered";
  private static final Duration VISIBILITY = Duration.ofSeconds(3);
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(90);
  private static final int MESSAGES_PER_ROUND = 2_000;
  private static final int KEYS = 8;

  /** Five or six for each message. */
  private static final int EVENTS_PER_ROUND_MAX = 5_000;

  private static final Duration ROUND_LIMIT = Duration.ofSeconds(3);

  private final Path folder;
  private BrokerSpec spec;
  private final SplittableRandom random;
  private final CrashFigures figures = new CrashFigures();
  private long startNanos = Duration.ofSeconds(1).toNanos();

  CrashCampaign(Path folder, long seed) {
    this.folder = folder;
    this.random = new SplittableRandom(seed);
    this.spec =
        BrokerSpec.in(folder)
            .withJvmFlags(
                "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xlog:aot=off")
            .withSettings(
                Map.of(
                    "memory.store_bytes", "33554432",
                    "memory.store_write_bytes", "8388608",
                    "memory.window_bytes", "8388608",
                    "memory.fresh_payload_bytes", "8388608",
                    "limits.inbox_bytes_max", "16777216",
                    "limits.hook_backlog_bytes_max", "16777216"));
  }

  /** What was measured so far. */
  CrashFigures figures() {
    return figures;
  }

  /** Creates the queues, on an empty data folder, and makes later starts faster. */
  void begin() {
    Path cache = folder.resolve("vez.aot");
    BrokerSpec training = spec.withJvmFlag("-XX:AOTCacheOutput=" + cache);
    try (BrokerProcess broker = BrokerProcess.startServing(training, START_LIMIT)) {
      Queues.createForHeartbeat(broker);
      Queues.create(broker, COMPETING, VISIBILITY);
      Queues.create(broker, ORDERED, VISIBILITY);
      broker.terminate();
      broker.awaitExit(START_LIMIT);
    }
    if (Files.exists(cache)) {
      spec = spec.withJvmFlag("-XX:AOTCache=" + cache);
    }
  }

  /** Runs some rounds, drains, and judges them. The data stay for the next call. */
  void run(int rounds) {
    Recorder recorder = new Recorder(new History(), new Payloads(random.nextLong()));
    Queues.note(recorder, COMPETING, VISIBILITY);
    Queues.note(recorder, ORDERED, VISIBILITY);
    Directory directory = new Directory();
    try (Workload workload = new Workload(recorder, directory, random.nextLong())) {
      workload.produce(new ProducerSpec(COMPETING, KEYS, 1, Sizes.MIXED));
      workload.produce(new ProducerSpec(COMPETING, KEYS, 1, Sizes.MIXED));
      workload.produce(new ProducerSpec(COMPETING, KEYS, 16, Sizes.MIXED));
      workload.produce(new ProducerSpec(ORDERED, KEYS, 1, Sizes.MIXED));
      workload.produce(new ProducerSpec(ORDERED, KEYS, 16, Sizes.SMALL));
      workload.consume(COMPETING, Habits.MIXED);
      workload.consume(COMPETING, Habits.MIXED);
      workload.consume(COMPETING, Habits.RESTLESS);
      workload.consume(COMPETING, Habits.SLOW);
      workload.beat();
      for (int round = 1; round <= rounds; round++) {
        workload.allow(MESSAGES_PER_ROUND);
        round(recorder, directory, round % 3 == 0);
      }
    }
    drain(recorder);
    Verdict verdict = Verdict.on(recorder.history());
    figures.judged(verdict);
    verdict.assertNothingFound(folder.resolve("history.txt"));
  }

  private void round(Recorder recorder, Directory directory, boolean consumesOrdered) {
    while (random.nextInt(4) == 0) {
      killWhileStarting(recorder);
    }
    try (BrokerProcess broker = start(recorder);
        Workload ordered = new Workload(recorder, directory, random.nextLong())) {
      directory.publish(broker.endpoint());
      if (consumesOrdered) {
        ordered.consume(ORDERED, Habits.DILIGENT);
      }
      awaitLoad(recorder.history());
      if (random.nextInt(5) == 0) {
        broker.pause(Duration.ofMillis(random.nextInt(50, 400)));
      }
      broker.kill();
      recorder.history().add(at -> new Event.ServerEnded(at, broker.number(), "killed"));
      directory.withdraw();
      figures.killed();
    }
  }

  /** Some load, rather than some time: a slow machine shall not test less. */
  private void awaitLoad(History history) {
    long end = (long) history.size() + random.nextInt(EVENTS_PER_ROUND_MAX);
    Elapse.until(ROUND_LIMIT, () -> history.size() >= end);
  }

  /** At any moment from the first instruction to some time after the port has opened. */
  private void killWhileStarting(Recorder recorder) {
    try (BrokerProcess broker = BrokerProcess.start(spec)) {
      Elapse.of(Duration.ofNanos(random.nextLong(startNanos * 5 / 4)));
      broker.kill();
      recorder.history().add(at -> new Event.ServerEnded(at, broker.number(), "killed early"));
      figures.killedEarly();
    }
  }

  private BrokerProcess start(Recorder recorder) {
    BrokerProcess broker = BrokerProcess.startServing(spec, START_LIMIT);
    recorder.history().add(at -> new Event.ServerServing(at, broker.number()));
    startNanos = broker.servingAfter().toNanos();
    figures.started(broker.servingAfter());
    return broker;
  }

  /** Empties the queues, restarts, and looks whether they are still empty and in order. */
  private void drain(Recorder recorder) {
    List<String> queues = List.of(COMPETING, ORDERED);
    try (BrokerProcess broker = start(recorder)) {
      Endpoint endpoint = broker.endpoint();
      Drain.empty(recorder, endpoint, queues, DRAIN_LIMIT);
      broker.kill();
    }
    try (BrokerProcess broker = start(recorder)) {
      Endpoint endpoint = broker.endpoint();
      // Whatever came back waits before these.
      for (String queue : queues) {
        Queues.sendOneOfEach(recorder, endpoint, queue, KEYS);
      }
      Drain.empty(recorder, endpoint, queues, DRAIN_LIMIT);
      recorder.history().add(Event.Drained::new);
    }
  }
}
