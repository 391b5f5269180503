import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks or fixes the format of every Java file of the repository: {@code Format check|fix ROOT}.
 *
 * <p>It is a program of its own, run in source form on JDK 25, because google-java-format uses the
 * parser of the JDK it runs on and Maven itself may run on an older one. The build runs it once for
 * the whole tree.
 */
final class Format {
  private static final Formatter FORMATTER =
      new Formatter(
          JavaFormatterOptions.builder().style(JavaFormatterOptions.Style.GOOGLE).build());

  private Format() {}

  public static void main(String[] args) throws IOException {
    boolean fix = args[0].equals("fix");
    Path root = Path.of(args[1]);
    int wrong = 0;
    for (Path file : javaFiles(root)) {
      String before = Files.readString(file);
      String after;
      try {
        after = format(before);
      } catch (FormatterException e) {
        System.err.println("cannot parse " + root.relativize(file) + ": " + e.getMessage());
        wrong++;
        continue;
      }
      if (before.equals(after)) {
        continue;
      }
      if (fix) {
        Files.writeString(file, after);
        System.out.println("formatted " + root.relativize(file));
      } else {
        System.err.println("not formatted: " + root.relativize(file));
        wrong++;
      }
    }
    if (wrong > 0) {
      System.err.println(wrong + " file(s) to look at. Fix the format with ./format");
      System.exit(1);
    }
  }

  /** What {@code google-java-format} does from the command line, long strings left alone. */
  private static String format(String source) throws FormatterException {
    String sorted = ImportOrderer.reorderImports(source, JavaFormatterOptions.Style.GOOGLE);
    return FORMATTER.formatSource(RemoveUnusedImports.removeUnusedImports(sorted));
  }

  private static List<Path> javaFiles(Path root) throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = folder.getFileName().toString();
            boolean foreign =
                name.equals("target")
                    || name.equals("node_modules")
                    || (name.startsWith(".") && !folder.equals(root));
            return foreign ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    files.sort(null);
    return files;
  }
}
