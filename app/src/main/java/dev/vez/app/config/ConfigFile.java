package dev.vez.app.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** Reads a TOML file of sections with keys. */
final class ConfigFile {

  private final Path file;
  private final ConfigValues values;

  private ConfigFile(Path file, ConfigValues values) {
    this.file = file;
    this.values = values;
  }

  /** Puts what is in {@code file}, and what is wrong with it, into {@code values}. */
  static void read(Path file, ConfigValues values) {
    new ConfigFile(file, values).read();
  }

  private void read() {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      values.problem(file.toString(), "there is no such file");
      return;
    } catch (CharacterCodingException e) {
      values.problem(file.toString(), "expected UTF-8 text");
      return;
    } catch (IOException e) {
      values.problem(file.toString(), "cannot be read: " + e);
      return;
    }
    TomlParseResult parsed = Toml.parse(text);
    if (parsed.errors().isEmpty()) {
      readSections(parsed);
    } else {
      // What follows a syntax error may have been read in the wrong section.
      for (TomlParseError error : parsed.errors()) {
        values.problem(at(error.position()), String.valueOf(error.getMessage()));
      }
    }
  }

  private void readSections(TomlTable root) {
    for (String section : root.keySet()) {
      List<String> path = List.of(section);
      if (root.get(path) instanceof TomlTable table) {
        readSection(section, table, at(root.inputPositionOf(path)));
      } else {
        values.problem(at(root.inputPositionOf(path)), notASection(section));
      }
    }
  }

  private static String notASection(String name) {
    if (name.equals("data_dir")) {
      return "the data folder is set by --data-dir or VEZ_DATA_DIR, not in a file";
    }
    return isSection(name)
        ? "`" + name + "` must be a section: [" + name + "]"
        : "unknown key `" + name + "`; every key belongs to a section";
  }

  private void readSection(String section, TomlTable table, String where) {
    if (table.isEmpty() && !isSection(section)) {
      // An empty [tls] switches TLS on elsewhere: it must not pass.
      values.setFromText(where, section, "");
    }
    for (String key : table.keySet()) {
      List<String> path = List.of(key);
      Object value = table.get(path) instanceof TomlArray array ? array.toList() : table.get(path);
      values.setFromToml(
          at(table.inputPositionOf(path)), section + "." + key, value == null ? "" : value);
    }
  }

  private static boolean isSection(String name) {
    return ConfigKeys.ALL.stream().anyMatch(key -> key.section().equals(name));
  }

  private String at(@Nullable TomlPosition position) {
    return position == null ? file.toString() : file + ":" + position.line();
  }
}
