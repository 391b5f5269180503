package dev.vez.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version and the commit that this program was built from, as the build wrote them down. */
public final class BuildVersion implements IVersionProvider {
  private static final String RESOURCE = "build.properties";

  /** For picocli, which makes one when the version is asked for. */
  public BuildVersion() {}

  @Override
  public String[] getVersion() {
    return new String[] {text()};
  }

  /** One line, such as {@code vez 0.1.0 (4f2a9c01d3)}; a changed tree adds {@code -dirty}. */
  public static String text() {
    Properties build = read();
    String version = "vez " + build.getProperty("version", "of unknown version");
    String commit = build.getProperty("commit", "");
    return commit.isEmpty() ? version : version + " (" + commit + ")";
  }

  /** The version alone, such as {@code 0.1.0}. */
  public static String number() {
    return read().getProperty("version", "unknown");
  }

  /** The commit, which a changed tree gives {@code -dirty}; empty where it is not known. */
  public static String commit() {
    return read().getProperty("commit", "");
  }

  /** The commit is empty when the build had no repository to ask, as in a source archive. */
  private static Properties read() {
    Properties build = new Properties();
    try (InputStream in = BuildVersion.class.getResourceAsStream(RESOURCE)) {
      if (in != null) {
        build.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + RESOURCE, e);
    }
    return build;
  }
}
