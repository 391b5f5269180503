package dev.vez.app.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Collects values and problems from every source. Later ones replace earlier ones. */
final class ConfigValues {

  private static final int SHOWN_MAX = 60;

  private final Map<ConfigKey<?>, Object> values = new HashMap<>();
  private final Map<ConfigKey<?>, String> places = new HashMap<>();
  private final List<ConfigProblem> problems = new ArrayList<>();

  void problem(String where, String text) {
    problems.add(new ConfigProblem(where, text));
  }

  List<ConfigProblem> problems() {
    return problems;
  }

  /** Sets a key from a value of a TOML file. */
  void setFromToml(String where, String name, Object value) {
    set(where, name, value, type -> type.fromToml(value));
  }

  /** Sets a key from text. */
  void setFromText(String where, String name, String text) {
    set(where, name, text, type -> type.fromText(text));
  }

  /** The key's value, or its default. */
  @SuppressWarnings("unchecked") // Put by set() alone, where the key's own type made it.
  <T> T get(ConfigKey<T> key) {
    return (T) values.getOrDefault(key, key.defaultValue());
  }

  /** Where the first of these keys that is set was set. */
  String whereSet(ConfigKey<?>... keys) {
    return Arrays.stream(keys).map(places::get).filter(Objects::nonNull).findFirst().orElse("");
  }

  private void set(
      String where, String name, Object raw, Function<ValueType<?>, Optional<?>> reader) {
    Optional<ConfigKey<?>> known =
        ConfigKeys.ALL.stream().filter(key -> key.name().equals(name)).findFirst();
    if (known.isEmpty()) {
      problem(where, whyUnknown(name));
      return;
    }
    Optional<?> value = reader.apply(known.get().type());
    if (value.isEmpty()) {
      problem(
          where,
          "`"
              + name
              + "` must be "
              + known.get().type().expected()
              + butIs(known.get().type(), raw));
      return;
    }
    values.put(known.get(), value.get());
    places.put(known.get(), where);
  }

  private static String whyUnknown(String name) {
    if (UnsupportedKeys.contains(name)) {
      return "`" + name + "` is not supported by this version";
    }
    List<String> names = ConfigKeys.ALL.stream().<String>map(ConfigKey::name).toList();
    return "unknown key `"
        + name
        + "`"
        + Suggestions.nearest(name, names).map(near -> "; did you mean `" + near + "`?").orElse("");
  }

  /** A secret is never shown, not even a bad one. */
  private static String butIs(ValueType<?> type, Object raw) {
    return type instanceof ValueType.Secret ? "" : ", but is " + shown(raw);
  }

  private static String shown(Object raw) {
    return switch (raw) {
      case String text when text.length() > SHOWN_MAX ->
          '"' + text.substring(0, SHOWN_MAX) + "...\"";
      case String text -> '"' + text + '"';
      case Long number -> number.toString();
      case Double number -> number.toString();
      case Boolean truth -> truth.toString();
      default -> "of another type";
    };
  }
}
