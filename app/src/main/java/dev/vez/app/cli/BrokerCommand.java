package dev.vez.app.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every command that calls a broker has in common. */
abstract class BrokerCommand implements Callable<Integer> {

  @Mixin private BrokerOptions broker = new BrokerOptions();

  @Spec private @Nullable CommandSpec spec;

  /** The options of the command above this one. */
  abstract BrokerOptions outer();

  /** Does it. */
  abstract void run(BrokerSession session);

  @Override
  public final Integer call() {
    check();
    try (BrokerSession session = BrokerSession.open(options())) {
      run(session);
    }
    return 0;
  }

  /** Refuses what picocli lets pass, before anything is sent. */
  void check() {}

  final OutputFormat format() {
    return options().format();
  }

  final PrintWriter out() {
    return spec().commandLine().getOut();
  }

  final PrintWriter err() {
    return spec().commandLine().getErr();
  }

  /** Prints a result: a line for people, or the members of a JSON object. */
  final void print(String text, Map<String, ?> members) {
    out()
        .println(
            switch (format()) {
              case TABLE -> text;
              case JSON -> Json.of(members);
            });
  }

  final ParameterException usageError(String text) {
    return new ParameterException(spec().commandLine(), text);
  }

  private BrokerOptions options() {
    return broker.orElse(outer());
  }

  private CommandSpec spec() {
    CommandSpec set = spec;
    if (set == null) {
      throw new IllegalStateException("Used before the command line was parsed");
    }
    return set;
  }
}
