package dev.vez.app.config;

import java.net.URI;
import java.net.URISyntaxException;
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

  /** An address that may be left out: an empty text means none. */
  record OptionalAddress() implements ValueType<Optional<HostAndPort>> {

    @Override
    public Optional<Optional<HostAndPort>> fromToml(Object value) {
      return value instanceof String text ? fromText(text) : Optional.empty();
    }

    @Override
    public Optional<Optional<HostAndPort>> fromText(String text) {
      Optional<HostAndPort> address =
          text.isBlank() ? Optional.empty() : HostAndPort.parse(text.strip());
      return text.isBlank() || address.isPresent() ? Optional.of(address) : Optional.empty();
    }

    @Override
    public String expected() {
      return "HOST:PORT, or an empty text for none";
    }

    @Override
    public String show(Optional<HostAndPort> value) {
      return '"' + value.map(HostAndPort::toString).orElse("") + '"';
    }
  }

  /** The URL of a service that may be left out: an empty text means none. */
  record OptionalUrl() implements ValueType<Optional<String>> {

    @Override
    public Optional<Optional<String>> fromToml(Object value) {
      return value instanceof String text ? fromText(text) : Optional.empty();
    }

    @Override
    public Optional<Optional<String>> fromText(String text) {
      if (text.isBlank()) {
        return Optional.of(Optional.empty());
      }
      try {
        URI url = new URI(text.strip());
        boolean isUsable =
            ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                && url.getHost() != null;
        return isUsable ? Optional.of(Optional.of(text.strip())) : Optional.empty();
      } catch (URISyntaxException notOne) {
        return Optional.empty();
      }
    }

    @Override
    public String expected() {
      return "a URL, as in \"http://localhost:4317\", or an empty text for none";
    }

    @Override
    public String show(Optional<String> value) {
      return '"' + value.orElse("") + '"';
    }
  }

  /** A text of at least one character. */
  record Text(int lengthMax) implements ValueType<String> {

    @Override
    public Optional<String> fromToml(Object value) {
      return value instanceof String text ? fromText(text) : Optional.empty();
    }

    @Override
    public Optional<String> fromText(String text) {
      return text.isBlank() || text.length() > lengthMax ? Optional.empty() : Optional.of(text);
    }

    @Override
    public String expected() {
      return "a text of 1 to " + lengthMax + " characters";
    }

    @Override
    public String show(String value) {
      return '"' + value + '"';
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

  /** True or false. */
  record Flag() implements ValueType<Boolean> {

    @Override
    public Optional<Boolean> fromToml(Object value) {
      return value instanceof Boolean truth ? Optional.of(truth) : Optional.empty();
    }

    @Override
    public Optional<Boolean> fromText(String text) {
      return switch (text.strip()) {
        case "true" -> Optional.of(true);
        case "false" -> Optional.of(false);
        default -> Optional.empty();
      };
    }

    @Override
    public String expected() {
      return "true or false";
    }

    @Override
    public String show(Boolean value) {
      return value.toString();
    }
  }

  /** Any number of hosts and ports: a list in a file, separated by commas elsewhere. */
  record Addresses() implements ValueType<List<HostAndPort>> {

    @Override
    public Optional<List<HostAndPort>> fromToml(Object value) {
      return switch (value) {
        case String text -> fromText(text);
        case List<?> list ->
            all(list.stream().map(each -> each instanceof String text ? text : "").toList());
        default -> Optional.empty();
      };
    }

    @Override
    public Optional<List<HostAndPort>> fromText(String text) {
      String list = text.strip();
      if (list.equals("[]")) {
        list = "";
      }
      return list.isEmpty() ? Optional.of(List.of()) : all(List.of(list.split(",", -1)));
    }

    private static Optional<List<HostAndPort>> all(List<String> texts) {
      List<HostAndPort> addresses =
          texts.stream()
              .map(text -> HostAndPort.parse(text.strip()))
              .flatMap(Optional::stream)
              .toList();
      return addresses.size() == texts.size() ? Optional.of(addresses) : Optional.empty();
    }

    @Override
    public String expected() {
      return "a list of HOST:PORT, as in [\"10.0.0.1:5555\", \"10.0.0.2:5555\"]";
    }

    @Override
    public String show(List<HostAndPort> value) {
      return value.stream()
          .map(address -> '"' + address.toString() + '"')
          .collect(Collectors.joining(", ", "[", "]"));
    }
  }

  /**
   * Visible characters of ASCII that are never shown.
   *
   * @param lengthMin fewest of them
   */
  record Secret(int lengthMin) implements ValueType<String> {

    @Override
    public Optional<String> fromToml(Object value) {
      return value instanceof String text ? fromText(text) : Optional.empty();
    }

    @Override
    public Optional<String> fromText(String text) {
      boolean isFine =
          text.isEmpty()
              || (text.length() >= lengthMin && text.chars().allMatch(c -> c > ' ' && c < 0x7f));
      return isFine ? Optional.of(text) : Optional.empty();
    }

    @Override
    public String expected() {
      return "at least " + lengthMin + " visible characters of ASCII";
    }

    @Override
    public String show(String value) {
      return value.isEmpty() ? "\"\"" : "\"...\"";
    }
  }
}
