package dev.vez.app.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The type of a key's value.
 *
 * @param <T> what the value becomes
 */
public sealed interface ValueType<T> {

  /** Reads a value of a TOML file: a {@code Long}, {@code String}, {@code Boolean} and so on. */
  Optional<T> fromToml(Object value);

  /** Reads a value that came as text: from the environment or a flag. */
  Optional<T> fromText(String text);

  /** What is accepted, as in "a whole number from 1 to 10". */
  String expected();

  /** The value as one would write it in a file. */
  String show(T value);

  /** A whole number from {@code min} to {@code max}, both included. */
  record WholeNumber(long min, long max) implements ValueType<Long> {

    @Override
    public Optional<Long> fromToml(Object value) {
      return value instanceof Long number && number >= min && number <= max
          ? Optional.of(number)
          : Optional.empty();
    }

    @Override
    public Optional<Long> fromText(String text) {
      try {
        return fromToml(Long.parseLong(text.strip()));
      } catch (NumberFormatException notANumber) {
        return Optional.empty();
      }
    }

    @Override
    public String expected() {
      return "a whole number from " + min + " to " + max;
    }

    @Override
    public String show(Long value) {
      return value.toString();
    }
  }

  /** A host and a port. */
  record Address() implements ValueType<HostAndPort> {

    @Override
    public Optional<HostAndPort> fromToml(Object value) {
      return value instanceof String text ? fromText(text) : Optional.empty();
    }

    @Override
    public Optional<HostAndPort> fromText(String text) {
      return HostAndPort.parse(text.strip());
    }

    @Override
    public String expected() {
      return "HOST:PORT, as in \"0.0.0.0:5555\" or \"[::1]:5555\" (port 0 takes any free one)";
    }

    @Override
    public String show(HostAndPort value) {
      return '"' + value.toString() + '"';
    }
  }

  /** One of a few words, in lower case. */
  record Choice<E extends Enum<E>>(Class<E> words) implements ValueType<E> {

    @Override
    public Optional<E> fromToml(Object value) {
      return value instanceof String text ? fromText(text) : Optional.empty();
    }

    @Override
    public Optional<E> fromText(String text) {
      return all().stream().filter(word -> show(word).equals('"' + text.strip() + '"')).findFirst();
    }

    @Override
    public String expected() {
      return "one of " + all().stream().map(this::show).collect(Collectors.joining(", "));
    }

    @Override
    public String show(E value) {
      return '"' + value.name().toLowerCase(Locale.ROOT) + '"';
    }

    private List<E> all() {
      return Arrays.asList(words.getEnumConstants());
    }
  }
}
