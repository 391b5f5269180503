package dev.vez.benchmarks;

import dev.vez.client.BrokerAddress;
import dev.vez.client.VezClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A broker in a process of its own, as a user would run it. */
public final class BrokerUnderTest implements AutoCloseable {

  private static final long START_MILLIS_MAX = 60_000;

  private static final Set<Integer> GIVEN_PORTS = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final List<String> jvmOptions;
  private final int port;
  private @Nullable Process process;

  /** A broker alone, which is yet to be started. */
  public BrokerUnderTest(Path folder, List<String> jvmOptions) throws IOException {
    this(folder, jvmOptions, freePort(), "");
  }

  /**
   * A broker that is yet to be started.
   *
   * @param folder its own, which exists
   * @param port where it takes calls
   * @param sections of its configuration, all but {@code [server]}
   */
  public BrokerUnderTest(Path folder, List<String> jvmOptions, int port, String sections)
      throws IOException {
    this.folder = folder;
    this.jvmOptions = jvmOptions;
    this.port = port;
    Files.writeString(
        folder.resolve("vez.toml"),
        "[server]\nlisten_addr = \"127.0.0.1:" + port + "\"\n" + sections);
  }

  /** A port that nobody listens at, and that was not given before. */
  public static int freePort() throws IOException {
    while (true) {
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        if (GIVEN_PORTS.add(free.getLocalPort())) {
          return free.getLocalPort();
        }
      }
    }
  }

  /** Starts the broker on its folder; gives the milliseconds until it answered a call. */
  public long start() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-XX:+UseG1GC");
    command.add("-XX:+UseCompactObjectHeaders");
    command.addAll(startUpCache());
    command.addAll(jvmOptions);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("dev.vez.app.Vez");
    command.add("server");
    command.add("--config");
    command.add(folder.resolve("vez.toml").toString());
    command.add("--data-dir");
    command.add(folder.resolve("data").toString());
    long started = System.nanoTime();
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .start();
    while (!answers()) {
      long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
      if (!running().isAlive() || waited > START_MILLIS_MAX) {
        throw new IllegalStateException(
            "The broker did not start:\n" + Files.readString(folder.resolve("log")));
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
  }

  public VezClient connect() {
    return VezClient.of(new BrokerAddress("127.0.0.1", port));
  }

  /** Resident memory of the process, in MiB. */
  public long residentMib() {
    try (var lines = Files.lines(Path.of("/proc/" + running().pid() + "/status"))) {
      String line = lines.filter(each -> each.startsWith("VmRSS:")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) / 1_024;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the processors have worked for the process so far, in nanoseconds; in steps of 10 ms. */
  public long processorNanos() {
    return running()
        .toHandle()
        .info()
        .totalCpuDuration()
        .orElseThrow(() -> new IllegalStateException("Expected the system to tell"))
        .toNanos();
  }

  /** Used heap after a full collection, in bytes. */
  public long heapBytes() throws IOException, InterruptedException {
    jcmd("GC.run");
    String info = jcmd("GC.heap_info");
    String used = info.replaceFirst("(?s).*?used (\\d+)K.*", "$1");
    return Long.parseLong(used) * 1_024;
  }

  /** Threads of the process. */
  public long threads() {
    try (var tasks = Files.list(Path.of("/proc/" + running().pid() + "/task"))) {
      return tasks.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends the process as a crash would. */
  public void kill() throws InterruptedException {
    running().destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    Process current = process;
    if (current == null) {
      return;
    }
    current.destroy();
    try {
      if (current.waitFor(20, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    current.destroyForcibly();
  }

  /** Ends the process at once, where there is one. */
  void abandon() {
    Process current = process;
    if (current != null) {
      current.destroyForcibly();
    }
  }

  /** The one with which this process was started, which is that of a server too. */
  private static List<String> startUpCache() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-XX:AOTCache="))
        .toList();
  }

  private boolean answers() {
    try (VezClient client = connect()) {
      client.listQueues().toCompletableFuture().join();
      return true;
    } catch (CompletionException notYet) {
      return false;
    }
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    Process tool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(running().pid()),
                command)
            .redirectErrorStream(true)
            .start();
    String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    tool.waitFor();
    return output;
  }

  private Process running() {
    Process current = process;
    if (current == null) {
      throw new IllegalStateException("Expected a broker that was started");
    }
    return current;
  }
}
