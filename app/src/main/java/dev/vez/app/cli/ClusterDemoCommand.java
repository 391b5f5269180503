package dev.vez.app.cli;

import dev.vez.app.config.ConsensusLibrary;
import dev.vez.app.demo.ClusterDemo;
import dev.vez.app.demo.DemoFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code vez cluster demo}. */
@Command(
    name = "demo",
    description = "Shows in half a minute what a cluster does when the node that leads is killed.",
    footer = {
      "",
      "Starts three nodes on free loopback ports in a temporary folder, and removes all at the end.",
      "The exit code is 1 if a message that was accepted is lost."
    })
final class ClusterDemoCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--consensus",
      paramLabel = "LIBRARY",
      description = "The library that replicates: ${COMPLETION-CANDIDATES} (default: ratis).",
      defaultValue = "RATIS")
  private ConsensusLibrary consensus = ConsensusLibrary.RATIS;

  @Override
  public Integer call() throws InterruptedException, IOException {
    CommandSpec command = spec;
    if (command == null) {
      throw new IllegalStateException("Used before the command line was parsed");
    }
    try (DemoFolder folder = DemoFolder.create()) {
      boolean kept =
          new ClusterDemo(
                  folder.path(),
                  consensus.name().toLowerCase(Locale.ROOT),
                  command.commandLine().getOut())
              .run();
      if (!kept) {
        throw new CommandFailure("messages that were accepted are lost");
      }
      return 0;
    } catch (IllegalStateException | UncheckedIOException failure) {
      throw new CommandFailure(String.valueOf(failure.getMessage()), failure);
    } catch (CompletionException failure) {
      throw new CommandFailure("the cluster refused a call: " + failure.getMessage(), failure);
    }
  }
}
