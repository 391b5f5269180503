package dev.vez.app.cli;

import dev.vez.app.BuildVersion;
import dev.vez.app.Vez;
import dev.vez.app.config.Config;
import dev.vez.app.config.ConfigLoader;
import dev.vez.app.config.ConfigProblem;
import dev.vez.app.config.ConfigResult;
import dev.vez.app.config.ConfigSources;
import dev.vez.app.config.HostAndPort;
import dev.vez.app.logging.Logs;
import dev.vez.app.server.StartFailure;
import dev.vez.app.server.VezServer;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code vez server}. */
@Command(
    name = "server",
    description = "Runs a broker until Ctrl-C or SIGTERM.",
    footer = {
      "",
      "Without --config the first of ./vez.toml and /etc/vez/vez.toml is read, if there is one.",
      "Every key can also be set by the environment, as in VEZ_SERVER_LISTEN_ADDR."
    })
public final class ServerCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @ParentCommand private @Nullable Vez vez;

  @Option(names = "--config", paramLabel = "FILE", description = "The configuration (TOML).")
  private @Nullable Path configFile;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where everything durable lies (default: data, or VEZ_DATA_DIR).")
  private @Nullable Path dataFolder;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets a key of the configuration; may be given many times.")
  private List<String> settings = new ArrayList<>();

  /** For picocli. */
  public ServerCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    CommandSpec command = spec;
    if (command != null && vez != null && vez.broker().isGiven()) {
      throw new ParameterException(
          command.commandLine(),
          "--addr and --output are for commands that call a broker;"
              + " use --set server.listen_addr=HOST:PORT to choose where this one listens");
    }
    ConfigResult read =
        ConfigLoader.load(
            new ConfigSources(
                settings,
                Optional.ofNullable(dataFolder),
                System.getenv(),
                Optional.ofNullable(configFile),
                ConfigSources.DEFAULT_FILES));
    return switch (read) {
      case ConfigResult.Invalid(List<ConfigProblem> problems) -> {
        problems.forEach(this::printProblem);
        yield 1;
      }
      case ConfigResult.Loaded(Config config) -> {
        Logs.start(config.logLevel());
        serve(config);
        yield 0;
      }
    };
  }

  private void printProblem(ConfigProblem problem) {
    if (spec != null) {
      spec.commandLine().getErr().println("Error: " + problem);
    }
  }

  private static void serve(Config config) throws InterruptedException {
    Logger log = LoggerFactory.getLogger(ServerCommand.class);
    VezServer server;
    try {
      server = VezServer.start(config);
    } catch (StartFailure failure) {
      log.debug("The server cannot start", failure);
      throw new CommandFailure(String.valueOf(failure.getMessage()), failure);
    }
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  log.info("Stopping");
                  server.close();
                  log.info("Stopped");
                },
                "stop"));
    log.info(
        "{} listens on {}, keeps its data in {}, started in {} ms",
        BuildVersion.text(),
        new HostAndPort(config.server().listenAddress().host(), server.port()),
        config.dataFolder().toAbsolutePath().normalize(),
        sinceStartMillis());
    warnOfHeap(config, log);
    server.awaitClosed();
  }

  /** Better said at the start than found out under load. */
  private static void warnOfHeap(Config config, Logger log) {
    long budgets =
        config.memory().windowBytes()
            + config.memory().freshPayloadBytes()
            + config.load().inboxBytesMax()
            + config.load().hookBacklogBytesMax();
    long heap = Runtime.getRuntime().maxMemory();
    if (budgets > heap / 4 * 3) {
      log.warn(
          "The heap of {} MiB is small for the configured budgets of {} MiB: give more by"
              + " VEZ_JAVA_OPTS=-Xmx..., or lower memory.* and limits.*_bytes_max",
          heap >> 20,
          budgets >> 20);
    }
  }

  /** Since the start of this JVM. The process is older where a launcher has become it. */
  private static long sinceStartMillis() {
    return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
  }
}
