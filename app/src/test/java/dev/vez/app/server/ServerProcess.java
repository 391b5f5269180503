package dev.vez.app.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A {@code vez server} in a process of its own. */
final class ServerProcess implements AutoCloseable {

  private static final Pattern STARTED = Pattern.compile("listens on 127\\.0\\.0\\.1:(\\d+),");

  private final Process process;
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  private final CompletableFuture<Integer> port = new CompletableFuture<>();

  /** Reads for as long as the server runs: where nobody reads, it stops at a full pipe. */
  private final Thread reader;

  private ServerProcess(Process process) {
    this.process = process;
    reader = Thread.ofVirtual().start(this::readLog);
  }

  /** Starts one on a free loopback port, with further arguments. */
  static ServerProcess start(Path dataFolder, String... args) throws IOException {
    return startOn(dataFolder, 0, args);
  }

  /** Starts one on a loopback port, with further arguments. */
  static ServerProcess startOn(Path dataFolder, int port, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.vez.app.Vez",
            "server",
            "--data-dir",
            dataFolder.toString(),
            "--set",
            "server.listen_addr=127.0.0.1:" + port));
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(dataFolder.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeIf(name -> name.startsWith("VEZ_"));
    return new ServerProcess(builder.start());
  }

  private void readLog() {
    try (BufferedReader log = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = log.readLine(); line != null; line = log.readLine()) {
        lines.add(line);
        Matcher started = STARTED.matcher(line);
        if (started.find()) {
          port.complete(Integer.parseInt(started.group(1)));
        }
      }
    } catch (IOException e) {
      lines.add("The log cannot be read: " + e);
    }
    port.completeExceptionally(new AssertionError("The server ended before it served: " + lines()));
  }

  /** Waits until the log says that calls are served; gives the port. */
  int awaitPort() throws InterruptedException {
    try {
      return port.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  /** Asks it to stop, as SIGTERM does. */
  void terminate() {
    // By the handle: Process.destroy() would close the log as well, while it is read.
    process.toHandle().destroy();
  }

  /** Ends it without a chance to do anything, as SIGKILL does. */
  void kill() {
    process.toHandle().destroyForcibly();
  }

  /** Waits until it has ended and its log is read; gives the exit code. */
  int awaitExit() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("The server does not end");
    }
    reader.join();
    return process.exitValue();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What it has logged so far. */
  List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** Ends it, if need be as SIGKILL does. */
  @Override
  public void close() {
    process.toHandle().destroyForcibly();
  }
}
