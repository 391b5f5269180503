package dev.vez.app;

import dev.vez.app.cli.BenchCommand;
import dev.vez.app.cli.BrokerOptions;
import dev.vez.app.cli.ClusterCommand;
import dev.vez.app.cli.CommandFailure;
import dev.vez.app.cli.CompletionCommand;
import dev.vez.app.cli.ConfigCommand;
import dev.vez.app.cli.ConsumeCommand;
import dev.vez.app.cli.DemoCommand;
import dev.vez.app.cli.EnqueueCommand;
import dev.vez.app.cli.QueueCommand;
import dev.vez.app.cli.RedriveCommand;
import dev.vez.app.cli.ScriptCommand;
import dev.vez.app.cli.ServerCommand;
import dev.vez.app.cli.SimulateCommand;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry point of {@code ./vez}: picks the command and turns its outcome into an exit code. */
@Command(
    name = "vez",
    description = "A message broker in which every key gets its turn.",
    versionProvider = BuildVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:It was done.",
      "1:It failed; one line on standard error says why.",
      "2:The command line is not one that vez understands."
    },
    footer = {
      "",
      "Examples:",
      "  vez demo",
      "  vez server --data-dir data",
      "  vez queue create orders",
      "  vez enqueue orders hello --header tenant=acme",
      "  vez consume orders --count 1",
      "  vez config set throttle.provider:slow 10,20",
      "",
      "\"vez COMMAND --help\" says more."
    },
    subcommands = {
      DemoCommand.class,
      ServerCommand.class,
      QueueCommand.class,
      ConfigCommand.class,
      ClusterCommand.class,
      EnqueueCommand.class,
      RedriveCommand.class,
      ConsumeCommand.class,
      ScriptCommand.class,
      SimulateCommand.class,
      BenchCommand.class,
      CompletionCommand.class
    })
public final class Vez implements Runnable {

  @Spec private @Nullable CommandSpec spec;

  @Mixin private BrokerOptions broker = new BrokerOptions();

  @SuppressWarnings("UnusedVariable") // picocli acts on it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  private boolean help;

  @SuppressWarnings("UnusedVariable") // picocli acts on it
  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  private boolean version;

  private Vez() {}

  public static void main(String[] args) {
    // Messages are UTF-8 whatever the locale; a pipe must get them as they are.
    PrintWriter out = writer(FileDescriptor.out);
    PrintWriter err = writer(FileDescriptor.err);
    int code = run(out, err, args);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /** Runs one command and gives its exit code. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine line = new CommandLine(new Vez());
    line.setOut(out);
    line.setErr(err);
    line.setExpandAtFiles(false);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler(Vez::usedWrongly);
    line.setExecutionExceptionHandler(Vez::failed);
    return line.execute(args);
  }

  /** The options given before the command. */
  public BrokerOptions broker() {
    return broker;
  }

  /** Without a command, says what there is. */
  @Override
  public void run() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
  }

  private static int usedWrongly(ParameterException failure, String[] args) {
    CommandLine line = failure.getCommandLine();
    // picocli begins some texts with the word itself.
    String text =
        String.valueOf(failure.getMessage())
            .replaceFirst("^Error: ", "")
            .replace("option option", "option");
    if (failure instanceof UnmatchedArgumentException unmatched
        && !unmatched.isUnknownOption()
        && !line.getSubcommands().isEmpty()) {
      text = "Unknown command '" + unmatched.getUnmatched().getFirst() + "'" + likeIt(unmatched);
    }
    line.getErr().println("Error: " + text);
    line.getErr()
        .println("Try '" + line.getCommandSpec().qualifiedName() + " --help' for how to use it.");
    return 2;
  }

  private static String likeIt(UnmatchedArgumentException unmatched) {
    List<String> suggestions = unmatched.getSuggestions();
    return suggestions.isEmpty() ? "" : "; did you mean " + String.join(" or ", suggestions) + "?";
  }

  private static int failed(Exception failure, CommandLine line, ParseResult parsed)
      throws Exception {
    if (failure instanceof CommandFailure told) {
      line.getErr().println("Error: " + told.getMessage());
      return 1;
    }
    throw failure;
  }

  private static PrintWriter writer(FileDescriptor to) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(to), StandardCharsets.UTF_8), true);
  }
}
