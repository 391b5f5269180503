package dev.vez.app.cli;

import dev.vez.app.config.Config;
import dev.vez.app.config.ConfigLoader;
import dev.vez.app.config.ConfigResult;
import dev.vez.app.config.ConfigSources;
import dev.vez.app.demo.Demo;
import dev.vez.app.demo.DemoFolder;
import dev.vez.app.demo.DemoPlan;
import dev.vez.app.server.StartFailure;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code vez demo}. */
@Command(
    name = "demo",
    description = "Shows in half a minute what turns are good for, on a broker of its own.",
    footer = {
      "",
      "Starts a broker on a free loopback port in a temporary folder, and removes both at the end."
    })
public final class DemoCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--messages",
      paramLabel = "N",
      description = "Messages of the noisy tenant (default: ${DEFAULT-VALUE}).",
      defaultValue = "10000")
  private int messages;

  /** For picocli. */
  public DemoCommand() {}

  @Override
  public Integer call() throws InterruptedException, IOException {
    CommandSpec command = spec;
    if (command == null) {
      throw new IllegalStateException("Used before the command line was parsed");
    }
    if (messages < 1) {
      throw new ParameterException(command.commandLine(), "--messages: expected 1 or more");
    }
    try (DemoFolder folder = DemoFolder.create()) {
      new Demo(
              DemoPlan.DEFAULT.withNoisyMessages(messages),
              command.commandLine().getOut(),
              isTerminal())
          .run(config(folder.path()));
      return 0;
    } catch (StartFailure failure) {
      throw new CommandFailure(String.valueOf(failure.getMessage()), failure);
    } catch (CompletionException failure) {
      throw new CommandFailure("the broker refused a call: " + failure.getMessage(), failure);
    }
  }

  private static boolean isTerminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
        && !"dumb".equals(System.getenv("TERM"));
  }

  /** The defaults, whatever files and variables say: the demo is the same everywhere. */
  private static Config config(Path folder) {
    ConfigResult read =
        ConfigLoader.load(
            new ConfigSources(
                List.of("server.listen_addr=127.0.0.1:0", "server.drain_timeout_ms=1000"),
                Optional.of(folder),
                Map.of(),
                Optional.empty(),
                List.of()));
    return switch (read) {
      case ConfigResult.Loaded(Config config) -> config;
      case ConfigResult.Invalid(var problems) ->
          throw new IllegalStateException("The demo's own configuration is not valid: " + problems);
    };
  }
}
