package dev.vez.app;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * A run of the command line within this process.
 *
 * @param code its exit code
 * @param out what it printed on standard output
 * @param err what it printed on standard error
 */
public record Invocation(int code, String out, String err) {

  /** Runs {@code vez} with these arguments. */
  public static Invocation of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Vez.run(new PrintWriter(out), new PrintWriter(err), args);
    return new Invocation(code, out.toString(), err.toString());
  }
}
