package dev.vez.app.cli;

import dev.vez.adapters.luaj.LuaLimits;
import dev.vez.adapters.luaj.ScriptTrial;
import dev.vez.app.config.Config;
import dev.vez.app.config.ConfigLoader;
import dev.vez.app.config.ConfigProblem;
import dev.vez.app.config.ConfigResult;
import dev.vez.app.config.ConfigSources;
import dev.vez.app.runtime.SplittableRandomSource;
import dev.vez.ports.scheduling.ScriptConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What the commands below {@code vez script} have in common. */
abstract class ScriptSubcommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @ParentCommand private @Nullable ScriptCommand above;

  @Parameters(paramLabel = "FILE", description = "The script, in Lua 5.2.")
  private Path file = Path.of("");

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      description = "How to print results: table or json (default: table).")
  private @Nullable OutputFormat format;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "A limit of the server that is meant, as in lua.default_timeout_ms=20; may be given many"
              + " times.")
  private List<String> settings = new ArrayList<>();

  final String fileName() {
    return file.toString();
  }

  final String source() {
    try {
      return Files.readString(file);
    } catch (CharacterCodingException notText) {
      throw new CommandFailure("the script " + file + " is not UTF-8", notText);
    } catch (IOException e) {
      throw new CommandFailure("cannot read the script " + file + ": " + e, e);
    }
  }

  /** The same compiler, sandbox and limits as in a server with the default configuration. */
  final ScriptTrial trial(ScriptConfig runtimeConfig) {
    Config config =
        switch (ConfigLoader.load(
            new ConfigSources(settings, Optional.empty(), Map.of(), Optional.empty(), List.of()))) {
          case ConfigResult.Loaded(Config loaded) -> loaded;
          case ConfigResult.Invalid(List<ConfigProblem> problems) ->
              throw usageError(
                  problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("; ")));
        };
    return new ScriptTrial(
        new LuaLimits(
            config.script().timeoutMillis(),
            config.script().memoryBytes(),
            config.message().scriptBytesMax(),
            config.message().keyBytesMax(),
            config.message().throttleKeysMax()),
        runtimeConfig,
        new SplittableRandomSource());
  }

  final OutputFormat format() {
    if (format != null) {
      return format;
    }
    return above == null ? OutputFormat.TABLE : above.format();
  }

  final PrintWriter out() {
    return spec().commandLine().getOut();
  }

  final ParameterException usageError(String text) {
    return new ParameterException(spec().commandLine(), text);
  }

  private CommandSpec spec() {
    CommandSpec set = spec;
    if (set == null) {
      throw new IllegalStateException("Used before the command line was parsed");
    }
    return set;
  }
}
