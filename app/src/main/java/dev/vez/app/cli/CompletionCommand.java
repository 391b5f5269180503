package dev.vez.app.cli;

import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vez completion}. */
@Command(
    name = "completion",
    description = "Prints a script that completes vez's commands and options in a shell.",
    footer = {
      "",
      "Examples:",
      "  source <(vez completion bash)                     in this shell only",
      "  vez completion bash > ~/.local/share/bash-completion/completions/vez",
      "  echo 'source <(vez completion zsh)' >> ~/.zshrc"
    })
public final class CompletionCommand implements Runnable {

  /** The shells that there are scripts for. */
  enum Shell {
    BASH,
    ZSH
  }

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  private @Nullable Shell shell;

  /** For picocli. */
  public CompletionCommand() {}

  @Override
  public void run() {
    CommandSpec set = spec;
    Shell asked = shell;
    if (set == null || asked == null) {
      throw new IllegalStateException("Used before the command line was parsed");
    }
    CommandLine root = set.root().commandLine();
    set.commandLine()
        .getOut()
        .println(
            switch (asked) {
              // One script for both: under zsh it loads the emulation of bash's completion.
              case BASH, ZSH -> AutoComplete.bash(root.getCommandName(), root);
            });
  }
}
