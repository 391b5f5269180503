package dev.vez.app.harness;

import dev.vez.client.BrokerAddress;
import dev.vez.client.ClientOptions;
import dev.vez.client.VezClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * One run of a broker in a Java process of its own, on a free port of the loopback. To restart it,
 * start another one of the same {@link BrokerSpec}; that takes another port, so that a connection
 * always tells which process it leads to.
 *
 * <p>No process is left behind: {@link #close} kills it, so does the end of the test's own process,
 * and where that is killed itself the broker notices and ends (see {@link Leash}).
 */
public final class BrokerProcess implements AutoCloseable {

  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();
  private static final int PORT_TRIES = 3;
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final ClientOptions PROBE =
      new ClientOptions(Duration.ofSeconds(2), Duration.ofSeconds(5), 4 * 1024 * 1024);

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> ALIVE.forEach(Process::destroyForcibly), "reaper"));
  }

  private final int number;
  private final Process process;
  private final BrokerAddress address;
  private final Path output;
  private final long startedAt;
  private volatile Duration servingAfter = Duration.ZERO;

  private BrokerProcess(int number, Process process, BrokerAddress address, Path output) {
    this.number = number;
    this.process = process;
    this.address = address;
    this.output = output;
    this.startedAt = System.nanoTime();
  }

  /** Starts a process; it does not serve yet. */
  public static BrokerProcess start(BrokerSpec spec) {
    int number = NUMBERS.incrementAndGet();
    int port = Ports.free();
    Path config = spec.folder().resolve("vez-" + number + ".toml");
    Path output = spec.folder().resolve("server-" + number + ".log");
    Map<String, String> settings = new TreeMap<>(spec.settings());
    settings.put("server.listen_addr", "\"127.0.0.1:" + port + "\"");
    try {
      Files.createDirectories(spec.folder());
      Files.writeString(config, Programs.toml(settings));
      Process process =
          new ProcessBuilder(Programs.server(spec, config))
              .directory(spec.folder().toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      ALIVE.add(process);
      return new BrokerProcess(number, process, new BrokerAddress("127.0.0.1", port), output);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start a broker in " + spec.folder(), e);
    }
  }

  /** Starts a process and waits until it serves, on another port if somebody took the first. */
  public static BrokerProcess startServing(BrokerSpec spec, Duration limit) {
    for (int tries = 1; ; tries++) {
      BrokerProcess broker = start(spec);
      try {
        broker.awaitServing(limit);
        return broker;
      } catch (AssertionError failure) {
        broker.close();
        if (tries == PORT_TRIES || !broker.output().contains("the address is in use")) {
          throw failure;
        }
      }
    }
  }

  /** Tells this process from all others of this test run; it grows. */
  public int number() {
    return number;
  }

  /** The process id. */
  public long pid() {
    return process.pid();
  }

  /** {@link #number} and {@link #address}. */
  public Endpoint endpoint() {
    return new Endpoint(number, address);
  }

  /** Where it serves. */
  public BrokerAddress address() {
    return address;
  }

  /** When it was started, on the clock of {@link System#nanoTime}. */
  public long startedAt() {
    return startedAt;
  }

  /** How long after its start it was first known to serve; zero before. */
  public Duration servingAfter() {
    return servingAfter;
  }

  /** Whether it has not ended. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Waits until somebody listens on its port.
   *
   * @return the time from its start
   * @throws AssertionError if that takes longer than {@code limit}, or the process ends
   */
  public Duration awaitPort(Duration limit) {
    while (true) {
      if (!process.isAlive()) {
        throw new AssertionError(describe("ended with exit code " + process.exitValue()));
      }
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(address.host(), address.port()), 1_000);
        return sinceStart();
      } catch (IOException notYet) {
        if (sinceStart().compareTo(limit) > 0) {
          throw new AssertionError(describe("did not open its port within " + limit), notYet);
        }
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /**
   * Waits until it answers calls.
   *
   * @return the time from its start
   * @throws AssertionError if that takes longer than {@code limit}, or the process ends
   */
  public Duration awaitServing(Duration limit) {
    awaitPort(limit);
    while (true) {
      try (VezClient client = VezClient.of(address, PROBE)) {
        var _ = client.listQueues().toCompletableFuture().join();
        servingAfter = sinceStart();
        return servingAfter;
      } catch (CompletionException notYet) {
        if (!process.isAlive() || sinceStart().compareTo(limit) > 0) {
          throw new AssertionError(describe("does not serve"), notYet);
        }
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** {@code kill -9}; returns when the process is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitExit(Duration.ofSeconds(30));
  }

  /** SIGTERM; returns at once. */
  public void terminate() {
    // By the handle: Process.destroy() closes the pipe as well, and the leash would be faster.
    process.toHandle().destroy();
  }

  /**
   * SIGSTOP, and SIGCONT after {@code length}; returns then. SIGCONT comes also if this process
   * ends meanwhile.
   */
  public void pause(Duration length) {
    String pid = Long.toString(pid());
    String seconds = Double.toString(length.toMillis() / 1e3);
    Programs.run(List.of("sh", "-c", "kill -STOP $0; sleep $1; kill -CONT $0", pid, seconds));
  }

  /**
   * Waits for its end.
   *
   * @return the exit code, 128 and the number of the signal where one ended it
   * @throws AssertionError if that takes longer than {@code limit}
   */
  public int awaitExit(Duration limit) {
    try {
      if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new AssertionError(describe("did not end within " + limit));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(describe("was still running when the test was interrupted"), e);
    }
    ALIVE.remove(process);
    return process.exitValue();
  }

  /** Bytes of the heap that are reachable, counted by a full collection. */
  public long liveHeapBytes() {
    return HeapCount.parse(Programs.jdkTool("jcmd", Long.toString(pid()), "GC.class_histogram"));
  }

  /** What it has printed so far. */
  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + output, e);
    }
  }

  /** Kills it if it still runs. */
  @Override
  public void close() {
    kill();
  }

  private Duration sinceStart() {
    return Duration.ofNanos(System.nanoTime() - startedAt);
  }

  private String describe(String problem) {
    return "Broker process %d %s. It printed to %s:%n%s"
        .formatted(number, problem, output, output());
  }
}
